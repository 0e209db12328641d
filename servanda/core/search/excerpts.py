"""Where in a text the words that were looked for stand."""

from typing import NamedTuple

from servanda.core.search.syntax import Node, wanted
from servanda.core.search.words import Token, language_of, tokens

LENGTH = 280  # characters of an excerpt, about two lines
BEFORE = 80  # characters shown before the first hit


class Piece(NamedTuple):
    text: str
    hit: bool


def excerpt(text: str, language: str, node: Node | None, length: int = LENGTH) -> list[Piece]:
    """The part of the text around the first hit, in pieces; nothing where no word of the question stands in it."""
    hits = hits_in(text, language, node)
    if not hits:
        return []
    start = _at_word(text, hits[0][0] - BEFORE) + 1 if len(text) > length and hits[0][0] > BEFORE else 0
    end = len(text) if start + length >= len(text) else _at_word(text, start + length)
    pieces = marked(text, [hit for hit in hits if start <= hit[0] and hit[1] <= end], start, end)
    return [*([Piece("… ", False)] if start else []), *pieces, *([Piece(" …", False)] if end < len(text) else [])]


def marked(text: str, hits: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for first, last in hits:
        pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
        at = last
    return [piece for piece in [*pieces, Piece(text[at:end], False)] if piece.text]


def hits_in(text: str, language: str, node: Node | None) -> list[tuple[int, int]]:
    """Where words and phrases of the question stand: first and last character of each, without overlaps."""
    known = language_of(language)
    words = list(tokens(text, known))
    found = [span for phrase in wanted(node) for span in _spans(words, list(tokens(phrase, known)))]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _spans(words: list[Token], phrase: list[Token]) -> list[tuple[int, int]]:
    wanted_forms = [set(token.forms) for token in phrase]
    length = len(wanted_forms)
    return [
        (words[at].start, words[at + length - 1].end)
        for at in range(len(words) - length + 1)
        if length and all(wanted_forms[n].intersection(words[at + n].forms) for n in range(length))
    ]


def _at_word(text: str, place: int) -> int:
    """The next place where a word ends, so that none is cut; Chinese may be cut anywhere."""
    space = text.find(" ", place)
    return space if 0 <= space - place < BEFORE // 2 else place
