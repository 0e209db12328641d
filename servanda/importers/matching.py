"""Which recommendation of the register is which one of the source. No database here.

Both belong to the same document. The number as printed says it nearly always; where one number holds several
recommendations by different States, or none is printed, the words decide.
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from servanda.importers.drafts import Draft

ALIKE = 0.6  # of the characters: two texts under one number are then one recommendation that was rewritten
SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})


@dataclass(frozen=True, eq=False)
class Held:
    """A recommendation of the register as far as the comparison needs it. `texts`: language → current wording."""

    number: str
    kind: str
    texts: dict[str, str]
    recommendation: Any = None


def pair(drafts: Sequence[Draft], held: Sequence[Held]) -> dict[str, Held]:
    """The key of each draft that the register has already, with the one it is. Nothing is paired twice."""
    pairs: dict[str, Held] = {}
    left = _by_number(held, lambda one: one.number)
    for number, group in _by_number(drafts, lambda draft: draft.number).items():
        for how in (_same_words, _other_language, _rewritten):
            for draft, one in how([d for d in group if d.key not in pairs], left[number], bool(number)):
                pairs[draft.key] = one
                left[number].remove(one)
    return pairs | _without_number(
        [d for d in drafts if d.key not in pairs], [h for group in left.values() for h in group]
    )


def _without_number(drafts: list[Draft], left: list[Held]) -> dict[str, Held]:
    """Where one side has no number, only the very same words make it the same."""
    found = _same_words(drafts, left, False)
    return {draft.key: one for draft, one in found if not (draft.number and one.number)}


def _by_number(things: Sequence[Any], number_of: Callable[[Any], str]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for thing in things:
        groups[normal_number(number_of(thing))].append(thing)
    return groups


def _same_words(drafts: list[Draft], left: list[Held], numbered: bool) -> list[tuple[Draft, Held]]:
    words = {normal(text): one for one in reversed(left) for text in one.texts.values()}
    found, taken = [], set()
    for draft in drafts:
        one = words.get(normal(draft.text))
        if one and id(one) not in taken:
            taken.add(id(one))
            found.append((draft, one))
    return found


def _other_language(drafts: list[Draft], left: list[Held], numbered: bool) -> list[tuple[Draft, Held]]:
    """The same document in another language: as many under the number, none of them in this language yet."""
    foreign = all(draft.language not in one.texts for draft in drafts for one in left)
    return list(zip(drafts, left, strict=True)) if numbered and foreign and len(drafts) == len(left) else []


def _rewritten(drafts: list[Draft], left: list[Held], numbered: bool) -> list[tuple[Draft, Held]]:
    if not numbered:
        return []
    if len(drafts) == len(left) == 1 and drafts[0].kind == left[0].kind:
        return [(drafts[0], left[0])]
    found, free = [], list(left)
    for draft in drafts:
        best = max(free, key=lambda one: likeness(draft, one), default=None)
        if best is not None and likeness(draft, best) >= ALIKE:
            free.remove(best)
            found.append((draft, best))
    return found


def likeness(draft: Draft, one: Held) -> float:
    text = one.texts.get(draft.language, "")
    return difflib.SequenceMatcher(None, normal(draft.text), normal(text), autojunk=False).ratio()


def normal(text: str) -> str:
    """The words without what printing changes: blanks, kinds of quotation marks, the sign at the end, letter case."""
    plain = unicodedata.normalize("NFKC", text).translate(SIGNS).casefold()
    return " ".join(plain.split()).rstrip(" .;,:")


def normal_number(number: str) -> str:
    return re.sub(r"\s+", "", number).strip(".").casefold()
