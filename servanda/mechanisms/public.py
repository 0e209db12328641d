"""How a treaty looks in public: its facts, and what this State did to it."""

from typing import Any

from servanda.mechanisms.models import Treaty, TreatyAction
from servanda.publication.registry import section

FACTS = ("code", "kind", "names", "reporting_article", "collection_number", "source", "order")


@section("treaty", "treaty")
def treaty(thing: Treaty) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in FACTS} | {
        "protocol_to": thing.protocol_to.code if thing.protocol_to else "",
        "mechanism": thing.mechanism.code if thing.mechanism else "",
        "mechanism_names": thing.mechanism.names if thing.mechanism else {},
        "adopted": thing.adopted.isoformat() if thing.adopted else None,
        "in_force": thing.in_force.isoformat() if thing.in_force else None,
        "status": thing.status.value,
    }


@section("treaty", "actions")
def actions(thing: Treaty) -> list[dict[str, Any]]:
    """In order of time. A withdrawal names the reservation or declaration that it withdraws by its place in this list."""
    rows = list(thing.actions.all())
    places = {row.pk: place for place, row in enumerate(rows)}
    return [_action(row, places[row.withdraws_id] if row.withdraws_id else None) for row in rows]


def _action(row: TreatyAction, withdraws: int | None) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "year": row.year,
        "on": row.on.isoformat() if row.on else None,
        "articles": row.articles,
        "texts": row.texts,
        "source": row.source,
        "withdraws": withdraws,
    }
