"""Reading treaties and reviews."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from servanda.mechanisms.models import Review, Treaty, TreatyAction


@dataclass(frozen=True)
class Standing:
    """A treaty with where the State stands: `bound_by` is the treaty action that made it a party."""

    treaty: Treaty
    signed: TreatyAction | None
    bound_by: TreatyAction | None
    reservations: int  # and declarations, that stand


def treaties() -> QuerySet[Treaty]:
    """All treaties with their actions: two queries."""
    actions = TreatyAction.objects.annotate(withdrawals=Count("withdrawn_by"))
    return Treaty.objects.select_related("mechanism", "protocol_to").prefetch_related(
        Prefetch("actions", queryset=actions.order_by("year", "on", "created_at"))
    )


def standing(rows: Iterable[Treaty]) -> list[Standing]:
    return [_standing(treaty) for treaty in rows]


def _standing(treaty: Treaty) -> Standing:
    actions: list[Any] = list(treaty.actions.all())
    return Standing(
        treaty,
        next((a for a in actions if a.kind == TreatyAction.Kind.SIGNATURE), None),
        next((a for a in actions if a.kind in TreatyAction.BINDING), None),
        sum(a.kind in TreatyAction.WORDED and not a.withdrawals for a in actions),
    )


def reviews() -> QuerySet[Review]:
    return Review.objects.select_related("session__mechanism").order_by("-session__number")
