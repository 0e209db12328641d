"""A Working Group report as a reading: recommendations with States, position, section and page."""

import re
from collections.abc import Iterator

from ..lines import Line
from ..reading import PENDING, PLEDGE, RECOMMENDATION, ReadRecommendation
from ..recommending_states import split_item
from .conclusions import Item, Section, conclusions, sections
from .position import position_in

PLEDGES = re.compile(r"\b(?:pledge|commitment|voluntary)", re.IGNORECASE)
ENDORSEMENT = re.compile(r"^All\b.{0,40}\bconclusions\b|should not be construed as endorsed", re.IGNORECASE)
SURE = 0.99
WITH_A_DOUBT = 0.75


def read_upr_report(lines: list[Line]) -> tuple[ReadRecommendation, ...]:
    parts = sections(conclusions(lines))
    found: list[ReadRecommendation] = []
    for index, section in enumerate(parts):
        if section.items:
            found += _read_section(section, _position(section, parts[index + 1 :]))
    return tuple(found)


def _read_section(section: Section, position: str | None) -> Iterator[ReadRecommendation]:
    pledged = bool(PLEDGES.search(section.chapter))
    for item in section.items:
        yield from _read_item(item, section, position, pledged)


def _read_item(item: Item, section: Section, position: str | None, pledged: bool) -> Iterator[ReadRecommendation]:
    wording, pages = item.text(), item.pages()
    parts = split_item(wording)
    for count, part in enumerate(parts, 1):
        yield ReadRecommendation(
            number=_number(section, item),
            text=part.text,
            kind=PLEDGE if pledged else RECOMMENDATION,
            recommending_states=() if pledged else part.states,
            position=None if pledged else position,
            section=section.opening_text(),
            page=pages[0],
            pages=pages,
            confidence=WITH_A_DOUBT if part.doubts else SURE,
            doubts=part.doubts,
            wording=wording,
            part=count if len(parts) > 1 else None,
        )


def _number(section: Section, item: Item) -> str:
    if section.numbering == "dotted" or section.number is None:
        return item.label
    return f"{section.number} {item.label}" if item.label.startswith("(") else f"{section.number}.{item.label}"


def _position(section: Section, following: list[Section]) -> str | None:
    """What the section says itself, or else what the next paragraphs say about "the above recommendations"."""
    own = position_in(section.opening_text()) or position_in(section.closing_text())
    if own:
        return own
    for later in following:
        if later.items:
            break
        said = None if ENDORSEMENT.search(later.opening_text()) else position_in(later.opening_text())
        if said:
            return said
    return PENDING
