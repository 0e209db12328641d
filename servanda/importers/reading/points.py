"""Numbered points under an introduction that names what is done: "… DECIDES:", "THE COMMISSION RECOMMENDS TO THE STATE:".

Drafting convention of courts, commissions and bodies of inquiry: a line in which the verb stands in capitals, or that ends in
a colon, opens a list. Its points are numbered in figures ("6.", "6)") or in words ("PRIMERO.", "First:"), from one or going on
with the number due, through all the lists of the part. The part ends with the place and day of signing, or an annex.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .asking import asks
from .lines import Line, join_lines
from .phrases import Phrases
from .reading import DECISION, JUDGMENT_POINT, RECOMMENDATION, ReadRecommendation
from .sub_items import sub_items

DECLARED = "declared"  # what a court finds or states: it asks nothing
CONFIDENCE = 0.8
GAP = 3  # numbers that may be missing
_FIGURES = re.compile(r"^(?P<number>\d{1,3})\s?[.)\-–]\s*(?=\S)")
_ENDS_OPEN = re.compile(r"[:：]\s*$")
_PLACE_AND_DAY = re.compile(
    r"^[^\W\d_][\w’ .-]{2,30}, (?:el |le |on )?(?:\d{1,2}\b.{3,25}(?:19|20)\d\d|\w+ \d{1,2}, (?:19|20)\d\d)\.?$"
)
LONGEST_LEAD = 300  # characters


@dataclass
class Point:
    label: str
    done: str  # RECOMMENDATION, JUDGMENT_POINT or DECLARED
    lead: str
    lines: list[Line] = field(default_factory=list)

    def text(self) -> str:
        return join_lines([line.text for line in self.lines])


def lead_of(text: str, words: Phrases, *, decides: str = JUDGMENT_POINT) -> str | None:
    """What the line announces: the verb in capitals that stands last in it, so that "DECLARES … AND ORDERS" orders."""
    verbs = (("judgment.declares", DECLARED), ("judgment.orders", decides), ("judgment.recommends", RECOMMENDATION))
    found = [(place.end(), done) for name, done in verbs for place in words[name].finditer(text)]
    return max(found)[1] if found and len(text) <= LONGEST_LEAD else None


def read_points(lines: Iterable[Line], words: Phrases, *, sentences_too: bool = False) -> Iterator[Point]:
    """Every point of the lists, with what is done in it. `sentences_too`: a list may also stand behind an ordinary sentence
    that recommends and ends in a colon."""
    return _Walker(words, sentences_too).walk(lines)


class _Walker:
    def __init__(self, words: Phrases, sentences_too: bool) -> None:
        self.words, self.sentences_too = words, sentences_too
        self.ordinal = re.compile(rf"^(?P<word>{words.texts['judgment.ordinals']})\b\s*[.:,)\-–—]+\s*", re.IGNORECASE)
        self.done: str | None = None
        self.lead, self.last, self.before = "", 0, ""
        self.point: Point | None = None

    def walk(self, lines: Iterable[Line]) -> Iterator[Point]:
        for line in lines:
            if self.point and (self.words["judgment.ends"].search(line.text) or _PLACE_AND_DAY.match(line.text)):
                break
            opened = self.opens(line)
            announced = self.announces(line.text) if opened is None else None
            if (opened or announced) and self.point:
                yield self.point
                self.point = None
            if opened:
                self.point = opened
            elif announced:
                self.done, self.lead = announced, line.text
            elif self.point:
                self.point.lines.append(line)
        if self.point:
            yield self.point

    def announces(self, text: str) -> str | None:
        self.before, sentence = text, f"{self.before} {text}".strip()
        said = lead_of(text, self.words)
        if said or not self.sentences_too or not _ENDS_OPEN.search(text):
            return said
        named = self.words["headings.addressees"].search(text)
        return RECOMMENDATION if named or asks(sentence, self.words) else None

    def opens(self, line: Line) -> Point | None:
        if self.done is None:
            return None
        figures = _FIGURES.match(line.text)
        if figures and self.is_due(int(figures["number"])):
            self.last = int(figures["number"])
            return Point(figures["number"], self.done, self.lead, [line._replace(text=line.text[figures.end() :])])
        word = self.ordinal.match(line.text)
        if word:
            self.last += 1
            return Point(word["word"], self.done, self.lead, [line._replace(text=line.text[word.end() :])])
        return None

    def is_due(self, number: int) -> bool:
        return number == 1 or not self.last or self.last < number <= self.last + GAP


def item_of_point(point: Point, *, as_decision: bool = False) -> ReadRecommendation | None:
    """The point as an item; None for what is only declared."""
    if point.done == DECLARED:
        return None
    text = point.text()
    parts = sub_items(text)
    pages = tuple(sorted({line.page for line in point.lines if line.page}))
    return ReadRecommendation(
        number=point.label,
        text=text,
        kind=DECISION if as_decision and point.done == JUDGMENT_POINT else point.done,
        section=point.lead or None,
        page=pages[0] if pages else None,
        pages=pages,
        confidence=CONFIDENCE,
        wording=text,
        extra={"sub_items": parts} if parts else {},
    )
