"""Thousands of rows at a time into the tables of the index: COPY on PostgreSQL, executemany on SQLite.

One at a time through Django, a full export would take twenty times as long. Only `commands.keep` writes with this, within
the transaction in which it moves the progress mark.
"""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

from django.db import connection

from servanda.importers.uhri.collecting import Chunk

TERM = ("uhri_term", ("id", "since", "kind", "label", "code"))
DOCUMENT = (
    "uhri_sourcedocument",
    ("id", "since", "symbol", "uhri_id", "body_id", "state_id", "date", "session", "cycle"),
)
REPAIR = ("uhri_repair", ("id", "since", "rule", "before", "after"))
OBSERVATION = (
    "uhri_observation",
    ("id", "annotation", "digest", "since", "until", "row", "document_id", "body_id", "state_id", "kind", "position", "date",
     "online", "number", "heading", "terms", "rules", "repairs", "text"),
)  # fmt: skip
LINK = ("uhri_link", ("term_id", "observation_id"))
MEMORY = 32 * 1024  # KiB of pages that SQLite holds: the indexes of the ids are touched all over
LOG_PAGES = 16_000  # of 4 KiB in SQLite's log before they go into the file: a page written ten times goes there once


def write(chunk: Chunk) -> None:
    tables: list[tuple[tuple[str, tuple[str, ...]], list[tuple]]] = [
        (TERM, chunk.terms),
        (DOCUMENT, chunk.documents),
        (REPAIR, chunk.repairs),
        (OBSERVATION, chunk.observations),
        (LINK, _pairs(chunk)),
    ]
    for (name, columns), rows in tables:
        if rows:
            _insert(name, columns, rows)


def _pairs(chunk: Chunk) -> list[tuple]:
    """The links in the order of their key, so that each lands beside the one before it."""
    return [pair for term in sorted(chunk.links) for pair in zip(repeat(term), chunk.links[term], strict=False)]


def _insert(table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:  # the driver itself: Django's cursor would hold all rows a second time to look at the first
        places = ", ".join("?" * len(columns))
        connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608


def give_room() -> None:
    """Let SQLite hold more of the indexes in memory, on this connection only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{MEMORY}")
            cursor.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
