"""What must be true at start-up, or the server does not start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """SQLite is opened so that an acknowledged change survives a power cut (reliability-security 6.1)."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            errors += [
                Error(f"SQLite: PRAGMA {name} is {got}, and must be {want}.", id="core.E001")
                for name, want, got in wrong_pragmas(connection)
            ]
    return errors


def wrong_pragmas(connection: Any) -> list[tuple[str, Any, Any]]:
    """(name, wanted, found) of each setting of this SQLite connection that is not as it must be."""
    wanted = {"synchronous": (2,), "foreign_keys": (1,), "journal_mode": ("wal", "memory"), "busy_timeout": None}
    wrong = []
    with connection.cursor() as cursor:
        for name, values in wanted.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            good = found >= 1000 if values is None else found in values
            wrong += [] if good else [(name, values or "at least 1000", found)]
    return wrong
