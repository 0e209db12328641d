"""Assigning many at once, as a work that runs outside of the request."""

import datetime
from typing import Any

from django.urls import reverse

from servanda.assignments import commands
from servanda.audit.models import Batch
from servanda.institutions.models import Institution
from servanda.jobs.works import Outcome, work
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import in_order


@work("assignments.assign")
def assign(
    *, recommendations: list[str], institution: str, role: str, due_on: str | None, url: str, by: Any
) -> Outcome:
    batch = commands.assign(
        recommendations=in_order(recommendations),
        institution=Institution.objects.get(pk=institution),
        role=role,
        due_on=_day(due_on),
        by=by,
    )
    return _outcome(batch, url)


@work("assignments.assign_from_list")
def assign_from_list(*, lines: list[list[Any]], url: str, by: Any) -> Outcome:
    """`lines`: [recommendation, institution, role, due date]."""
    recommendations = Recommendation.objects.in_bulk({line[0] for line in lines})
    institutions = Institution.objects.in_bulk({line[1] for line in lines})
    found = {str(pk): thing for things in (recommendations, institutions) for pk, thing in things.items()}
    given = [(found[one], found[to], role, _day(due_on)) for one, to, role, due_on in lines]
    return _outcome(commands.assign_from_list(lines=given, by=by), url)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _outcome(batch: Batch, url: str) -> Outcome:
    return Outcome(batch.title, url, undo_url=reverse("workspace:undo", args=[batch.pk]))
