"""What stands on a page beside its text: running heads, page numbers, job numbers, footnotes.

Every page of a UN document repeats the symbol and the page number, at the top or the bottom, in one of four layouts
since 2006 ("A/HRC/8/31 / Page 17", "18 GE.10-12527", "22", "A/HRC/21/13 | 14"). Text order in the file is not print
order, so they are known by form and by place, not by place alone. Footnotes are set smaller than the body and close
the page; their marks are removed from the body later, where a list of States is read.
"""

import re
from collections import Counter
from typing import NamedTuple

from .lines import Line, Page

SYMBOL_LINE = re.compile(
    r"""(?:
        (?:A|E|S|CCPR|CEDAW|CERD|CRC|CAT|CMW|CRPD|CED|HRI|ST|TD|HSP)/[A-Z0-9][A-Za-z0-9./()_ -]{1,40}(?:\*{0,3})
        |  Page\s+\d{1,4}
        |  \d{1,4}
        |  (?:\d{1,4}\s+)?\(?GE\.\s?\d\d-\d{4,6}(?:\s*\(E\))?\s*(?:\d{6}\s*)*\d{0,4}\)?(?:\s\d{1,4})?
        |  -+\s?\d{0,4}\s?-+
        |  \*\d{7,8}\*
    )$""",
    re.VERBOSE,
)
_NOTE_MARK = re.compile(r"^(?:\*{1,3}|\d{1,3}|[a-z])(?:\s|$|(?=[A-Z]))")
SMALLER = 0.95  # of the size of the body's type
NEAR_EDGE = 5  # lines from the start or end of a page's text among which furniture is sought
MARGIN = 0.09  # of the page's height


class Body(NamedTuple):
    """The lines of running text, and the footnotes taken out of them."""

    lines: list[Line]
    notes: list[Line]
    type_size: float


def without_furniture(pages: list[Page]) -> Body:
    size = body_size(pages)
    lines: list[Line] = []
    notes: list[Line] = []
    for page in pages:
        kept = [line for i, line in enumerate(page.lines) if not _is_furniture(line, i, page)]
        text, foot = split_footnotes(kept, size)
        lines += text
        notes += foot
    return Body(lines, notes, size)


def body_size(pages: list[Page]) -> float:
    """The size of type in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def split_footnotes(lines: list[Line], size: float) -> tuple[list[Line], list[Line]]:
    """Cut the run of smaller lines that closes a page and begins with a mark."""
    start = len(lines)
    while start and lines[start - 1].size < size * SMALLER:
        start -= 1
    while start < len(lines) and not _NOTE_MARK.match(lines[start].text):
        start += 1
    return lines[:start], lines[start:]


def _is_furniture(line: Line, index: int, page: Page) -> bool:
    near_edge = index < NEAR_EDGE or index >= len(page.lines) - NEAR_EDGE
    in_margin = page.height > 0 and not MARGIN < line.top / page.height < 1 - MARGIN
    return (near_edge or in_margin) and SYMBOL_LINE.match(line.text) is not None
