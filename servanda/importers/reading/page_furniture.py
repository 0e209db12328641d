"""What stands on a page beside its text: running heads, page numbers, job numbers, footnotes.

Every page of a UN document repeats the symbol and the page number, at the top or the bottom, in one of four layouts
since 2006 ("A/HRC/8/31 / Page 17", "18 GE.10-12527", "22", "A/HRC/21/13 | 14"). Text order in the file is not print
order, so they are known by form and by place, not by place alone. Footnotes are set smaller than the body and close
the page; their marks are removed from the body later, where a list of States is read.
"""

import re
from collections import Counter
from typing import NamedTuple

from .lines import Line, Page, join_lines

SYMBOL_LINE = re.compile(
    r"""(?:
        (?:A|E|S|CCPR|CEDAW|CERD|CRC|CAT|CMW|CRPD|CED|HRI|ST|TD|HSP)/[A-Z0-9](?:[A-Z0-9./()_-]|\s(?=[\d/(])){1,40}\*{0,3}
        |  Page\s+\d{1,4}
        |  \d{1,4}
        |  (?:\d{1,4}\s+)?\(?GE\.\s?\d\d-\d{4,6}(?:\s*\(E\))?\s*(?:\d{6}\s*)*\d{0,4}\)?(?:\s\d{1,4})?
        |  -+\s?\d{0,4}\s?-+
        |  \*\d{7,8}\*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
ANYBODYS = re.compile(
    r"(?:[A-Za-z]{2,12}(?:/[A-Za-z0-9.]{1,12}){1,5}(?:\s?(?:No\.?|n[.º°]+|Doc\.)?\s?\d{1,5})?|[A-Z]{2,8}-\d{2,4}-\d{3,6})$"
)
_NOTE_MARK = re.compile(r"^(?:\*{1,3}|\d{1,3}|[a-z])(?:\s|$|(?=[A-Z]))")
SIZE_WITHOUT_PAGES = 10.0  # points: what Word and plain text are read as
SMALLER = 0.95  # of the size of the body's type
MARK_OF_A_NOTE = 0.75  # a number smaller than this is no page number but a footnote's mark
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
        kept = [line for i, line in enumerate(page.lines) if not _is_furniture(line, i, page, size)]
        text, foot = split_footnotes(kept, size, goes_on=bool(notes and notes[-1].page == page.number - 1))
        lines += text
        notes += foot
    return Body(lines, notes, size)


def joined_notes(notes: list[Line]) -> list[Line]:
    """The footnotes, each as one line: those that begin without a mark go on from the line above."""
    joined: list[Line] = []
    for note in notes:
        if joined and not _NOTE_MARK.match(note.text):
            joined[-1] = joined[-1]._replace(text=join_lines([joined[-1].text, note.text]))
        else:
            joined.append(note)
    return joined


def body_size(pages: list[Page]) -> float:
    """The size of type in which most of the text is set; ten points for a document without pages."""
    if pages and not pages[0].height:
        return SIZE_WITHOUT_PAGES
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def split_footnotes(lines: list[Line], size: float, *, goes_on: bool) -> tuple[list[Line], list[Line]]:
    """Take out the runs of smaller lines that begin with a mark.

    `goes_on`: the page before ended in a footnote, so the run that closes this page may be its end, without a mark.
    """
    text: list[Line] = []
    notes: list[Line] = []
    in_note = False
    closing_run = _start_of_closing_run(lines, size) if goes_on else len(lines)
    for i, line in enumerate(lines):
        small = line.size < size * SMALLER
        in_note = small and (in_note or i >= closing_run or _NOTE_MARK.match(line.text) is not None)
        (notes if in_note else text).append(line)
    return text, notes


def _start_of_closing_run(lines: list[Line], size: float) -> int:
    start = len(lines)
    while start and lines[start - 1].size < size * SMALLER:
        start -= 1
    return start


def _is_furniture(line: Line, index: int, page: Page, size: float) -> bool:
    """`ANYBODYS`: symbols and job numbers of courts and regional bodies, believed only in the margin."""
    near_edge = index < NEAR_EDGE or index >= len(page.lines) - NEAR_EDGE
    in_margin = page.height > 0 and not MARGIN < line.top / page.height < 1 - MARGIN
    if not (near_edge or in_margin) or line.size < size * MARK_OF_A_NOTE:
        return False
    return SYMBOL_LINE.match(line.text) is not None or (in_margin and ANYBODYS.match(line.text) is not None)
