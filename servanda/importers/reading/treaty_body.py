"""Concluding observations of the treaty bodies: concerns, recommendations, follow-up marks, the next report.

Drafting conventions, common to CAT, CCPR, CED, CEDAW, CERD, CESCR, CMW, CRC, CRPD. An introduction; positive aspects; then
"Principal subjects of concern and recommendations" (each committee with its own adjective), where each subject has a heading
and paragraphs numbered through the document. What varies:

  two paragraphs   12 is concerned, 13 recommends (CAT, CCPR, CEDAW, CESCR, CRPD, CMW, CED since about 2012)
  one paragraph    both stand under one number (CCPR and CAT before 2012, CRC in its middle years, CERD): cut in two parts here
  lettered         "recommends that the State party: (a) …; (b) …", parts within a part as (i), (ii)
  several          a recommendation that follows another under the same heading answers the same concerns
  "should"         CAT and CCPR write "The State party should" and name no committee

Behind them stand the requests for follow-up and for the next report (`follow_up.py`). One paragraph is one recommendation
here; its lettered parts are given beside it, so that a person can split it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from .asking import concern_and_demand, kind_of
from .follow_up import follow_up_of, next_report
from .paragraphs import Paragraph
from .phrases import Phrases, phrases
from .reading import CONCERN, RECOMMENDATION, FollowUp, ReadRecommendation
from .sub_items import sub_items

CONFIDENCE = {RECOMMENDATION: 0.9, CONCERN: 0.85}
WHEN_CUT = 0.8


class Observations(NamedTuple):
    items: tuple[ReadRecommendation, ...]
    follow_up: tuple[FollowUp, ...]
    next_report_due: str | None


def read_observations(found: Iterable[Paragraph], language: str | None, adopted: str | None = None) -> Observations:
    """Everything the observations ask, in their order. `adopted`: the ISO date from which periods count."""
    paragraphs, words = list(found), phrases(language)
    asked = [paragraph for paragraph in _open_part(paragraphs, words) if paragraph.number is not None]
    requests = tuple(r for p in asked if (r := follow_up_of(p, words, adopted)))
    reports = (day for p in reversed(asked) if (day := next_report(p, words)))
    return Observations(tuple(marked(_items(asked, words), requests)), requests, next(reports, None))


def _open_part(paragraphs: list[Paragraph], words: Phrases) -> Iterator[Paragraph]:
    """The paragraphs of the part on concerns. Where no heading opens one, all that do not stand under praise."""
    opens = any(p.is_heading() and words["headings.concerns"].search(p.text()) for p in paragraphs)
    is_open = not opens
    for paragraph in paragraphs:
        if paragraph.is_heading():
            heading = paragraph.text()
            praises = words["headings.praise"].search(heading)
            is_open = not praises and (is_open or not opens or bool(words["headings.concerns"].search(heading)))
        if is_open:
            yield paragraph


@dataclass
class _Subject:
    """The heading that is being read, and the concerns that wait for their recommendation."""

    heading: str = ""
    concerns: tuple[str, ...] = ()
    answered: bool = False
    closed: bool = False  # both stood under one number: what follows answers other concerns

    def goes_on(self, paragraph: Paragraph) -> None:
        if paragraph.section != self.heading:
            self.heading, self.concerns, self.answered = paragraph.section, (), False

    def note(self, item: ReadRecommendation) -> None:
        number = item.number or ""
        if item.part or self.closed:
            self.concerns, self.answered, self.closed = (), False, bool(item.part == 2)
        if item.part:
            self.concerns = (number,)
            return
        if item.kind == RECOMMENDATION:
            self.answered = True
        elif self.answered:
            self.concerns, self.answered = (number,), False
        else:
            self.concerns += (number,)


def _items(paragraphs: Iterable[Paragraph], words: Phrases) -> Iterator[ReadRecommendation]:
    subject = _Subject()
    for paragraph in paragraphs:
        subject.goes_on(paragraph)
        for item in items_of(paragraph, words):
            subject.note(item)
            answers = list(dict.fromkeys(subject.concerns)) if item.kind == RECOMMENDATION else []
            yield replace(item, extra=item.extra | {"answers": answers}) if answers else item


def items_of(paragraph: Paragraph, words: Phrases) -> Iterator[ReadRecommendation]:
    """What one paragraph holds: a concern, a recommendation, or one after the other."""
    text = paragraph.text()
    both = concern_and_demand(text, words)
    if both:
        for part, (kind, passage) in enumerate(zip((CONCERN, RECOMMENDATION), both, strict=True), 1):
            yield item_of(paragraph, passage, kind, part=part, confidence=WHEN_CUT)
        return
    alone = kind_of(text, words.language)
    if alone:
        yield item_of(paragraph, text, alone)


def item_of(
    paragraph: Paragraph, text: str, kind: str, *, part: int | None = None, confidence: float = 0.0
) -> ReadRecommendation:
    """The paragraph as an item, with its lettered parts beside it."""
    parts = sub_items(text)
    pages = tuple(sorted({line.page for line in paragraph.lines if line.page}))
    return ReadRecommendation(
        number=None if paragraph.number is None else str(paragraph.number),
        text=text,
        kind=kind,
        section=paragraph.section or None,
        page=pages[0] if pages else None,
        pages=pages,
        confidence=confidence or CONFIDENCE.get(kind, 0.8),
        wording=paragraph.text(),
        part=part,
        extra={"sub_items": parts} if parts else {},
    )


def marked(items: Iterable[ReadRecommendation], requests: tuple[FollowUp, ...]) -> Iterator[ReadRecommendation]:
    """Each recommendation with the day by which the committee wants to hear about it, and about which of its parts."""
    asked = {number: request for request in requests for number in request.numbers}
    for item in items:
        named = [number for number in asked if number.partition(" ")[0] == item.number]
        if not named or item.kind != RECOMMENDATION:
            yield item
            continue
        parts = [number.partition(" ")[2] for number in named if " " in number]
        mark = {"by": asked[named[0]].by, "paragraph": asked[named[0]].paragraph, "parts": parts}
        yield replace(item, extra=item.extra | {"follow_up": mark})
