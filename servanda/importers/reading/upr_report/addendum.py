"""The addendum to a Working Group report: the State's views on the recommendations that it had left open.

Drafting conventions vary. Most State lists, by position: "Slovenia accepts the following recommendations: 122.1,
122.17-18, …", with ranges; below may stand explanations, each under its number ("122.11", "Rec. 24", "122.14–15").
Early addenda answer one by one: "10. Slovenia accepts the recommendation, which …", where the paragraph's number is
the recommendation's. Numbers without the report's paragraph in front ("18") are given as printed.
"""

import re
from collections.abc import Iterable, Iterator

from ..lines import join_lines
from ..paragraphs import Paragraph
from ..reading import NOTED, StatedPosition
from .answer_lines import read_answer_lines
from .position import position_in

_NUMBER = r"\d{1,3}(?:\.\d{1,3})?(?!\d)"
_RANGE = rf"{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?"
_LISTED = re.compile(
    rf"\b(?:recommendations?|paragraphs?|Nos?\.?)\b[^.;:\d]{{0,60}}:?\s*"
    rf"(?P<list>{_RANGE}(?:\s*(?:,|;|and|&|\.)\s*(?:and\s*)?{_RANGE})*)",
    re.IGNORECASE,
)
_ONE_RANGE = re.compile(rf"(?P<first>{_NUMBER})(?:\s*[-–—]\s*(?P<last>{_NUMBER}))?")
_EXPLAINS = re.compile(rf"^(?:Rec(?:ommendation)?s?\.?\s*)?(?P<numbers>{_RANGE}(?:,\s*{_RANGE})*)\.?(?:\s+(?=[A-Z])|$)")
_ANSWERS = re.compile(
    r"\b(?:accepts?|supports?|notes?|rejects?|agrees?)\b.{0,40}\b(?:this|the|these) recommendations?\b", re.IGNORECASE
)
_SEVERAL = re.compile(r"^(?:\s*,\s*\d{1,3}\s?\.)+,?\s*")  # "5., 6., 7. The Government accepts": the rest of the numbers
ONE_BY_ONE = 5  # paragraphs that say "accepts this recommendation": such an addendum answers one by one
GOES_ON = (",", "-", "–", "—", "and")  # a line that ends so is wrapped within a list of numbers
MOST_IN_A_RANGE = 200


def read_positions(paragraphs: Iterable[Paragraph]) -> tuple[StatedPosition, ...]:
    """Each recommendation that the addendum names, once, with its position and the explanation given for it."""
    stated: dict[str, StatedPosition] = {}
    paragraphs = list(paragraphs)
    for paragraph in paragraphs:
        for position in _positions_in(paragraph):
            before = stated.get(position.number)
            stated[position.number] = _joined(before, position) if before else position
    answered = [position for position in stated.values() if position.position]
    dotted = [position for position in answered if "." in position.number]
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    by_line = {position.number: position for position in read_answer_lines(lines, expand)}
    if len(by_line) > len(dotted):
        return tuple(({position.number: position for position in dotted} | by_line).values())
    if dotted:
        return tuple(dotted)  # beside dotted numbers a plain one is a paragraph of the report
    if sum(_answers_itself(paragraph) for paragraph in paragraphs) < ONE_BY_ONE:
        return tuple(answered)
    unclear = [
        p for paragraph in paragraphs for p in _unclear(paragraph) if p.number not in {a.number for a in answered}
    ]
    return tuple(sorted([*answered, *unclear], key=lambda position: int(position.number)))


def _answers_itself(paragraph: Paragraph) -> bool:
    return paragraph.number is not None and bool(_ANSWERS.search(paragraph.text()))


def _unclear(paragraph: Paragraph) -> Iterator[StatedPosition]:
    """Where every paragraph answers the recommendation of its number: one that states no position has to be looked at."""
    if paragraph.number is None:
        return
    text = paragraph.text()
    more = _SEVERAL.match(text)
    for number in (str(paragraph.number), *re.findall(r"\d+", more[0] if more else "")):
        yield StatedPosition(number, None, text[more.end() :] if more else text, None, paragraph.page())


def _positions_in(paragraph: Paragraph) -> Iterator[StatedPosition]:
    sentence, explanations = _sentence_and_explanations(paragraph)
    position = _position(sentence)
    numbers = [number for found in _LISTED.finditer(sentence) for number in expand(found["list"])]
    if not numbers and paragraph.number and position and _ANSWERS.search(sentence):
        more = _SEVERAL.match(sentence)
        text = sentence[more.end() :] if more else sentence
        for number in (str(paragraph.number), *re.findall(r"\d+", more[0] if more else "")):
            yield StatedPosition(number, position, text, None, paragraph.page())
    for number in numbers if position else ():
        yield StatedPosition(number, position, "", paragraph.number, paragraph.page())
    for numbers_of, text, page in explanations:
        for number in numbers_of:
            yield StatedPosition(number, None, text, paragraph.number, page)


def _sentence_and_explanations(paragraph: Paragraph) -> tuple[str, list[tuple[list[str], str, int]]]:
    """The opening sentences, and what stands below under numbers of its own."""
    opening: list[str] = []
    explained: list[tuple[list[str], list[str], int]] = []
    last = ""
    for line in paragraph.lines:
        match = None if last.endswith(GOES_ON) or line.text.endswith((",", ";")) else _EXPLAINS.match(line.text)
        if match and ("." in match["numbers"] or "Rec" in match[0]) and (last or not paragraph.number):
            explained.append((expand(match["numbers"]), [line.text[match.end() :]], line.page))
        elif explained:
            explained[-1][1].append(line.text)
        else:
            opening.append(line.text)
        last = line.text.rstrip()
    return join_lines(opening), [(numbers, join_lines(texts).strip(), page) for numbers, texts, page in explained]


def _position(sentence: str) -> str | None:
    position = position_in(sentence)
    return position or (NOTED if re.search(r"\bnotes\b", sentence) else None)


def _joined(first: StatedPosition, second: StatedPosition) -> StatedPosition:
    """The position from where it is stated, the explanation from where it is given."""
    return StatedPosition(
        first.number,
        first.position or second.position,
        first.explanation or second.explanation,
        first.paragraph or second.paragraph,
        first.page,
    )


def expand(listed: str) -> list[str]:
    """The numbers of "122.1, 122.17-18 and 122.20": ranges are counted out."""
    numbers: list[str] = []
    for found in _ONE_RANGE.finditer(listed):
        numbers += _counted(found["first"], found["last"])
    return numbers


def _counted(first: str, last: str | None) -> list[str]:
    stem, _, start = first.rpartition(".")
    end = (last or first).rpartition(".")[2]
    if not int(start) <= int(end) <= int(start) + MOST_IN_A_RANGE:
        return [first] if last is None else [first, last]
    return [f"{stem}.{n}" if stem else str(n) for n in range(int(start), int(end) + 1)]
