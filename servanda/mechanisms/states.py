"""States and observers: codes, names in the six official languages, and the names that UN documents give them.

A document of 2009 says "Swaziland", one of 2019 "Eswatini (the Kingdom of)", a torn PDF "Guinea- Bissau": `find` knows
them all as one State. The facts are in `data/states.csv`; this module only looks them up, and needs neither Django nor
a database.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
FACTS = Path(__file__).with_name("data") / "states.csv"
SHORTEST_TO_MISSPELL = 6
NEAR_ENOUGH = 0.88  # of difflib's ratio: one wrong letter in six is too many, one in nine is not

_ARTICLE_IN_FRONT = re.compile(r"^(?:the|la|le|les|el|los|las|l')\s*(?=\w)(?<=[\s'])", re.IGNORECASE)
_ARTICLE_BEHIND = re.compile(r"\s*\((?:the|la|le|les|el|los|las|l')\)\s*$", re.IGNORECASE)
_NOT_IN_A_KEY = re.compile(r"[^\w]|_")
_APOSTROPHES = str.maketrans("’‘ʼ´`", "'''''")


_registered: dict[str, "State"] = {}


@dataclass(frozen=True, slots=True)
class State:
    """A State as the United Nations names it; `group` is its UPR regional group, empty for observers."""

    iso3: str
    iso2: str
    m49: str
    status: str
    group: str
    names: dict[str, str] = field(hash=False)
    formal_names: dict[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.names["en"]

    def every_name(self) -> set[str]:
        return {*self.names.values(), *self.formal_names.values(), *self.aliases}


@cache
def all_states() -> tuple[State, ...]:
    """Every State of the file, by ISO code, and those registered."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return (*(_state(row) for row in csv.DictReader(file)), *_registered.values())


def by_iso3(code: str | None) -> State | None:
    return _by_code().get((code or "").upper())


def by_iso2(code: str | None) -> State | None:
    return _by_iso2().get((code or "").upper())


def by_m49(code: str | int | None) -> State | None:
    return _by_m49().get(str(code or "").zfill(3))


@lru_cache(maxsize=8192)
def find(name: str) -> State | None:
    """The State of this name, whatever its case, article, accents, quotes, hyphens and blanks; None when unknown."""
    return _by_key().get(name_key(name))


def iso3_of(name: str) -> str | None:
    state = find(name)
    return state.iso3 if state else None


def register(state: State) -> None:
    """Make a State known that the file doesn't hold: that of a demo or a test, under a code from XAA to XZZ."""
    if not re.fullmatch(r"X[A-Z]{2}", state.iso3):
        raise ValueError(f"{state.iso3} is not a code for fiction: those run from XAA to XZZ")
    _registered[state.iso3] = state
    for remembered in (all_states, find, find_misspelt, _by_code, _by_iso2, _by_m49, _by_key):
        remembered.cache_clear()


@lru_cache(maxsize=2048)
def find_misspelt(name: str) -> State | None:
    """The one State whose name differs by a slip of the pen ("Azerbajan"); None when none or several are as near.

    Only names of six letters and more are tried, so that "Mali" never becomes "Malta".
    """
    key = name_key(name)
    if len(key) < SHORTEST_TO_MISSPELL:
        return None
    from difflib import get_close_matches  # imported here: few documents need it

    near = {_by_key()[k] for k in get_close_matches(key, _by_key(), n=2, cutoff=NEAR_ENOUGH)}
    return near.pop() if len(near) == 1 else None


def name_key(name: str) -> str:
    """Lower-case letters and digits only, without accents and article: the key under which names are the same."""
    text = _ARTICLE_BEHIND.sub("", name.translate(_APOSTROPHES).strip())
    text = _ARTICLE_IN_FRONT.sub("", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_IN_A_KEY.sub("", "".join(c for c in text if not unicodedata.combining(c)).replace("&", "and"))


def _state(row: dict[str, str]) -> State:
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row["m49"],
        status=row["status"],
        group=row["upr_regional_group"],
        names={language: row[f"name_{language}"] for language in LANGUAGES},
        formal_names={language: row[f"formal_{language}"] for language in LANGUAGES},
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
    )


@cache
def _by_code() -> dict[str, State]:
    return {state.iso3: state for state in all_states()}


@cache
def _by_iso2() -> dict[str, State]:
    return {state.iso2: state for state in all_states()}


@cache
def _by_m49() -> dict[str, State]:
    return {state.m49: state for state in all_states()}


@cache
def _by_key() -> dict[str, State]:
    return {name_key(name): state for state in all_states() for name in state.every_name()}
