"""Changing the register of mechanisms."""

from typing import Any

from servanda.accounts.command import command
from servanda.mechanisms.models import Mechanism, Session


@command("mechanisms.add_mechanism", action="mechanisms.manage")
def add_mechanism(*, code: str, kind: str, names: dict[str, str], by: Any, **facts: Any) -> Mechanism:
    """Add a mechanism or bring its names up to date. `facts`: short_names, source."""
    mechanism, _created = Mechanism.objects.update_or_create(
        code=code, defaults={"kind": kind, "names": names, **facts}
    )
    return mechanism


@command("mechanisms.add_session", on="mechanism", action="mechanisms.manage")
def add_session(*, mechanism: Mechanism, number: int, by: Any, **facts: Any) -> Session:
    """Add a session or bring its dates up to date. `facts`: cycle, starts, ends."""
    session, _created = Session.objects.update_or_create(mechanism=mechanism, number=number, defaults=facts)
    return session
