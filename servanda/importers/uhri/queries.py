"""What is in force, and what the pages ask of the index."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from servanda.importers.uhri.models import Edition, Observation, Term


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


def counts_of(number: int) -> dict[str, Any]:
    """What an edition holds: records by kind, by State and by body, the most first; documents."""
    rows = in_edition(number)
    kinds = dict(rows.values_list("kind").annotate(count=Count("pk")).order_by())
    return {
        "records": sum(kinds.values()),
        "kinds": [
            {"value": kind.value, "label": kind.label, "count": kinds.get(kind.value, 0)} for kind in Observation.Kind
        ],
        "states": _by("state", rows),
        "bodies": _by("body", rows),
        "documents": rows.order_by().values("document").distinct().count(),
    }


def _by(name: str, rows: QuerySet[Observation]) -> list[dict[str, Any]]:
    """Terms with their numbers of records; records without one are counted under None."""
    counted = list(rows.values(name).annotate(count=Count("pk")).order_by("-count"))
    labels = Term.objects.in_bulk([row[name] for row in counted if row[name]])
    return [
        {"value": row[name], "label": labels[row[name]].label if row[name] in labels else "", "count": row["count"]}
        for row in counted
    ]


def page_of(rows: QuerySet[Observation], page: Any) -> list[Observation]:
    """The rows of a page whole; the list itself is kept to their numbers, which no text has to be read for."""
    found = rows.model.objects.select_related("document", "state", "body").in_bulk(list(page.object_list))
    return [found[pk] for pk in page.object_list]


def versions_of(row: Observation) -> QuerySet[Observation]:
    """The record as each edition gave it that is read to its end, the newest first."""
    rows = Observation.objects.filter(annotation=row.annotation, since__lte=in_force_number())
    return rows.select_related("document", "state", "body").order_by("-since")


def counts_by_rule() -> Counter[str]:
    """How often each rule was used in the editions up to the one in force. Rows that later editions replaced are counted too."""
    counts: Counter[str] = Counter()
    for repairs in Edition.objects.filter(state=Edition.State.IN_FORCE).values_list("repairs", flat=True):
        counts.update(repairs)
    return counts
