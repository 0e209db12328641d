"""What is in force, and what the pages ask of the index."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Max, Q, QuerySet

from servanda.importers.uhri.models import Edition, Observation


def batched(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size` of the things."""
    left = iter(things)
    while part := list(islice(left, size)):
        yield part


def in_force_number() -> int:
    """The number of the newest edition that was read to its end; 0 before the first."""
    return Edition.objects.filter(state=Edition.State.IN_FORCE).aggregate(number=Max("number"))["number"] or 0


def edition_in_force() -> Edition | None:
    return Edition.objects.filter(state=Edition.State.IN_FORCE).select_related("started_by").first()


def in_edition(number: int) -> QuerySet[Observation]:
    """The rows of an edition: what it brought, and what earlier ones brought and it still holds."""
    return Observation.objects.filter(Q(until=None) | Q(until__gt=number), since__lte=number)
