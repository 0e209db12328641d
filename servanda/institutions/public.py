"""How an institution looks in public: its names and place, never who works there."""

from typing import Any

from servanda.institutions.models import Institution
from servanda.publication.registry import section


@section("institution", "institution")
def institution(thing: Institution) -> dict[str, Any]:
    return {
        "code": thing.code,
        "names": thing.names,
        "short_name": thing.short_name,
        "branch": thing.branch,
        "level": thing.level,
        "territory": thing.territory.names if thing.territory else None,
        "parent": thing.parent.code if thing.parent else None,
        "is_active": thing.is_active,
    }
