"""Which official recommendation a provisional entry may be: by its document, its paragraph, who recommended it, and its words.
No database here.

The words decide. Document, paragraph and State only put two texts that are alike in order, and raise or lower the score a little:
an entry made in the room often has no number yet, or that of a draft. `tests/importers/test_likeness.py` measures it on real texts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz

from servanda.importers.matching import normal, normal_number

PROPOSED = 85.0  # from this score on it is proposed to a person; measured, see the test
SHOWN = 55.0  # below this score a text is not even offered to who looks for it
CUT = 0.9  # a text shorter than this part of the other may be its beginning, middle or end
LEAST_CUT = 30  # characters; shorter pieces are in too many texts


@dataclass(frozen=True)
class Known:
    """A recommendation as far as likeness needs it. `states`: codes, or names where there is no code."""

    texts: dict[str, str]
    symbol: str = ""
    number: str = ""
    states: frozenset[str] = frozenset()
    thing: Any = field(default=None, compare=False)

    @cached_property
    def words(self) -> dict[str, str]:
        return {language: normal(text) for language, text in self.texts.items()}


@dataclass
class Candidate:
    """`score`: 0 to 100. `reasons`: codes, as sentences in `sentences.py`; `words`: how alike the words are, 0 to 100."""

    known: Known
    score: float
    words: float
    reasons: tuple[str, ...]
    sentences: list[str] = field(default_factory=list)  # the reasons in words, where a page shows them


def ranked(entry: Known, official: Iterable[Known], *, most: int = 3, least: float = SHOWN) -> list[Candidate]:
    """The best candidates, best first."""
    found = [candidate for known in official if (candidate := compared(entry, known, least)) is not None]
    return sorted(found, key=lambda candidate: -candidate.score)[:most]


def compared(entry: Known, known: Known, least: float = SHOWN) -> Candidate | None:
    """How alike they are; None below `least`."""
    words = max(
        (_alike(entry.words[tongue], known.words[tongue]) for tongue in entry.words.keys() & known.words), default=0.0
    )
    if words < least - 6:
        return None
    reasons, bonus = [], 0.0
    for name, is_same, more, less in _circumstances(entry, known):
        if is_same is not None:
            bonus += more if is_same else less
            reasons.append(name if is_same else f"other_{name}")
    score = min(100.0, max(0.0, words + bonus))
    return Candidate(known, round(score, 1), round(words, 1), tuple(reasons)) if score >= least else None


def _circumstances(entry: Known, known: Known) -> Iterable[tuple[str, bool | None, float, float]]:
    """Each: its name, whether it is the same (None: not known of both), and what that adds."""
    same_document = entry.symbol == known.symbol if entry.symbol and known.symbol else None
    yield "document", same_document, 2.0, 0.0
    numbers = (normal_number(entry.number), normal_number(known.number))
    yield "number", numbers[0] == numbers[1] if all(numbers) and same_document else None, 3.0, -1.0
    yield "states", bool(entry.states & known.states) if entry.states and known.states else None, 1.5, -5.0


def _alike(entry: str, official: str) -> float:
    """0 to 100. Where the entry is a piece of the official text, the piece is compared; the less of it there is, the less it
    says."""
    whole = fuzz.ratio(entry, official)
    share = len(entry) / len(official) if official else 0.0
    if whole >= 90 or share >= CUT or len(entry) < LEAST_CUT:
        return whole
    return max(whole, fuzz.partial_ratio(entry, official) * (0.8 + 0.2 * share))


def states_of(states: Sequence[Any]) -> frozenset[str]:
    """States given as {"iso3", "name"}, as one set of words to compare."""
    return frozenset(state.get("iso3") or state["name"].casefold() for state in states)
