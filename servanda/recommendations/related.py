"""How alike two texts are as demands, and why. Pure functions, no database.

Words that few texts of the register use weigh more than those that all use ("take measures to ensure"), so that the score is
the cosine of weighted words. What fools every such score is the same sentence about another treaty: treaties are therefore
compared as what they are, and where both texts name some and none in common, the pair is shown as "the same of another
treaty" and never above `OTHER_TREATY`. docs/explanation/lineage.md has the measured figures."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from servanda.core.search.words import forms, language_of

VERSION = "words-1"  # written beside a decision: which way of scoring was before the person
ALIKE = 0.45  # from here on a pair is worth a look
OTHER_TREATY = 0.4
WORD = re.compile(r"[^\W_]+")

TREATIES = tomllib.loads((Path(__file__).parent / "data" / "treaties.toml").read_text(encoding="utf-8"))
_TREATY = {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in TREATIES.items()}
_NUMBERED = re.compile(
    r"\b(?:convention|convenio|ilo)\s*(?:\(ilo\)\s*)?(?:no\.?|núm\.?|n°)?\s*(\d{2,3})\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Said:
    """A text of the register. `key`: of its recommendation."""

    key: str
    text: str
    language: str


@dataclass(frozen=True)
class Candidate:
    """`score`: 0 to 1. `reason`: one of REASONS, with the words or treaties that made it."""

    key: str
    score: float
    reason: str
    shared: tuple[str, ...] = ()
    here: tuple[str, ...] = ()  # treaties that only this text names
    there: tuple[str, ...] = ()


def treaties_in(text: str) -> frozenset[str]:
    """The treaties that a text names, each once: a protocol is not also its convention."""
    found, rest = set(), text
    for name, pattern in _TREATY.items():
        if pattern.search(rest):
            found.add(name)
            rest = pattern.sub(" ", rest)
    return frozenset(found | {f"ILO {number}" for number in _NUMBERED.findall(rest)})


def words_of(text: str, language: str) -> Counter[str]:
    """Stems with their counts; what has two letters or fewer says little."""
    known = language_of(language)
    return Counter(forms(word, known)[0] for word in WORD.findall(text) if len(word) > 2)


def weights_of(texts: Iterable[Counter[str]]) -> dict[str, float]:
    """How much each word tells: the fewer texts use it, the more."""
    used: Counter[str] = Counter()
    count = 0
    for words in texts:
        used.update(words.keys())
        count += 1
    return {word: math.log((count + 1) / (times + 0.5)) for word, times in used.items()}


def related(to: Said, among: Sequence[Said], most: int = 8) -> list[Candidate]:
    """The texts most like `to` in its language, the best first; nothing below what is worth a look."""
    rows = [said for said in among if said.language == to.language and said.key != to.key]
    counted = [words_of(said.text, said.language) for said in rows]
    own = words_of(to.text, to.language)
    weights = weights_of([*counted, own])
    vector = _vector(own, weights)
    scored = [(_cosine(vector, _vector(words, weights)), said) for said, words in zip(rows, counted, strict=True)]
    best = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].key))[: 3 * most]
    found = [_candidate(to, said, score, vector) for score, said in best]
    return sorted(found, key=lambda one: (-one.score, one.key))[:most]


def _vector(words: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    raw = {word: (1 + math.log(times)) * weights.get(word, 0.0) for word, times in words.items()}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {word: value / length for word, value in raw.items()}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(value * large.get(word, 0.0) for word, value in small.items())


def _candidate(to: Said, said: Said, score: float, vector: dict[str, float]) -> Candidate:
    here, there = treaties_in(to.text), treaties_in(said.text)
    facts = {"here": tuple(sorted(here - there)), "there": tuple(sorted(there - here))}
    if here and there and not here & there:
        return Candidate(said.key, min(score, OTHER_TREATY), "other_treaty", **facts)
    if here & there:
        return Candidate(said.key, score, "same_treaty", tuple(sorted(here & there)), **facts)
    if " ".join(to.text.casefold().split()) == " ".join(said.text.casefold().split()):
        return Candidate(said.key, 1.0, "same_words")
    return Candidate(said.key, score, "words", _telling(vector, said, to), **facts)


def _telling(vector: dict[str, float], said: Said, to: Said) -> tuple[str, ...]:
    """The words both use that tell most, as this text writes them."""
    theirs = words_of(said.text, said.language)
    known = language_of(to.language)
    written = {forms(word, known)[0]: word.casefold() for word in WORD.findall(to.text) if len(word) > 2}
    shared = sorted((stem for stem in vector if stem in theirs), key=lambda stem: -vector[stem])
    return tuple(written[stem] for stem in shared[:4] if stem in written)
