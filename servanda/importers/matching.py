"""Which recommendation of the register is which one of the source. No database here.

Both belong to the same document. The number as printed says it nearly always; where one number holds several
recommendations by different States, or none is printed, the words decide.
"""

import difflib
import functools
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
    states: tuple[str, ...] = ()  # who recommended, as `states_key` gives it


Pair = tuple[Draft, list[Held]]


def pair(drafts: Sequence[Draft], held: Sequence[Held]) -> dict[str, list[Held]]:
    """The key of each draft that the register has already, with the one it is, or with the several that the source gives
    as one. Two drafts share a recommendation only where the register has as one what the source gives as two."""
    pairs: dict[str, list[Held]] = {}
    left = _by_number(held, lambda one: one.number)
    for number, group in _by_number(drafts, lambda draft: draft.number).items():
        for how in (_same_words, _other_language, _containing, _rewritten):
            for draft, ones in how([d for d in group if d.key not in pairs], left[number], bool(number)):
                pairs[draft.key] = ones
                left[number] = [one for one in left[number] if one not in ones]
    rest = [one for group in left.values() for one in group]
    return pairs | _without_number([draft for draft in drafts if draft.key not in pairs], rest)


def _without_number(drafts: list[Draft], left: list[Held]) -> dict[str, list[Held]]:
    """Where one side has no number, only the very same words make it the same."""
    found = _same_words(drafts, left, False)
    return {draft.key: ones for draft, ones in found if not (draft.number and ones[0].number)}


def moved(drafts: Sequence[Draft], left: Sequence[Held]) -> dict[str, list[Held]]:
    """What stands under another number now: the very same words, once on each side. Words that several States said to the
    letter are told apart by who said them."""
    wanted: dict[Any, list[Draft]] = defaultdict(list)
    there: dict[Any, list[Held]] = defaultdict(list)
    for draft in drafts:
        wanted[normal(draft.text), draft.kind, states_key(draft.states)].append(draft)
    for one in left:
        for text in set(map(normal, one.texts.values())):
            there[text, one.kind, one.states].append(one)
    return {
        ones[0].key: [there[words][0]] for words, ones in wanted.items() if len(ones) == len(there.get(words, ())) == 1
    }


def states_key(states: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """Who recommended, as it can be compared."""
    return tuple(sorted(state.get("iso3") or state["name"].casefold() for state in states))


def _by_number(things: Sequence[Any], number_of: Callable[[Any], str]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for thing in things:
        groups[normal_number(number_of(thing))].append(thing)
    return groups


def _same_words(drafts: list[Draft], left: list[Held], numbered: bool) -> list[Pair]:
    words = {normal(text): one for one in reversed(left) for text in one.texts.values()}
    found, taken = [], set()
    for draft in drafts:
        one = words.get(normal(draft.text))
        if one and id(one) not in taken:
            taken.add(id(one))
            found.append((draft, [one]))
    return found


def _other_language(drafts: list[Draft], left: list[Held], numbered: bool) -> list[Pair]:
    """The same document in another language: as many under the number, none of them in this language yet."""
    foreign = all(draft.language not in one.texts for draft in drafts for one in left)
    if not numbered or not foreign or len(drafts) != len(left):
        return []
    return [(draft, [one]) for draft, one in zip(drafts, left, strict=True)]


def _containing(drafts: list[Draft], left: list[Held], numbered: bool) -> list[Pair]:
    """One paragraph with several recommendations by different States, told apart on one side and not on the other."""
    found = []
    for draft in drafts if numbered else ():
        words = normal(draft.text)
        ones = [one for one in left if is_inside(normal(one.texts.get(draft.language, "")), words)]
        if ones:
            found.append((draft, ones))
    return found


def is_inside(one: str, other: str) -> bool:
    """Whether one of two texts is a part of the other."""
    return bool(one and other) and (one in other or other in one)


def _rewritten(drafts: list[Draft], left: list[Held], numbered: bool) -> list[Pair]:
    if not numbered:
        return []
    if len(drafts) == len(left) == 1 and drafts[0].kind == left[0].kind:
        return [(drafts[0], [left[0]])]
    found, free = [], list(left)
    for draft in drafts:
        best = max(free, key=lambda one: likeness(draft, one), default=None)
        if best is not None and likeness(draft, best) >= ALIKE:
            free.remove(best)
            found.append((draft, [best]))
    return found


def likeness(draft: Draft, one: Held) -> float:
    text = one.texts.get(draft.language, "")
    return difflib.SequenceMatcher(None, normal(draft.text), normal(text), autojunk=False).ratio()


@functools.lru_cache(maxsize=4096)  # each text of a document is asked for several times
def normal(text: str) -> str:
    """The words without what printing changes: blanks, kinds of quotation marks, the sign at the end, letter case."""
    plain = unicodedata.normalize("NFKC", text).translate(SIGNS).casefold()
    return " ".join(plain.split()).rstrip(" .;,:")


def normal_number(number: str) -> str:
    return re.sub(r"\s+", "", number).strip(".").casefold()


def is_same_place(one: str, other: str) -> bool:
    """Whether two numbers may name one paragraph: 21 and 21 (a) do, 130.1 and 130.16 don't."""
    short, long = sorted(map(normal_number, (one, other)), key=len)
    return long.startswith(short) and not long[len(short) : len(short) + 1].isdigit() and long[len(short) :][:1] != "."
