"""How far the recommendations are: counts by level, each a link to the list behind it."""

from collections.abc import Iterable, Mapping
from typing import Any

from servanda.core.components.pills import LEVELS
from servanda.core.search import Option, search
from servanda.portal.asking import list_url


def shares(options: Iterable[Option], chosen: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """For `{% share_bar %}`: each level in its order, also "not assessed". `chosen`: the list's other filters."""
    counts, others = {option.code: option.count for option in options}, dict(chosen or {})
    return [
        {"level": level, "count": counts.get(level, 0), "url": list_url(others | {"state_status": level})}
        for level in LEVELS
    ]


def shares_of_all() -> tuple[int, list[dict[str, Any]]]:
    """How many recommendations there are, and how they stand as the State sees them."""
    found = search("", facets=["state_status"], size=1)
    return found.count, shares(found.facets["state_status"])
