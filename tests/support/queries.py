"""No query in a loop: a page asks the database as often for thirty rows as for three thousand."""

from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_same_queries(client: Client, url: str, *, small: Callable[[], object], large: Callable[[], object]) -> None:
    """Open `url` after `small()` made a few rows and again after `large()` made many: the same number of queries."""
    small()
    few = queries_of(client, url)
    large()
    many = queries_of(client, url)
    assert len(many) == len(few), f"{url}: {len(few)} queries with few rows, {len(many)} with many.\n{repeated(many)}"


def queries_of(client: Client, url: str) -> list[str]:
    """The queries of a second visit: the first fills what is kept for a whole process."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    return [query["sql"] for query in captured]


def repeated(queries: list[str]) -> str:
    """The statements that came back most often, their values left out."""
    shapes = Counter(sql.split(" WHERE ")[0] for sql in queries)
    return "\n".join(f"{count:4} x {shape[:200]}" for shape, count in shapes.most_common(3))
