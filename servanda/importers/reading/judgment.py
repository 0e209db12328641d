"""Judgments and decisions: the operative part, where a court orders and a commission recommends.

Drafting conventions. Inter-American judgments: "XIV. Puntos resolutivos / Operative paragraphs", then "DECLARA, por unanimidad,
que:" with points that only find, and "Y DISPONE, por unanimidad, que:" (older: "Y DECIDE") with points that order; one
count runs through both. What is decided before anything is found (an objection, a competence) asks nothing of the State: it
is kept as a decision. Other courts: "FOR THESE REASONS, THE COURT … Orders", points "First", "PRIMERO". Reports on the
merits end in "THE COMMISSION RECOMMENDS TO THE STATE". Only what is ordered or recommended becomes an item.
"""

from .lines import Line
from .paragraphs import HEADING_LENGTH
from .phrases import Phrases, phrases
from .points import DECLARED, Point, item_of_point, lead_of, read_points
from .reading import ReadRecommendation

NEAR = 12  # lines below an announcement within which its first point stands


def read_operative_part(
    lines: list[Line], language: str | None, *, as_decision: bool = False
) -> tuple[ReadRecommendation, ...]:
    """The points that order or recommend; empty where the document has no operative part."""
    points = points_of(lines, language)
    finds = next((i for i, point in enumerate(points) if point.done == DECLARED), 0)
    found = (item_of_point(point, as_decision=as_decision or i < finds) for i, point in enumerate(points))
    return tuple(item for item in found if item)


def _start(lines: list[Line], words: Phrases) -> int:
    """Behind the last heading of the operative part; else at the first announcement with points close below; else the end."""
    headings = [
        i for i, line in enumerate(lines)
        if len(line.text) <= HEADING_LENGTH and words["headings.operative"].search(line.text) and _has_points(lines, i, words)
    ]  # fmt: skip
    if headings:
        return headings[-1]
    return next(
        (i for i, line in enumerate(lines) if lead_of(line.text, words) and _has_points(lines, i, words)), len(lines)
    )


def _has_points(lines: list[Line], place: int, words: Phrases) -> bool:
    """Whether a line close below announces something and points follow it."""
    return next(iter(read_points(lines[place : place + 2 * NEAR], words)), None) is not None


def points_of(lines: list[Line], language: str | None) -> list[Point]:
    """All points, those that only declare too."""
    words = phrases(language)
    return list(read_points(lines[_start(lines, words) :], words))
