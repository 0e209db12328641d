"""What every command of the register does in the end: the public side and the working index learn of the change."""

from typing import Any

from servanda.publication.commands import take_snapshot
from servanda.publication.models import Change
from servanda.publication.registry import shown_with
from servanda.recommendations.models import Recommendation


def show(recommendation: Recommendation, by: Any) -> None:
    """The public sees the recommendation as it stands now, and both search indexes are told. Part of a command."""
    note(recommendation)
    fresh = Recommendation.objects.get(pk=recommendation.pk)  # nothing prefetched before the change
    if fresh.standing != Recommendation.Standing.WITHDRAWN and fresh.document.is_public:
        take_snapshot(kind="recommendation", thing=fresh, public_id=fresh.public_id, by=by)


def note(recommendation: Recommendation) -> None:
    """The working index is told of a change that the public does not see. Part of a command."""
    Change.objects.create(index="work", key=f"recommendation:{recommendation.pk}")


def show_companions(recommendation: Recommendation, by: Any) -> None:
    """What shows this recommendation is shown again, where the recommendation itself is not: it was withdrawn."""
    for other in shown_with("recommendation", recommendation):
        take_snapshot(kind="recommendation", thing=other, public_id=other.public_id, by=by)
