"""What a person typed, understood: words, "phrases", AND, OR, NOT and brackets. Words side by side must all occur.

What can't be understood is searched as plain words, and says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.search.words import WORDS, is_han

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
PIECES = re.compile(r'"(?P<phrase>[^"]*)"|(?P<sign>[()"])|(?P<word>[^\s()"]+)')
OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True)
class Words:
    """A word or a phrase: its pieces stand side by side in the text."""

    text: str


@dataclass(frozen=True)
class Not:
    part: "Node"


@dataclass(frozen=True)
class All:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Any:
    parts: "tuple[Node, ...]"


Node = Words | Not | All | Any


@dataclass(frozen=True)
class Understood:
    """`node`: None where nothing was asked. `misread`: it was not understood and is searched as plain words."""

    node: Node | None
    misread: bool = False


class NotUnderstood(ValueError):
    """The signs do not fit together."""


def understand(text: str) -> Understood:
    try:
        return Understood(_Reader(text).read())
    except NotUnderstood:
        return Understood(plain_words(text), misread=True)


def plain_words(text: str) -> Node | None:
    """Every word of it, all of which must occur; signs and operators are left out."""
    words = [Words(match[0]) for match in WORDS.finditer(text) if match[0] not in OPERATORS]
    return together(words)


def any_word(text: str) -> Node | None:
    """Every word of it, one of which is enough: what is offered where nothing was found."""
    words = [Words(piece) for match in WORDS.finditer(text) if match[0] not in OPERATORS for piece in _apart(match[0])]
    return Any(tuple(words)) if words else None


def _apart(word: str) -> list[str]:
    """A run of Chinese characters as pairs, which mostly are its words; any other word as it is."""
    if not is_han(word) or len(word) == 1:
        return [word]
    return [word[place : place + 2] for place in range(len(word) - 1)]


def together(parts: "Sequence[Node]") -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return All(tuple(parts))


def wanted(node: Node | None) -> Iterator[str]:
    """The words and phrases that a text is found by, so that they can be marked in it."""
    if isinstance(node, Words):
        yield node.text
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from wanted(part)


class _Reader:
    """Reads `either (OR either)*`, where `either` is one or more of: NOT part, (…), "phrase", word."""

    def __init__(self, text: str) -> None:
        self.pieces = [piece for piece in PIECES.finditer(text.translate(QUOTES)) if is_piece(piece)]
        self.at = 0

    def read(self) -> Node | None:
        if not self.pieces:
            return None
        node = self.either()
        if self.at < len(self.pieces):
            raise NotUnderstood
        return node

    @property
    def next(self) -> str:
        """The operator or bracket that comes next, or "" for a word, a phrase or the end."""
        if self.at == len(self.pieces):
            return ""
        piece = self.pieces[self.at]
        return piece["sign"] or (piece["word"] if piece["word"] in OPERATORS else "") or ""

    def takes(self, sign: str) -> bool:
        found = self.next == sign
        self.at += found
        return found

    def either(self) -> Node:
        parts = [self.both()]
        while self.takes("OR"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self) -> Node:
        parts = [self.one()]
        while self.takes("AND") or (self.at < len(self.pieces) and self.next not in ("OR", ")")):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self) -> Node:
        if self.takes("NOT"):
            return Not(self.one())
        if self.takes("("):
            node = self.either()
            if not self.takes(")"):
                raise NotUnderstood
            return node
        if self.at == len(self.pieces) or self.next:
            raise NotUnderstood
        piece = self.pieces[self.at]
        self.at += 1
        return Words(piece["phrase"] or piece["word"])


def is_piece(piece: re.Match[str]) -> bool:
    """Not a sign between words that nobody can look up, as § or –."""
    return bool(piece["sign"]) or bool(WORDS.search(piece["phrase"] or piece["word"] or ""))
