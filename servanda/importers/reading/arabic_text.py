"""Arabic out of PDF, repaired where PDFium turns it: one shape that holds two letters, and a full stop behind a number.

PDFium puts right-to-left text into reading order letter by letter. A ligature (lam-alef) is one shape with two letters, and
comes out turned: «المالحظات» for «الملاحظات». Letters that share one and the same box are of one shape: their order is
turned back. Why not another library: docs/decisions/0018.
"""

import ctypes
import re
from typing import Any

_ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3]")
_STOP_BEFORE_NUMBER = re.compile(r"(?<!\S)([.،,؛;:]+)([\d٠-٩][\d٠-٩.,/٫٬%٪]*)(?!\S)")
_MARK_BEHIND_STOP = re.compile(r"([.،,؛;:])([\u064b-\u0652])")
LONGEST_SHAPE = 18  # letters of the longest ligature (U+FDFA)


def is_arabic(text: str) -> bool:
    """Whether there is any Arabic letter; for the rest of the world this is all that it costs."""
    return _ARABIC.search(text) is not None


def with_shapes_turned_back(text_page: Any, text: str) -> str:
    """The text of a page, letters of one shape in their right order; as long as before, so that places stay."""
    places, letters, start = _Places(text_page), list(text), 0
    for end in range(1, len(text) + 1):
        if end < len(text) and end - start < LONGEST_SHAPE and _is_one_shape(places, text, start, end):
            continue
        letters[start:end] = reversed(letters[start:end])
        start = end
    return "".join(letters)


def _is_one_shape(places: "_Places", text: str, start: int, end: int) -> bool:
    both_arabic = _ARABIC.match(text[start]) and _ARABIC.match(text[end])
    return bool(both_arabic) and places.of(start) == places.of(end) is not None


def with_stops_behind_numbers(line: str) -> str:
    """A line of an Arabic page: a full stop or comma that closes a number stands behind it, as in reading order, and a
    vowel mark before the comma that follows its word."""
    return _MARK_BEHIND_STOP.sub(r"\2\1", _STOP_BEFORE_NUMBER.sub(r"\2\1", line))


class _Places:
    """The box in which each letter of a page stands, by the letter's place in the text."""

    def __init__(self, text_page: Any):
        import pypdfium2.raw as pdfium

        self.pdfium, self.text_page = pdfium, text_page
        self.sides = [ctypes.c_double() for _ in range(4)]

    def of(self, offset: int) -> tuple[float, ...] | None:
        index = self.pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, offset)
        if index < 0 or not self.pdfium.FPDFText_GetCharBox(self.text_page, index, *self.sides):
            return None
        return tuple(side.value for side in self.sides)
