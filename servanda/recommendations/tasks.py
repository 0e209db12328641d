"""Classifying many at once, as a work that runs outside of the request."""

from typing import Any

from django.urls import reverse

from servanda.jobs.works import Outcome, work
from servanda.recommendations import commands
from servanda.recommendations.queries import in_order
from servanda.taxonomy.models import Term


@work("recommendations.classify")
def classify(
    *,
    recommendations: list[str],
    add: list[str],
    remove: list[str],
    reason: str,
    accept_suggested: bool,
    url: str,
    by: Any,
) -> Outcome:
    batch = commands.classify(
        recommendations=in_order(recommendations),
        add=list(Term.objects.filter(pk__in=add)),
        remove=list(Term.objects.filter(pk__in=remove)),
        reason=reason,
        accept_suggested=accept_suggested,
        by=by,
    )
    return Outcome(batch.title, url, undo_url=reverse("workspace:undo", args=[batch.pk]))
