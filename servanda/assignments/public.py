"""Who follows up, in public: institutions that have accepted."""

from typing import Any

from servanda.assignments.models import Assignment
from servanda.publication.registry import section
from servanda.recommendations.models import Recommendation


@section("recommendation", "institutions", reads=("assignments__institution",))
def institutions(thing: Recommendation) -> list[dict[str, Any]]:
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
