"""Addenda that answer line by line: "110.1 Accepted", a table with a column for the answer, or lists under headings that say it.

Drafting conventions: each dotted number opens an entry. The answer is one or two words, directly behind the number or
behind the recommending States; else the nearest heading above says it ("B. Recommendations that do not enjoy the support of
Peru"). Whatever follows the answer explains it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..lines import Line, join_lines
from ..reading import IN_PART, NOTED, SUPPORTED, StatedPosition
from .position import position_in

_ENTRY = re.compile(r"^(?:Rec(?:ommendation)?s?\.?\s*(?:Nos?\.?\s*)?)?(?P<number>\d{1,3}\.\d{1,3})(?!\d)\s*[.:–—-]?\s*")
_ANSWER = (
    r"(?P<no>(?:do(?:es)? |is |are )?not (?:accepted|supported|accept|support)|rejected|rejects|noted|takes? note|notes|taken note of)"
    r"|(?P<part>(?:partially|partly) (?:accepted|supported|accepts|supports)|(?:accepted|supported) (?:in part|partially))"
    r"|(?P<yes>(?:fully )?(?:accepted|supported|accepts|supports)|enjoys the support)"
)
_AT_THE_START = re.compile(
    rf"^(?:(?!not |part|fully )[A-Z][\w’-]+ )?(?:is |are )?(?:{_ANSWER})\b[\s.:;,–—-]*", re.IGNORECASE
)
_BEHIND_THE_STATES = re.compile(rf"\)[\s.;,]*(?:{_ANSWER})\b[\s.:;,–—-]*", re.IGNORECASE)
_LIST = re.compile(r"^[\d.,;\s–—-]+(?:and\s+[\d.,;\s–—-]+)*$")
_ABOUT_RECOMMENDATIONS = re.compile(r"\brecommendations?\b", re.IGNORECASE)
LONGEST_HEADING = 160


@dataclass
class _Entry:
    number: str
    under: str | None
    lines: list[Line] = field(default_factory=list)


def read_answer_lines(lines: Iterable[Line], expand: Callable[[str], list[str]]) -> Iterator[StatedPosition]:
    """The positions that entries state, each number once or more; an entry without any is not given."""
    for entry in _entries(lines):
        yield from _answers(entry, expand)


def _entries(lines: Iterable[Line]) -> Iterator[_Entry]:
    entry: _Entry | None = None
    under: str | None = None
    for line in lines:
        found = _ENTRY.match(line.text)
        said = None if found else _heading(line.text)
        if found or said:
            if entry:
                yield entry
            under = said or under
            entry = _Entry(found["number"], under, [line._replace(text=line.text[found.end() :])]) if found else None
        elif entry:
            entry.lines.append(line)
    if entry:
        yield entry


def _heading(text: str) -> str | None:
    """The position that a heading about recommendations gives to what stands below it."""
    if (
        len(text) > LONGEST_HEADING
        or text.rstrip().endswith((".", ";", ","))
        or not _ABOUT_RECOMMENDATIONS.search(text)
    ):
        return None
    return position_in(text) or (NOTED if re.search(r"\bnot(?:es|ed)\b", text, re.IGNORECASE) else None)


def _answers(entry: _Entry, expand: Callable[[str], list[str]]) -> Iterator[StatedPosition]:
    text, page = join_lines([line.text for line in entry.lines]).strip(), entry.lines[0].page
    if not text or _LIST.match(text):
        for number in expand(f"{entry.number}{', ' if text[:1].isdigit() else ''}{text}") if entry.under else ():
            yield StatedPosition(number, entry.under, "", None, page)
        return
    found = _AT_THE_START.match(text) or _BEHIND_THE_STATES.search(text)
    position = _meant(found) if found else entry.under
    if position:
        yield StatedPosition(entry.number, position, text[found.end() :].strip() if found else "", None, page)


def _meant(found: re.Match[str]) -> str:
    return NOTED if found["no"] else IN_PART if found["part"] else SUPPORTED
