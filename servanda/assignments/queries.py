"""Reading assignments: what is open, what is late, and what assigning would change before it is done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from servanda.accounts.policy import visible
from servanda.assignments.models import Assignment
from servanda.core.clock import today
from servanda.institutions.models import Institution
from servanda.recommendations.models import Recommendation

Role = Assignment.Role


def open_assignments() -> QuerySet[Assignment]:
    """Proposed or accepted."""
    return Assignment.objects.filter(state__in=Assignment.OPEN)


def overdue(on: date | None = None) -> QuerySet[Assignment]:
    """Open assignments whose day has passed."""
    return open_assignments().filter(due_on__lt=on or today())


def of_recommendation(person: Any, recommendation: Recommendation) -> list[Assignment]:
    """All parts that institutions have or had in it: open ones first, the lead before the others, then the past."""
    rows = visible(person, recommendation.assignments.select_related("institution", "decided_by", "assigned_by"))
    return sorted(rows, key=lambda a: (not a.is_open, a.role != Role.LEAD, a.created_at))


@dataclass(frozen=True)
class Outlook:
    """What assigning will do, in numbers, before it is done."""

    new: int
    changed: int
    same: int
    leads_that_stay: list[tuple[Institution, int]]  # lead now, contributor after
    without_lead: int  # the institution is the lead now and would only contribute

    @property
    def replaced(self) -> int:
        return sum(number for _institution, number in self.leads_that_stay)


def outlook(
    recommendations: Sequence[Recommendation], institution: Institution, role: str, due_on: date | None
) -> Outlook:
    """The same rules as the command `assignments.assign`, counted and not done."""
    rows = open_assignments().filter(recommendation__in=recommendations).select_related("institution")
    own = {a.recommendation_id: a for a in rows if a.institution_id == institution.pk}
    others = [a.institution for a in rows if a.role == Role.LEAD and a.institution_id != institution.pk]
    same = sum((a.role, a.due_on) == (role, due_on) for a in own.values())
    return Outlook(
        new=len(recommendations) - len(own),
        changed=len(own) - same,
        same=same,
        leads_that_stay=Counter(others).most_common() if role == Role.LEAD else [],
        without_lead=sum(a.role == Role.LEAD for a in own.values()) if role != Role.LEAD else 0,
    )
