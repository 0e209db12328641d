"""What every command of the register does in the end: the public side and the working index learn of the change."""

from typing import Any

from servanda.core.at_once import at_the_end, hold
from servanda.publication.commands import take_snapshots
from servanda.publication.models import Change
from servanda.publication.registry import shown_with
from servanda.recommendations.models import Recommendation

SHOWN_TOGETHER = 250  # recommendations whose public versions are made with one set of queries


def show(recommendation: Recommendation, by: Any) -> None:
    """The public sees the recommendation as it stands now, and both search indexes are told. Part of a command."""
    note(recommendation)
    hold(_show, (recommendation.pk, by))


@at_the_end
def _show(asked: list[tuple[Any, Any]]) -> None:
    """One new public version of each, however often it was asked for; what was withdrawn meanwhile gets none."""
    by = dict(asked)
    for start in range(0, len(by), SHOWN_TOGETHER):
        wanted = Recommendation.objects.filter(
            pk__in=list(by)[start : start + SHOWN_TOGETHER], document__is_public=True
        )
        fresh = list(wanted.exclude(standing=Recommendation.Standing.WITHDRAWN).order_by("document", "order", "number"))
        for who in dict.fromkeys(by[one.pk] for one in fresh):
            things = {one.public_id: one for one in fresh if by[one.pk] == who}
            take_snapshots(kind="recommendation", things=things, by=who)


def note(recommendation: Recommendation) -> None:
    """The working index is told of a change that the public does not see. Part of a command."""
    hold(_note, f"recommendation:{recommendation.pk}")


def _note(keys: list[str]) -> None:
    Change.objects.bulk_create(Change(index="work", key=key) for key in dict.fromkeys(keys))


def show_companions(recommendation: Recommendation, by: Any) -> None:
    """What shows this recommendation is shown again, where the recommendation itself is not: it was withdrawn."""
    for other in shown_with("recommendation", recommendation):
        show(other, by)
