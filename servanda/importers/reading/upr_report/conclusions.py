"""The conclusions of a Working Group report, cut into sections and items.

Drafting conventions, 2008 to today. The part has a heading of its own. Its paragraphs go on with the numbers of the
report (136, 137 …), and each opens a section with a sentence about the State's position. Below stand the
recommendations, in one of four numberings:

  dotted   "136.1", "136.2." …          since 2010; the number is unique in the document
  plain    "1.", "2." …                 2008-2010; starts anew in each section, and can pass the paragraphs' own numbers
  letters  "(a)", "(b)" …               short lists, pledges
  none     one recommendation in the sentence itself, behind a colon

A wrapped line may begin with a number too ("resolution / 62. Continue"): only the number that is due next opens an
item or a paragraph, and where both counters are due the indent decides. The part ends with the annex.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..lines import Line, join_lines
from ..phrases import any_language

HEADING = re.compile(
    rf"^(?:[IVX]{{1,4}}\s?\.?\s*|(?:[一二三四五]|ثانياً|ثانيا)\W+)?(?:{any_language('headings.upr_conclusions').pattern})[\W\d]*$",
    re.IGNORECASE,
)
ANNEX = re.compile(
    rf"^\s*(?:{any_language('headings.annex').pattern})(?!\w)[\sIVX\d*]*(?:\[[^\]]*\]?)?\s*$", re.IGNORECASE
)
ABOUT_RECOMMENDATIONS = re.compile(
    r"\brecommendations?\b.{0,120}\b(?:listed|below|following|examined|made to|support)\b", re.IGNORECASE
)
NEAR_BELOW = 8  # lines between the opening of a section and its first item
CHAPTER = re.compile(r"^[IVX]{1,4}\s?\.\s+(?P<title>[A-Z].{3,120})$")
DOTTED = re.compile(
    r"^(?P<top>\d{1,3})\s?\.\s?(?P<item>\d{1,3})(?:\s?[.:;]+\s*|\s+|(?=[A-ZÀ-Ý“\"(\u4e00-\u9fff]))(?=\S)"
)
DOTTED_ALONE = re.compile(r"^(?P<top>\d{1,3})\s?\.\s?(?P<item>\d{1,3})\s?\.?$")
PLAIN = re.compile(r"^(?P<item>\d{1,3})\s?(?:[.)](?:\s+|(?=[A-Z]))|[-–]\s*(?=[\u0621-\u064a]))(?=\S)")
PLAIN_ALONE = re.compile(r"^(?P<item>\d{1,3})\s?\.$")
UNPOINTED = re.compile(r"^(?P<item>\d{1,3})\s+(?=[A-Z])")
LETTER = re.compile(r"^\((?P<item>[a-z]{1,2})\)\s*(?=[^\W\d_]|[“\"‘])")
WITHIN = re.compile(r"[;.)]\s*(?=(?P<top>\d{1,3})\s?\.\s?(?P<item>\d{1,3})\s?\.\s*[A-Z])")
ABOUT_THE_LIST = re.compile(
    r"^(?:The|These|Those|All|Both|Other)\b.{0,60}\b(?:recommendations?|commitments)\b.{0,40}"
    r"\b(?:above|listed|enjoy|examined|contained|noted|will be)\b",
)
SENTENCE_ENDS = (".", ";", ":", ")", "”", "。", "；", "：", "）", "؛")
TOLERANCE = 12  # points: two indents nearer than this are one


@dataclass(slots=True)
class Item:
    """One numbered item, with the lines it was printed on."""

    label: str
    lines: list[Line] = field(default_factory=list)
    joined: tuple[int, str] = (0, "")  # the text of so many lines, as joined last

    def text(self) -> str:
        if self.joined[0] != len(self.lines):
            self.joined = len(self.lines), join_lines([line.text for line in self.lines])
        return self.joined[1]

    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({line.page for line in self.lines}))


@dataclass(slots=True)
class Section:
    """A paragraph of the conclusions: its number, its opening sentence, its items, and what is said behind them."""

    number: int | None
    chapter: str
    is_heading: bool = False  # the title of a chapter: it has no number of its own, and counting goes on
    numbering: str = ""
    opening: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)

    def opening_text(self) -> str:
        return join_lines([line.text for line in self.opening])

    def closing_text(self) -> str:
        return join_lines([line.text for line in self.closing])

    def page(self) -> int | None:
        return self.opening[0].page if self.opening else None


def conclusions(lines: list[Line]) -> list[Line]:
    """The lines from the heading of the conclusions (without it) to the annex; empty where there is no such heading."""
    start = _behind_heading(lines) or _first_list(lines)
    if start is None:
        return []
    part = lines[start:]
    end = next((i for i, line in enumerate(part) if ANNEX.match(line.text)), len(part))
    return part[:end]


def _behind_heading(lines: list[Line]) -> int | None:
    """The line behind the last heading, which may be torn over two lines; the table of contents comes earlier."""
    for i in range(len(lines) - 1, -1, -1):
        if HEADING.match(lines[i].text):
            return i + 1
        if i + 1 < len(lines) and HEADING.match(f"{lines[i].text} {lines[i + 1].text}"):
            return i + 2
    return None


def _first_list(lines: list[Line]) -> int | None:
    """Without a heading: the first paragraph about recommendations with an item "1" close below."""
    for i, line in enumerate(lines):
        if PLAIN.match(line.text) and ABOUT_RECOMMENDATIONS.search(join_lines([li.text for li in lines[i : i + 3]])):
            number = PLAIN.match(line.text)["item"]  # type: ignore[index]
            first = re.compile(rf"^(?:{number}\s?\.\s?)?1\s?\.?\s+[A-Z]")
            if any(first.match(below.text) for below in lines[i + 1 : i + NEAR_BELOW]):
                return i
    return None


def sections(lines: Iterable[Line]) -> list[Section]:
    """The part cut into sections; nothing is left out: every line stands in one of them."""
    return list(_Cutter().cut(lines))


class _Cutter:
    """Walks over the lines with the two counters of such a part: the paragraph's and the item's."""

    def __init__(self) -> None:
        self.section = Section(None, "")
        self.top_x: float | None = None
        self.item_x: float | None = None
        self.last_plain = 0
        self.last_text = ""

    def cut(self, lines: Iterable[Line]) -> Iterator[Section]:
        waiting = deque(lines)
        while waiting:
            line, rest = self.cut_within(waiting.popleft())
            if rest:
                waiting.appendleft(rest)
            opened = self.opens_section(line)
            if opened:
                if self.section.opening or self.section.items:
                    yield self.section
                self.section = opened
            elif not self.opens_item(line):
                self.continues(line)
            self.last_text = line.text
        if self.section.opening or self.section.items:
            yield self.section

    def cut_within(self, line: Line) -> tuple[Line, Line | None]:
        """A line in which the next item begins without a line of its own: "… (Spain);110.44. Take actions"."""
        own = DOTTED.match(line.text)
        if self.section.numbering != "dotted" and not (own and not self.section.numbering):
            return line, None
        due = int(own["item"]) + 1 if own else self.last_dotted() + 1
        found = WITHIN.finditer(line.text)
        match = next((m for m in found if (int(m["top"]), int(m["item"])) == (self.section.number, due)), None)
        if not match:
            return line, None
        return line._replace(text=line.text[: match.end()].rstrip()), line._replace(text=line.text[match.end() :])

    # --- a new section -----------------------------------------------------------------------------------------

    def opens_section(self, line: Line) -> Section | None:
        chapter = CHAPTER.match(line.text)
        if chapter and not line.text.endswith((";", ",")):
            self.last_plain, self.item_x = 0, None
            return Section(self.section.number, chapter["title"].strip(" *"), is_heading=True, opening=[line])
        match = PLAIN.match(line.text)
        if not match or not self.is_next_paragraph(int(match["item"]), line):
            return None
        self.top_x, self.item_x, self.last_plain = line.x, None, 0
        rest = line._replace(text=line.text[match.end() :])
        return Section(int(match["item"]), self.section.chapter, opening=[rest])

    def is_next_paragraph(self, number: int, line: Line) -> bool:
        last = self.section.number
        if last is None:
            return True
        if not last < number <= last + 2:
            return False
        if self.section.numbering == "plain" and number == self.last_plain + 1:
            return self.stands_like_a_paragraph(line)
        if number == last + 2:  # a number left out: believed only at the indent of paragraphs
            return self.stands_like_a_paragraph(line) and self.item_x is not None
        return not self.stands_like_an_item(line) or self.ended()

    def stands_like_a_paragraph(self, line: Line) -> bool:
        if self.top_x is None or self.item_x is None or abs(self.top_x - self.item_x) < TOLERANCE:
            return bool(re.search(r"\brecommendations?\b|\bresponses?\b", line.text))
        return abs(line.x - self.top_x) < abs(line.x - self.item_x)

    def stands_like_an_item(self, line: Line) -> bool:
        return self.item_x is not None and not self.stands_like_a_paragraph(line)

    def ended(self) -> bool:
        return self.last_text.rstrip().endswith(SENTENCE_ENDS)

    # --- a new item --------------------------------------------------------------------------------------------

    def opens_item(self, line: Line) -> bool:
        for numbering, find in (("dotted", self.dotted), ("plain", self.plain), ("letters", self.lettered)):
            found = find(line.text)
            if found:
                label, rest = found
                self.start_item(numbering, label, line._replace(text=rest))
                if self.item_x is None:
                    self.item_x = line.x
                return True
        return False

    def start_item(self, numbering: str, label: str, line: Line) -> None:
        self.section.numbering = self.section.numbering or numbering
        self.section.items.append(Item(label, [line]))

    def dotted(self, text: str) -> tuple[str, str] | None:
        match = DOTTED.match(text) or DOTTED_ALONE.match(text)
        if not match or self.section.number is None or self.section.numbering == "plain":
            return None
        top, item = int(match["top"]), int(match["item"])
        due = self.last_dotted() + 1
        near = abs(top - self.section.number) <= 1 and item == due
        if top != self.section.number and not near:
            return None
        return f"{top}.{item}", text[match.end() :]

    def last_dotted(self) -> int:
        items = self.section.items
        return int(items[-1].label.rpartition(".")[2]) if items and self.section.numbering == "dotted" else 0

    def plain(self, text: str) -> tuple[str, str] | None:
        if self.section.numbering not in ("", "plain"):
            return None
        match = PLAIN.match(text) or PLAIN_ALONE.match(text) or (UNPOINTED.match(text) if self.ended() else None)
        if not match or not 0 < int(match["item"]) - self.last_plain <= (2 if self.last_plain else 1):
            return None
        self.last_plain = int(match["item"])
        return match["item"], text[match.end() :]

    def lettered(self, text: str) -> tuple[str, str] | None:
        if self.section.numbering not in ("", "letters"):
            return None
        match = LETTER.match(text)
        if not match or match["item"] != self.next_letter() or not self.ended():
            return None
        return f"({match['item']})", text[match.end() :]

    def next_letter(self) -> str:
        n = len(self.section.items)
        return chr(97 + n) if n < 26 else chr(97 + (n - 26) % 26) * 2

    # --- anything else -----------------------------------------------------------------------------------------

    def continues(self, line: Line) -> None:
        if not self.section.items:
            self.section.opening.append(line)
        elif self.section.closing or (self.ended() and ABOUT_THE_LIST.match(line.text)):
            self.section.closing.append(line)
        else:
            self.section.items[-1].lines.append(line)
