"""Reports that recommend in a part of their own: visits of special procedures, national institutions, commissions of inquiry.

Drafting conventions. Reports on visits end in "Conclusions and recommendations", where some paragraphs conclude, others say
"The Special Rapporteur recommends that the Government: (a) …", and under a heading "To the Government" or "Recommendations
to the international community" a paragraph may begin with the bare verb ("88. Ratify …"). National institutions and
commissions label each one ("Recommendation 3: …", "Recomendación N.º 3"), or number them under such a heading or behind
a sentence that recommends and ends in a colon.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .asking import asks, kind_of
from .lines import Line
from .paragraphs import HEADING_LENGTH, Paragraph
from .phrases import Phrases, phrases
from .points import Point, item_of_point, read_points
from .reading import RECOMMENDATION, ReadRecommendation
from .treaty_body import item_of

_CONTENTS = re.compile(r"\.{4,}|(?:\s\d{1,3}\s?[–-]\s?\d{1,3})?\s+\d{1,3}$")
_LABEL_NUMBER = r"(?:n[.ºo°]*\s*)?(?P<number>\d{1,3}(?:\.\d{1,2})?(?:\s?\([a-z]\))?)"
_LONGEST_NAME = 120  # characters of an addressee


def read_recommendation_part(found: Iterable[Paragraph], language: str | None) -> tuple[ReadRecommendation, ...]:
    """What the paragraphs of the concluding part ask, and the concerns they state."""
    return tuple(_of_part(found, phrases(language)))


def _of_part(found: Iterable[Paragraph], words: Phrases) -> Iterator[ReadRecommendation]:
    is_open, recommends, addressee = False, False, ""
    for paragraph in found:
        if paragraph.is_heading() and not _CONTENTS.search(paragraph.text()):
            heading = paragraph.text()
            named = addressee_of(heading, words) if is_open else ""
            opens = bool(words["headings.conclusions"].search(heading))
            recommends = bool(words["headings.recommendations"].search(heading)) or (
                (bool(named) or recommends) and not (opens and not words["headings.recommendations"].search(heading))
            )
            addressee = named or ("" if opens else addressee)
            is_open = (is_open or opens) and not words["headings.praise"].search(heading)
        elif is_open and paragraph.number is not None:
            kind = _kind(paragraph.text(), words, recommends=recommends)
            if kind:
                yield _with_addressee(item_of(paragraph, paragraph.text(), kind), addressee)


def _kind(text: str, words: Phrases, *, recommends: bool) -> str | None:
    """In a part of bare recommendations the verb may stand alone."""
    if asks(text, words) or (recommends and words["verbs.imperative"].search(text)):
        return RECOMMENDATION
    return kind_of(text, words.language)


def _with_addressee(item: ReadRecommendation, addressee: str) -> ReadRecommendation:
    return replace(item, extra=item.extra | {"addressee": addressee}) if addressee else item


def addressee_of(heading: str, words: Phrases) -> str:
    """ "To the Government of Peru" → "Government of Peru"; empty for any other heading."""
    found = words["headings.addressees"].search(heading)
    return heading[found.end() :].strip(" :.*")[:_LONGEST_NAME] if found else ""


def read_lists(lines: list[Line], language: str | None) -> tuple[ReadRecommendation, ...]:
    """Points that are numbered anew behind a sentence that recommends and ends in a colon, below such a heading."""
    words = phrases(language)
    headed = (i for i, line in enumerate(lines) if _opens_recommendations(line.text, words))
    items = (
        item_of_point(point) for point in read_points(lines[next(headed, len(lines)) :], words, sentences_too=True)
    )
    found = tuple(item for item in items if item)
    return found if len(found) > 1 else ()


def _opens_recommendations(text: str, words: Phrases) -> bool:
    is_short = len(text) <= HEADING_LENGTH and not _CONTENTS.search(text)
    return is_short and bool(words["headings.recommendations"].search(text))


def read_labelled(lines: Iterable[Line], language: str | None) -> tuple[ReadRecommendation, ...]:
    """Items that carry the word "Recommendation" and a number; a table that repeats them at the end gives none twice."""
    items: dict[str, ReadRecommendation] = {}
    for point in _labelled(lines, phrases(language)):
        item = item_of_point(point)
        if item and len(item.text) > len(items[point.label].text if point.label in items else ""):
            items[point.label] = item
    return tuple(items.values()) if len(items) > 1 else ()


def _labelled(lines: Iterable[Line], words: Phrases) -> Iterator[Point]:
    label = re.compile(
        rf"^{words.texts['judgment.label']}\s*{_LABEL_NUMBER}\s*(?:[:.)\-–—]+\s*|$|\s+(?=[A-ZÀ-Ý]))", re.IGNORECASE
    )
    point: Point | None = None
    for line in lines:
        found = label.match(line.text)
        if found:
            if point:
                yield point
            rest = line.text[found.end() :]
            point = Point(found["number"], RECOMMENDATION, "", [line._replace(text=rest)] if rest else [])
        elif point and _ends_item(point, line):
            yield point
            point = None
        elif point:
            point.lines.append(line)
    if point:
        yield point


def _ends_item(point: Point, line: Line) -> bool:
    """A heading, set larger or numbered as one, ends an item that has words already."""
    if not point.lines:
        return False
    larger = line.size > point.lines[0].size * 1.1
    numbered = re.match(r"^(?:[IVXL]{1,5}|[A-Z])\s?\.\s+\S|^\d{1,3}\s?\.\s+\S", line.text)
    return larger or bool(numbered and point.text().endswith((".", "!", "?", "。")))
