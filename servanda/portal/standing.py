"""How far the recommendations are: counts by level, each a link to the list behind it."""

from collections.abc import Iterable
from typing import Any

from servanda.core import clock
from servanda.core.components.pills import LEVELS
from servanda.core.search import Option, Range, search
from servanda.portal.asking import list_url


def shares(options: Iterable[Option], **chosen: str) -> list[dict[str, Any]]:
    """For `{% share_bar %}`: every level in its order, "not assessed" among them. `chosen`: the list's other filters."""
    counts = {option.code: option.count for option in options}
    return [
        {"level": level, "count": counts.get(level, 0), "url": list_url(state_status=level, **chosen)} for level in LEVELS
    ]


def shares_of(**chosen: str) -> tuple[int, list[dict[str, Any]]]:
    """How many recommendations there are with these codes, and how they stand as the State sees them."""
    found = search("", {name: [code] for name, code in chosen.items()}, ["state_status"], size=1)
    return found.count, shares(found.facets["state_status"], **chosen)


def late_range() -> Range:
    """Due before today and not finished as the State sees it."""
    return Range(below=int(f"{clock.today():%Y%m%d}"))
