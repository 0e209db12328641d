"""Who follows up, in public: institutions that have accepted."""

from typing import Any

from servanda.assignments.models import Assignment
from servanda.publication.registry import section
from servanda.recommendations.models import Recommendation


@section("recommendation", "institutions", reads=("assignments__institution",))
def institutions(thing: Recommendation) -> list[dict[str, Any]]:
    """Of a part that nobody follows up on its own: those who follow up the whole."""
    accepted = _accepted(thing)
    return accepted or (_accepted(thing.whole) if thing.whole else [])


@section("recommendation", "part_institutions")
def part_institutions(thing: Recommendation) -> list[dict[str, Any]]:
    """Who follows up which part of it: as `institutions`, with the letter of the part."""
    parts = [part for part in thing.parts.all() if part.joined_at is None and part.tracked]
    return [one | {"part": part.letter} for part in parts for one in _accepted(part.tracked)]


def _accepted(thing: Any) -> list[dict[str, Any]]:
    accepted = [a for a in thing.assignments.all() if a.state == Assignment.State.ACCEPTED]
    return [
        {
            "code": a.institution.code,
            "names": a.institution.names,
            "role": a.role,
            "due_on": a.due_on.isoformat() if a.due_on else None,
        }
        for a in sorted(accepted, key=lambda a: (a.role != Assignment.Role.LEAD, a.institution.code))
    ]
