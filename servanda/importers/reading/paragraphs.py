"""A UN document as a sequence of headings and numbered paragraphs.

Drafting convention: paragraphs are numbered from 1 through the whole document, whatever the headings between them.
That makes the number the surest sign: a line opens paragraph n only when n is due.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .lines import Line, join_lines
from .reading import ReadParagraph

OPENING = re.compile(r"^(?P<number>\d{1,4})(?:\s?\.(?!\d)\s*(?=\S)|\s?[-–]\s?(?=[\u0621-\u064a]))")  # Arabic: "12 - "
OPENING_ALONE = re.compile(r"^(?P<number>\d{1,4})\s?\.$")
SEVERAL = re.compile(r"^(?:\d{1,4}\.,\s*)+(?P<last>\d{1,4})\.")  # "5., 6., 7. The Government accepts …"
HEADING = re.compile(r"^(?:[IVXL]{1,6}|[A-Z]|\d{1,2})\s?\.\s+\S.{2,150}$")
FURTHEST_START = 500  # the number with which an extract of a document may begin
GAP = 3  # numbers that may be missing before a line is no longer believed to open a paragraph
SENTENCE_END = re.compile(r"[.?!。؟][”’»\"'」]?\d{0,3}$")
LEADER = re.compile(r"(?:\.\s?){5}|…{3}")  # the dots of a table of contents
_IN_BRACKETS = re.compile(r"\S\s\([^()\d]{0,20}\d[^()]{0,20}\)$")  # "Accessibility (art. 9)"
HEADING_LINES, HEADING_LENGTH = 3, 160
ENTRY_LINES = 2  # before the last one of an entry in a table of contents
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

    def heading_behind(self) -> str:
        """A heading of the same size of type that stands between this paragraph and the next: after the end of a sentence,
        a few words that begin in upper case and end without any mark."""
        for count in range(1, min(HEADING_LINES, len(self.lines) - 1) + 1):
            before, words = self.lines[-count - 1].text, join_lines([line.text for line in self.lines[-count:]])
            if SENTENCE_END.search(before) and _may_open(words) and len(words) <= HEADING_LENGTH:
                return words if words[-1].isalpha() or _IN_BRACKETS.search(words) else ""
        return ""

    def is_heading(self) -> bool:
        return self.number is None and 0 < len(self.text()) <= HEADING_LENGTH

    def as_read(self) -> ReadParagraph:
        number = None if self.number is None else str(self.number)
        return ReadParagraph(number, self.text(), self.page(), self.section or None)


def _may_open(words: str) -> bool:
    """A heading begins in upper case, where the script has cases."""
    return words[:1].isupper() or (words[:1].isalpha() and words[:1].upper() == words[:1].lower())


def paragraphs(lines: Iterable[Line], body_size: float = 0.0) -> Iterator[Paragraph]:
    """Every line in one paragraph: numbered ones, headings (without number), and what stands before the first."""
    current, counter, section = Paragraph(None), Counter(), ""
    lines = list(lines)
    contents = _of_contents(lines)
    for place, line in enumerate(lines):
        number = None if place in contents else counter.opens(line)
        heading = number is None and is_heading(line, body_size) and not _goes_on(current, line, body_size)
        if number is not None or heading:
            yield from _closed(current, section)
            section = current.heading_behind() or section if number is not None else section
            section = line.text if heading else section
            current = Paragraph(number, section)
        elif _follows_heading(current, body_size):
            yield current
            current = Paragraph(None, section)
        current.lines.append(line if number is None else line._replace(text=OPENING.sub("", line.text, count=1)))
    if current.lines:
        yield current


def _of_contents(lines: list[Line]) -> set[int]:
    """Places of the lines of a table of contents: those with leaders, and up to two lines of the same entry before them."""
    found = {place for place, line in enumerate(lines) if LEADER.search(line.text)}
    for end in tuple(found):
        for place in range(end - 1, max(end - 1 - ENTRY_LINES, -1), -1):
            if place in found or OPENING.match(lines[end].text):
                break
            if OPENING.match(lines[place].text):
                found.add(place)
                break
    return found


def _goes_on(current: Paragraph, line: Line, body_size: float) -> bool:
    """A line like "39. The State …" inside a sentence: the number is the mark of a footnote that the line before left over."""
    open_sentence = current.number is not None and not SENTENCE_END.search(current.lines[-1].text)
    return open_sentence and line.text[:1].isdigit() and line.size <= body_size * 1.1


def _closed(current: Paragraph, section: str) -> Iterator[Paragraph]:
    """The paragraph without the heading that stands behind it, and that heading."""
    heading = current.heading_behind() if current.number is not None else ""
    cut = next(
        (n for n in range(1, HEADING_LINES + 1) if join_lines([x.text for x in current.lines[-n:]]) == heading), 0
    )
    if not heading or not cut:
        if current.lines:
            yield current
        return
    yield Paragraph(current.number, current.section, current.lines[:-cut])
    yield Paragraph(None, heading, current.lines[-cut:])


@dataclass(slots=True)
class Counter:
    """Which number is due next. An extract may begin with any number; a "1." behind it begins anew."""

    first: int = 0
    last: int = 0
    x: float = 0.0

    def opens(self, line: Line) -> int | None:
        match = OPENING.match(line.text) or OPENING_ALONE.match(line.text)
        if not match or not self.is_due(int(match["number"]), line.x):
            return None
        number = int(match["number"])
        several = SEVERAL.match(line.text)
        self.last, self.x = int(several["last"]) if several else number, line.x
        self.first = self.first or number
        return number

    def is_due(self, number: int, x: float) -> bool:
        if not self.last:
            return 0 < number <= FURTHEST_START
        if number == 1 and self.first > 1:
            self.first = 1
            return True
        return number == self.last + 1 or (self.last < number <= self.last + GAP and abs(x - self.x) <= TOLERANCE)


def is_heading(line: Line, body_size: float) -> bool:
    if body_size and line.size > body_size * 1.1:
        return True
    return HEADING.match(line.text) is not None and not line.text.rstrip().endswith((".", ";", ","))


def _follows_heading(current: Paragraph, body_size: float) -> bool:
    return current.number is None and bool(current.lines) and is_heading(current.lines[-1], body_size)
