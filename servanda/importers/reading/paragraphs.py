"""A UN document as a sequence of headings and numbered paragraphs.

Drafting convention: paragraphs are numbered from 1 through the whole document, whatever the headings between them.
That makes the number the surest sign: a line opens paragraph n only when n is due.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .lines import Line, join_lines
from .reading import ReadParagraph

OPENING = re.compile(r"^(?P<number>\d{1,4})\s?\.(?!\d)\s*(?=\S)")
OPENING_ALONE = re.compile(r"^(?P<number>\d{1,4})\s?\.$")
HEADING = re.compile(r"^(?:[IVXL]{1,6}|[A-Z]|\d{1,2})\s?\.\s+\S.{2,150}$")
GAP = 3  # numbers that may be missing before a line is no longer believed to open a paragraph
TOLERANCE = 15  # points between the indents of two paragraphs' numbers


@dataclass(slots=True)
class Paragraph:
    number: int | None
    section: str = ""
    lines: list[Line] = field(default_factory=list)

    def text(self) -> str:
        return join_lines([line.text for line in self.lines])

    def page(self) -> int:
        return self.lines[0].page

    def as_read(self) -> ReadParagraph:
        number = None if self.number is None else str(self.number)
        return ReadParagraph(number, self.text(), self.page(), self.section or None)


def paragraphs(lines: Iterable[Line], body_size: float = 0.0) -> Iterator[Paragraph]:
    """Every line in one paragraph: numbered ones, headings (without number), and what stands before the first."""
    current, last, x, section = Paragraph(None), 0, None, ""
    for line in lines:
        number = _opens(line, last, x)
        heading = number is None and is_heading(line, body_size)
        if number is not None or heading:
            if current.lines:
                yield current
            section = line.text if heading else section
            current = Paragraph(number, section)
        if number is not None:
            last, x = number, line.x
        elif not heading and _follows_heading(current, body_size):
            yield current
            current = Paragraph(None, section)
        current.lines.append(line if number is None else line._replace(text=OPENING.sub("", line.text, count=1)))
    if current.lines:
        yield current


def is_heading(line: Line, body_size: float) -> bool:
    if body_size and line.size > body_size * 1.1:
        return True
    return HEADING.match(line.text) is not None and not line.text.rstrip().endswith((".", ";", ","))


def _follows_heading(current: Paragraph, body_size: float) -> bool:
    return current.number is None and bool(current.lines) and is_heading(current.lines[-1], body_size)


def _opens(line: Line, last: int, x: float | None) -> int | None:
    match = OPENING.match(line.text) or OPENING_ALONE.match(line.text)
    if not match:
        return None
    number = int(match["number"])
    if not last < number <= last + GAP:
        return None
    if x is not None and abs(line.x - x) > TOLERANCE and number != last + 1:
        return None
    return number
