"""A Working Group report as a reading: recommendations with States, position, section and page."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..lines import Line
from ..page_furniture import Body
from ..paragraphs import Paragraph, paragraphs
from ..reading import NOTED, PENDING, PLEDGE, RECOMMENDATION, ReadParagraph, ReadRecommendation, Warning
from ..recommending_states import Part, split_item
from .conclusions import Item, Section, conclusions, sections
from .dialogue import recommendations_at, references
from .position import position_in


class UprReport(NamedTuple):
    recommendations: tuple[ReadRecommendation, ...]
    paragraphs: tuple[ReadParagraph, ...]
    warnings: tuple[Warning, ...]


PLEDGES = re.compile(r"\b(?:pledges?|commitments?)\b", re.IGNORECASE)
ENDORSEMENT = re.compile(r"^All\b.{0,40}\bconclusions\b|should not be construed as endorsed", re.IGNORECASE)
COMMENT = re.compile(
    r"^(?:With regards? to|Regarding|Concerning|In relation to|In respect of|As regards?|On) "
    r"(?:the )?(?:above[\w-]*\s)?recommendations?\b"
    r"|^The recommendations? (?:under|in|contained|noted|included)\b",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"^(?:The )?[A-Z][\w’'-]+(?: [\w’'-]+){0,4}? "
    r"(?:explained|considers?|considered|indicated|stated|clarified|reiterated|believes)\b"
)
ABOUT_A_PLACE = re.compile(r"\bparagraphs?\b|\bNos?\. ?\d")  # an answer says which recommendation it is about
SURE = 0.99
WITH_A_DOUBT = 0.75


def read_upr_report(body: Body) -> UprReport:
    """Recommendations and pledges of a report, with what a person should look at."""
    part = conclusions(body.lines)
    before = body.lines[: len(body.lines) - _lines_from(body.lines, part)]
    found_sections = sections(part)
    account = list(paragraphs(before, body.type_size))
    dialogue = {p.number: p for p in account if p.number is not None}
    found: list[ReadRecommendation] = []
    for index, section in enumerate(found_sections):
        found += _read_section(section, _position(section, found_sections[index + 1 :]))
        found += _read_references(section, dialogue)
        found += _read_pledge(section)
    as_read = (*(p.as_read() for p in account), *(p for s in found_sections for p in _as_paragraphs(s)))
    return UprReport(_each_once(found), as_read, tuple(w for s in found_sections for w in _warnings(s, dialogue)))


def _as_paragraphs(section: Section) -> Iterator[ReadParagraph]:
    number = None if section.number is None or section.is_heading else str(section.number)
    if section.opening:
        yield ReadParagraph(number, section.opening_text(), section.page(), section.chapter or None)
    for item in section.items:
        yield ReadParagraph(_number(section, item), item.text(), item.pages()[0], section.chapter or None)
    if section.closing:
        yield ReadParagraph(None, section.closing_text(), section.closing[0].page, section.chapter or None)


def _warnings(section: Section, dialogue: dict[int, Paragraph]) -> Iterator[Warning]:
    """What stands in the conclusions and became no recommendation, and what could not be found."""
    for item in _answers(section):
        number = _number(section, item)
        yield Warning(
            "answer_of_the_state",
            f"Item {number} is read as an answer of the State, not as a recommendation. Check it on the page.",
            number, item.pages()[0],
        )  # fmt: skip
    for missing in _unresolved(section, dialogue):
        yield Warning(
            "reference_not_found",
            f"Paragraph {section.number} names a recommendation in paragraph {missing}, where none was found.",
            missing, section.page(),
        )  # fmt: skip


def _unresolved(section: Section, dialogue: dict[int, Paragraph]) -> Iterator[str]:
    for text in _referring_texts(section):
        for reference in references(text, below=section.number or 0):
            if not any(recommendations_at(reference, dialogue, None, "")):
                yield f"{reference.paragraph} ({reference.letter})" if reference.letter else str(reference.paragraph)


def _lines_from(lines: list[Line], part: list[Line]) -> int:
    """How many lines of the document stand from the start of the conclusions on."""
    return len(lines) - next((i for i, line in enumerate(lines) if part and line is part[0]), len(lines))


def _read_section(section: Section, position: str | None) -> Iterator[ReadRecommendation]:
    answers, pledged = _answers(section), is_pledge(section)
    for item in section.items:
        if item not in answers:
            yield from _read_item(item, section, position, pledged)


def _answers(section: Section) -> list[Item]:
    """The items in which the State explains itself."""
    if is_pledge(section):
        return []
    return section.items if is_comment(section) else [item for item in section.items if is_answer(item)]


def _read_pledge(section: Section) -> Iterator[ReadRecommendation]:
    """A paragraph of the chapter on pledges that holds no list is itself one pledge."""
    if section.number is None or section.is_heading or section.items or not PLEDGES.search(section.chapter):
        return
    text, page = section.opening_text(), section.page()
    pages = tuple(sorted({line.page for line in section.opening}))
    yield ReadRecommendation(
        number=str(section.number), text=text, kind=PLEDGE, section=section.chapter, page=page, pages=pages,
        confidence=WITH_A_DOUBT, wording=text,
    )  # fmt: skip


def is_pledge(section: Section) -> bool:
    if PLEDGES.search(section.chapter):
        return True
    opening = section.opening_text()
    return bool(PLEDGES.search(opening)) and not re.search(
        r"\brecommendations?\b.{0,80}\b(?:support|examined)", opening
    )


def is_comment(section: Section) -> bool:
    """Numbered answers of the State: no item names a State in brackets."""
    return not any(_names_a_state(item.text()) for item in section.items)


def is_answer(item: Item) -> bool:
    """A numbered item in which the State explains itself instead of a recommendation."""
    text = item.text()
    if COMMENT.match(text):
        return bool(ABOUT_A_PLACE.search(text)) or not _names_a_state(text)
    return bool(ANSWER.match(text)) and not _names_a_state(text)


def _names_a_state(text: str) -> bool:
    return any(part.states for part in split_item(text))


def _read_item(item: Item, section: Section, position: str | None, pledged: bool) -> Iterator[ReadRecommendation]:
    wording, pages = item.text(), item.pages()
    parts = [Part(wording.rstrip(" ;."), (), ())] if pledged else split_item(wording)
    for count, part in enumerate(parts, 1):
        yield ReadRecommendation(
            number=_number(section, item),
            text=part.text,
            kind=PLEDGE if pledged else RECOMMENDATION,
            recommending_states=part.states,
            position=None if pledged else position,
            section=section.opening_text(),
            page=pages[0],
            pages=pages,
            confidence=WITH_A_DOUBT if part.doubts else SURE,
            doubts=part.doubts,
            wording=wording,
            part=count if len(parts) > 1 else None,
        )


def _read_references(section: Section, dialogue: dict[int, Paragraph]) -> Iterator[ReadRecommendation]:
    """Recommendations that this paragraph names only by a paragraph of the dialogue."""
    for text in _referring_texts(section):
        for reference in references(text, below=section.number or 0):
            yield from recommendations_at(reference, dialogue, position_in(text) or NOTED, section.opening_text())


def _referring_texts(section: Section) -> list[str]:
    opening = section.opening_text()
    if section.number is None or ENDORSEMENT.search(opening):
        return []
    return [opening, *(item.text() for item in section.items if is_answer(item))]


def _each_once(found: list[ReadRecommendation]) -> tuple[ReadRecommendation, ...]:
    """A paragraph of the dialogue that two paragraphs of the conclusions name is given once."""
    return tuple({(r.number, r.part, r.text): r for r in reversed(found)}.values())[::-1]


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
