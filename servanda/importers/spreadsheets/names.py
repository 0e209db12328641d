"""Which institution, mechanism, State, term a name in a file means: exact, remembered, decided now, or asked.

Never guessed: a name that is not exactly one of ours waits for a person, with ranked candidates. What she decides is
remembered for the source of the file.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from servanda.core.texts import in_language
from servanda.importers.spreadsheets.columns import folded
from servanda.importers.spreadsheets.fields import BETWEEN_NAMES
from servanda.importers.spreadsheets.models import NameDecision
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.institutions.models import Institution, Territory
from servanda.mechanisms import states
from servanda.mechanisms.models import Mechanism
from servanda.taxonomy.models import Scheme, Term

NEAR = 0.88  # a candidate from here on may be taken in bulk, where it is clearly ahead of the next one
AHEAD = 0.06
PART = 0.85  # the weight of a part of a name: less than near
SHOWN = 5
LEAST = 0.4
NEW, REJECT = "new", "reject"
MADE = "new:"  # a value that will be created with the import: the name as printed follows

INSTITUTIONS, MECHANISMS, STATES, TERRITORIES = "institutions", "mechanisms", "states", "territories"
TITLES = {
    INSTITUTIONS: _("Institutions"),
    MECHANISMS: _("Mechanisms"),
    STATES: _("States"),
    TERRITORIES: _("Territory"),
    "themes": _("Themes"),
    "persons": _("Persons concerned"),
    "sdgs": _("Sustainable Development Goals"),
}
CREATABLE = (INSTITUTIONS, "themes", "persons")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
_SDG = re.compile(
    r"^\s*(?:sdg|ods|odd|цур|goal|target|objetivo|objectif|الهدف)?\s*(\d{1,2}(?:\.[0-9a-z]{1,2})?)\b", re.IGNORECASE
)
_LITTLE = frozenset(
    "and the of for on in to de la le les des du del los las el y et e en a und и по в وال و في".split()
)
_TOO_COMMON = frozenset(
    "ministry ministere ministerio ministro министерство department departement departamento department office national nacional "
    "commission comision committee comite institute council وزاره الوزاره هيئه لجنه دائره".split()
)


@dataclass(frozen=True)
class Entry:
    """One entry of a list of ours, with every form of its name, folded."""

    id: str
    label: str
    forms: frozenset[str]
    acronyms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    id: str
    label: str
    score: float
    why: str  # exact, abbreviation, similar


@dataclass
class NameList:
    """A list of entries, searched by exact form and by likeness."""

    code: str
    entries: Sequence[Entry]

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def by_form(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for entry in self.entries:
            for form in {*entry.forms, *entry.acronyms}:
                found.setdefault(form, set()).add(entry.id)
        return found

    @cached_property
    def _choices(self) -> list[tuple[str, str]]:
        return [(sorted_words(form), entry.id) for entry in self.entries for form in entry.forms if form]

    @cached_property
    def _lines(self) -> list[str]:
        return [form for form, _id in self._choices]

    def exact(self, printed: str) -> str | None:
        """The one entry that has this name, whatever its case, accents and signs; with an abbreviation in brackets that is
        its own, too. None where there is none, or several."""
        if printed in self.by_id:
            return printed
        found = self.by_form.get(key_of(printed), set())
        if len(found) == 1:
            return next(iter(found))
        outside, inside = _split_brackets(printed)
        if inside:
            both = self.by_form.get(outside, set()) & self.by_form.get(inside, set())
            if len(both) == 1:
                return both.pop()
        return self._goal(printed) if self.code == "sdgs" else None

    def _goal(self, printed: str) -> str | None:
        """ "SDG 16.3", "16.3 - …", "Goal 5": the number is the name."""
        found = _SDG.match(printed)
        return (
            found[1]
            if (found and found[1] in self.by_id and not printed.strip().isdigit())
            or (found and found[1] == printed.strip() and found[1] in self.by_id)
            else None
        )

    def candidates(self, printed: str, limit: int = SHOWN) -> list[Match]:
        """The best entries for a name, best first, with their likeness from 0 to 1."""
        best: dict[str, tuple[float, str]] = {}
        for form, weight in _forms_of(printed).items():
            for entry_id, likeness, why in self._alike(form):
                score = likeness * weight
                if score > best.get(entry_id, (0.0, ""))[0]:
                    best[entry_id] = score, why
        ranked = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))[:limit]
        return [
            Match(key, self.by_id[key].label, round(score, 2), why) for key, (score, why) in ranked if score >= LEAST
        ]

    def _alike(self, form: str) -> Iterable[tuple[str, float, str]]:
        for entry_id in self.by_form.get(form, ()):
            yield entry_id, 0.97, "abbreviation" if form in self.by_id[entry_id].acronyms else "same"
        compact = form.replace(" ", "")
        for entry in self.entries:
            if 2 <= len(compact) <= 10 and any(compact == short.replace(" ", "") for short in entry.acronyms):
                yield entry.id, 0.95, "abbreviation"
        words = sorted_words(form)
        if not words:
            return
        for scorer, weight in ((fuzz.ratio, 1.0), (fuzz.token_set_ratio, PART), (_informative, 0.93)):
            for _line, score, place in process.extract(words, self._lines, scorer=scorer, limit=12, score_cutoff=35):
                yield self._choices[place][1], score / 100 * weight, "similar"


def _informative(one: str, other: str, **_options: Any) -> float:
    """Likeness of the words that tell institutions apart: "ministry" says nothing."""
    mine, theirs = _telling(one), _telling(other)
    return fuzz.token_sort_ratio(mine, theirs) if mine and theirs else 0.0


@lru_cache(maxsize=65_536)
def _telling(words: str) -> str:
    return " ".join(word for word in words.split() if word not in _TOO_COMMON)


@lru_cache(maxsize=65_536)
def sorted_words(form: str) -> str:
    return " ".join(sorted(word for word in form.split() if word not in _LITTLE))


@lru_cache(maxsize=65_536)
def key_of(printed: str) -> str:
    """The spelling under which names are compared and remembered."""
    text = unicodedata.normalize("NFKC", printed).replace("&", " and ").replace("ي", "ى")
    return " ".join(_without_article(word) for word in folded(text).split())


def _without_article(word: str) -> str:
    """Arabic words without their article: العدل and عدل are one."""
    for article in ("وال", "بال", "لل", "ال"):
        if word.startswith(article) and len(word) > len(article) + 2:
            return word[len(article) :]
    return word


def _split_brackets(printed: str) -> tuple[str, str]:
    inside = _BRACKETS.search(printed)
    return key_of(_BRACKETS.sub(" ", printed)), key_of(inside[1]) if inside else ""


def _forms_of(printed: str) -> dict[str, float]:
    """The whole name, and without brackets; and with less weight what is in them and the parts beside a dash or slash: a part
    alone never makes a name near."""
    outside, inside = _split_brackets(printed)
    divided = re.split(r"\s[-–—]\s|/", printed)
    parts = [inside, *(key_of(part) for part in divided if len(divided) > 1)]
    forms = dict.fromkeys(parts, PART) | dict.fromkeys([outside, key_of(printed)], 1.0)
    return {form: weight for form, weight in forms.items() if form}


def acronym_of(form: str) -> str:
    words = [word for word in form.split() if word not in _LITTLE]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def entry(id_: str, label: str, names: Iterable[str], short: Iterable[str] = ()) -> Entry:
    forms = frozenset(key_of(name) for name in names if name)
    made = {acronym_of(form) for form in forms} | {_with_little(form) for form in forms}
    return Entry(id_, label, forms, frozenset(key_of(s) for s in short if s) | {m for m in made if len(m) > 1})


def _with_little(form: str) -> str:
    words = form.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


# --- our lists --------------------------------------------------------------------------------------------------------


def load_list(code: str) -> NameList:
    makers = {INSTITUTIONS: _institutions, MECHANISMS: _mechanisms, STATES: _states, TERRITORIES: _territories}
    return NameList(code, list(makers[code]() if code in makers else _terms(code)))


def _institutions() -> Iterable[Entry]:
    for one in Institution.objects.filter(is_active=True):
        yield entry(one.code, str(one), [*one.names.values(), one.code.replace("-", " ")], [one.short_name, one.code])


def _mechanisms() -> Iterable[Entry]:
    for one in Mechanism.objects.all():
        names = [*one.names.values(), *one.short_names.values(), one.code.replace("-", " ")]
        yield entry(one.code, str(one), names, [one.code, *one.short_names.values()])


def _territories() -> Iterable[Entry]:
    for one in Territory.objects.all():
        yield entry(one.code, str(one), [*one.names.values(), one.code], [])


def _states() -> Iterable[Entry]:
    for one in states.all_states():
        forms = frozenset(key_of(name) for name in one.every_name())
        yield Entry(one.iso3, str(in_language(one.names)), forms, frozenset({one.iso3.lower(), one.iso2.lower()}))


def _terms(scheme: str) -> Iterable[Entry]:
    for one in Term.objects.filter(scheme__code=scheme):
        forms = frozenset(key_of(name) for name in (one.code, *one.labels.values()) if name)
        yield Entry(one.code, str(in_language(one.labels)) or one.code, forms)


def title_of(code: str) -> Any:
    if code in TITLES:
        return TITLES[code]
    scheme = Scheme.objects.filter(code=code).first()
    return str(scheme) if scheme else code


# --- names in one import ----------------------------------------------------------------------------------------------


@dataclass
class Undecided:
    """A name that is not exactly ours: how it is printed and where."""

    list_code: str
    printed: str
    rows: set[int] = field(default_factory=set)
    address: str = ""


@dataclass
class Names:
    """The lists, what was decided, and what had to be asked. `decided`: key → target, "new" or "reject"."""

    source: str
    decided: dict[str, str] = field(default_factory=dict)
    lists: dict[str, NameList] = field(default_factory=dict)
    asked: dict[str, Undecided] = field(default_factory=dict)
    _keys: dict[str, dict[str, str]] = field(default_factory=dict)
    place: tuple[int, str] = (0, "")  # row and address of the cell that is being read

    @cached_property
    def remembered(self) -> dict[str, str]:
        rows = NameDecision.objects.filter(source=self.source)
        return {decision_key(row.list_code, row.name): row.target for row in rows}

    def list_of(self, code: str) -> NameList:
        if code not in self.lists:
            self.lists[code] = load_list(code)
        return self.lists[code]

    def keys_of(self, what: str) -> dict[str, str]:
        """Keys of things of the register: references of recommendations, codes of actions and indicators."""
        if what not in self._keys:
            from servanda.importers.spreadsheets.keyed import load_keys

            self._keys[what] = load_keys(what)
        return self._keys[what]

    def resolve(self, list_code: str, printed: str, *, many: bool) -> list[str]:
        """The ids that a cell names. Raises CellProblem where one is not decided, or its rows are to be left out."""
        parts = self._parts(list_code, printed) if many else [printed]
        found = [self._one(list_code, part) for part in parts]
        return list(dict.fromkeys(found))

    def _parts(self, list_code: str, printed: str) -> list[str]:
        """Names are separated by semicolons, line breaks, bars; by commas only where each part is then one of ours."""
        if self._known(list_code, printed):
            return [printed]
        parts = [part.strip() for part in BETWEEN_NAMES.split(printed) if part.strip(" -")]
        if len(parts) == 1 and re.search("[,،、]", printed):
            smaller = [part.strip() for part in re.split("[,،、]", printed) if part.strip()]
            if all(self._known(list_code, part) for part in smaller):
                return smaller
        return parts or [printed]

    def _known(self, list_code: str, printed: str) -> bool:
        key = decision_key(list_code, key_of(printed))
        return bool(self.list_of(list_code).exact(printed) or self.decided.get(key) or self.remembered.get(key))

    def _one(self, list_code: str, printed: str) -> str:
        found = self.list_of(list_code)
        if exact := found.exact(printed):
            return exact
        key = decision_key(list_code, key_of(printed))
        self._ask(key, list_code, printed)
        target = self.decided.get(key) or self._still_there(found, self.remembered.get(key))
        if target == REJECT:
            raise CellProblem("rejected_name", name=printed)
        if target == NEW:
            return MADE + " ".join(printed.split())
        if target:
            return target
        raise self._undecided(found, printed)

    @staticmethod
    def _still_there(found: NameList, target: str | None) -> str | None:
        return target if target in found.by_id else None

    def _undecided(self, found: NameList, printed: str) -> CellProblem:
        near = found.candidates(printed, limit=1)
        words = {"list": str(title_of(found.code)), "name": printed}
        return (
            CellProblem("undecided_name_near", near=near[0].label, **words)
            if near
            else CellProblem("undecided_name", **words)
        )

    def _ask(self, key: str, list_code: str, printed: str) -> None:
        row, address = self.place
        asked = self.asked.setdefault(key, Undecided(list_code, printed, address=address))
        asked.rows.add(row)


def decision_key(list_code: str, name: str) -> str:
    return f"{list_code}:{name}"


def is_near(candidates: Sequence[Match], threshold: float | None = None) -> bool:
    """Whether the best candidate may be taken in bulk: near enough, and clearly ahead of the second."""
    if not candidates or candidates[0].score < (NEAR if threshold is None else threshold):
        return False
    return len(candidates) == 1 or candidates[0].score - candidates[1].score >= AHEAD
