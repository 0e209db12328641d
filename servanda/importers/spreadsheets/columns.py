"""Which of our fields a column is: by the words of its heading in six languages, then by what its cells hold.

Guesses only: a person sees them all, with samples, and what is not a field of ours is kept as a note.
"""

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils import translation
from rapidfuzz import fuzz

from servanda.importers.spreadsheets.cells import Book, Sheet, Value
from servanda.importers.spreadsheets.fields import LANGUAGES, Field
from servanda.importers.spreadsheets.table import (
    FURTHEST_HEADING,
    JOINER,
    LEGEND,
    Layout,
    Table,
    headings_of,
    is_merged_across,
)

NOTE, IGNORED = "note", "ignored"
SURE = 0.7  # a guess is taken from here on; below, the column is a note until a person says otherwise
SAMPLES = 40
_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
_ARABIC = str.maketrans("أإآٱىة", "اااايه")  # letters that are written one for the other
_FILLERS = frozenset("the of for a an de la le les du des del los las el l d al".split())


@dataclass(frozen=True)
class Guess:
    letter: str
    field: str  # code, or NOTE
    certainty: float
    others: tuple[str, ...] = ()


def guess_layout(
    book: Book, fields: Sequence[Field], language: str, sheet: str = "", known: Container[str] = ()
) -> Layout:
    """The sheet and rows whose headings are most like our fields; else the first row of the first sheet with something in.
    `known`: headings, folded, that a saved configuration knows."""
    base = Layout(encoding=book.encoding, delimiter=book.delimiter, language=language)
    named = [one for one in book.sheets if one.name == sheet] or [one for one in book.sheets if not one.is_hidden]
    shown = [one for one in named if not one.name.lower().startswith(LEGEND)] or book.sheets
    best, found = -1.0, replace(base, sheet=shown[0].name, first_row=_first_filled(shown[0]))
    for one in shown:
        for row in _possible_rows(one):
            for count in (1, 2):
                score = _score(one, row, count, fields, known)
                if score > best + 0.01:
                    best, found = score, replace(base, sheet=one.name, first_row=row, heading_rows=count)
    return found


def _first_filled(sheet: Sheet) -> int:
    return next((n for n, row in enumerate(sheet.rows, 1) if row), 1)


def _possible_rows(sheet: Sheet) -> list[int]:
    filled = [n for n, row in enumerate(sheet.rows[:FURTHEST_HEADING], 1) if row]
    return filled or [1]


def _score(sheet: Sheet, row: int, count: int, fields: Sequence[Field], known: Container[str]) -> float:
    """How many fields the headings name. Two rows of headings need a reason: one merged across, or more fields found."""
    if count == 2 and (row >= len(sheet.rows) or not all(isinstance(v, str) for v in sheet.rows[row])):
        return -1.0
    headings = [text for text in headings_of(sheet, row, count).values() if text]
    best: dict[str, float] = {}
    for heading in headings:
        if folded(heading) in known:
            best[heading] = 1.0
            continue
        score, code = max(((likeness(heading, one), one.code) for one in fields), default=(0.0, ""))
        if score >= SURE:
            best[code] = max(best.get(code, 0.0), score)
    extra = 0.5 if count == 2 and is_merged_across(sheet, row - 1) else -0.6 if count == 2 else 0.0
    return sum(best.values()) + extra - 0.01 * row


def guess_columns(table: Table, fields: Sequence[Field]) -> list[Guess]:
    """One guess for each column; a field is given once, to the column that is most like it."""
    scores = {letter: _scores(table, letter, heading, fields) for letter, heading in table.headings.items()}
    pairs = sorted(
        ((score, letter, code) for letter, found in scores.items() for code, score in found.items()), reverse=True
    )
    given: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, letter, code in pairs:
        if score >= SURE and letter not in given and code not in taken:
            given[letter] = code, score
            taken.add(code)
    return [_guess(letter, given.get(letter), scores[letter]) for letter in table.headings]


def _guess(letter: str, given: tuple[str, float] | None, scores: dict[str, float]) -> Guess:
    code, certainty = given or (NOTE, 0.0)
    ranked = sorted(scores, key=lambda one: -scores[one])
    return Guess(
        letter, code, round(certainty, 2), tuple(one for one in ranked if one != code and scores[one] > 0.3)[:3]
    )


def _scores(table: Table, letter: str, heading: str, fields: Sequence[Field]) -> dict[str, float]:
    samples = table.column(letter)[:SAMPLES]
    found = {}
    for one in fields:
        by_heading, by_cells = likeness(heading, one), _fits(one, samples)
        if one.must_look_so and not by_cells:
            continue
        score = by_heading * (1.0 if by_cells is None else 0.75 + 0.25 * by_cells)
        if by_cells and one.is_recognisable:
            score = max(score, by_cells * 0.72 if len(samples) > 1 else 0.0)
        if score > 0.1:
            found[one.code] = score
    return found


def _fits(one: Field, samples: Sequence[Value]) -> float | None:
    """The share of cells that the field's own reading accepts; None where it accepts anything."""
    if not one.looks_like or not samples:
        return None
    fitting = [value for value in samples if one.looks_like(value)]
    return len(fitting) / len(samples)


def likeness(heading: str, one: Field) -> float:
    """0–1: how much a heading is one of the field's words. With several rows of headings each of them, and all together."""
    if not heading:
        return 0.0
    forms = {
        folded(heading),
        folded(_BRACKETS.sub(" ", heading)),
        *(folded(part) for part in heading.split(JOINER)[-1:]),
    }
    return max((_like(form, word) for form in forms if form for word in words_of(one)), default=0.0)


@lru_cache(maxsize=256)
def words_of(one: Field) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(word) for word in (one.code, *_titles(one), *one.words)))


def _titles(one: Field) -> list[str]:
    """What our own templates call it, in each language."""
    found = []
    for language in LANGUAGES:
        with translation.override("zh-hans" if language == "zh" else language):
            found.append(str(one.title))
    return found


@lru_cache(maxsize=65_536)
def _like(heading: str, word: str) -> float:
    if heading == word:
        return 1.0
    mine, theirs = heading.split(), word.split()
    if sorted(mine) == sorted(theirs):
        return 0.98
    if len(word) > 3 and set(theirs) <= set(mine):
        step = 0.05 if len(theirs) > 1 else 0.13  # one word among several says less
        return 0.95 - step * min(len(mine) - len(theirs), 5)
    score = fuzz.ratio(heading, word) / 100
    return score * 0.97 if score >= 0.84 and len(word) > 4 else score * 0.6


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Words without case, accents, Arabic vowel signs, underscores, little words and other signs."""
    plain = unicodedata.normalize("NFKD", str(text).replace("_", " ")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c != "\u0640")
    plain = plain.translate(_ARABIC)
    words = re.sub(r"[^\w]+", " ", plain).split()
    return " ".join(word for word in words if word not in _FILLERS) or " ".join(words)
