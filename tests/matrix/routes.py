"""The routes as they are (walked), and as routes.md says they answer (read). The two meet in the tests only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).parent / "routes.md"


@dataclass(frozen=True)
class Written:
    """One line of routes.md."""

    name: str
    enter: str
    about: str
    seen_by: str
    read: str
    send: str


def written_routes() -> dict[str, Written]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return {row[0]: Written(*row) for row in rows}


def walked_routes() -> dict[str, Any]:
    """Every route that the server answers, by its full name, with its view."""
    return dict(_walk(get_resolver().url_patterns))


def _walk(patterns: Iterable[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}", pattern.callback
