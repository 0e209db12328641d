"""The set phrases of drafting, language by language: tables of regular expressions, one file for each language.

The grammar of a kind of document is the same in every language; only these words differ. To add or mend a phrase, edit
the table; to add a language, copy `en.toml`. Which tables were tried on real documents, and which only on our own, is
said in docs/explanation/reading.md.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
FOLDER = Path(__file__).parent
POSITIONS = ("in_part", "noted", "pending", "supported")  # the strictest first


@dataclass(frozen=True)
class Phrases:
    """The phrases of one language, under "table.name" as in the file, compiled when first asked for; `numbers`: words
    that count; `years`: the units of a period that are years (others are months)."""

    language: str
    texts: dict[str, str]
    numbers: dict[str, int]
    years: frozenset[str]
    compiled: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> re.Pattern[str]:
        if name not in self.compiled:
            self.compiled[name] = re.compile(self.texts[name], re.IGNORECASE)
        return self.compiled[name]


@cache
def phrases(language: str | None) -> Phrases:
    """The phrases of the language; English ones where there are none."""
    code = language if language in LANGUAGES else "en"
    table = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    numbers, years = table.pop("numbers"), frozenset(table["follow_up"].pop("years"))
    texts = dict(_flat(table))
    texts["verbs.asks"] = _asking(table["verbs"], "[^。；]" if code == "zh" else "[^.;:]")
    return Phrases(code, texts, numbers, years)


def _asking(verbs: dict[str, str], within: str) -> str:
    """Somebody recommends, within one sentence: "The Committee … recommends", "توصي اللجنة", "the State party … should"."""
    speaker, recommends = verbs["speaker"], verbs["recommends"]
    return rf"{speaker}{within}{{0,260}}?{recommends}|{recommends}\s+{speaker}|{verbs['state_should']}"


def _flat(table: dict[str, Any], stem: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        pairs += _flat(value, f"{stem}{name}.") if isinstance(value, dict) else [(f"{stem}{name}", value)]
    return pairs


@cache
def any_language(name: str) -> re.Pattern[str]:
    """One pattern that matches the phrase in any language: for what must be known before the language is."""
    texts = (phrases(code).texts.get(name) for code in LANGUAGES)
    return re.compile("|".join(f"(?:{text})" for text in texts if text), re.IGNORECASE)
