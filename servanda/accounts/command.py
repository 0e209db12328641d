"""What makes a function a command: one policy, one transaction, one version check, one entry in the record.

    @command("assignments.assign_lead", on="recommendation")
    def assign_lead(*, recommendation, institution, due_on, by): ...

Callers add `version=` where a person edits a form: the object is locked and a change that came first raises
`StaleVersion`. The function gets the freshly locked object.
"""

import datetime
import functools
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from servanda.accounts.policy import RULES, require
from servanda.accounts.roles import ROLES, roles_of, seats_of
from servanda.audit.commands import record
from servanda.core.errors import StaleVersion
from servanda.core.models import Editable

COMMANDS: dict[str, Callable] = {}
SECRET = {"password"}  # never written to the record
Result = TypeVar("Result")


def command(
    name: str, *, on: str | None = None, within: str | None = None, action: str | None = None
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """`name`: as in the record; `on`: the argument that is changed; `within`: the argument in which something new is
    made
    (an action of an institution); `action`: the policy's action where it is not `name`."""

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        @functools.wraps(function)
        def run(*, by: Any, version: int | None = None, **arguments: Any) -> Result:
            with transaction.atomic():
                if on and arguments[on] is not None:
                    arguments[on] = _locked(arguments[on], version)
                require(by, action or name, arguments.get(on or within or ""))
                result = function(by=by, **arguments)
                if on and isinstance(arguments[on], Editable) and arguments[on].pk:
                    _count_version(arguments[on])
                _record(name, by, arguments[on] if on else result, arguments)
                return result

        run.action = action or name  # type: ignore[attr-defined]
        COMMANDS[name] = run
        return run

    return decorate


def _locked(thing: Model, version: int | None) -> Model:
    current = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if version is not None and getattr(current, "version", version) != version:
        message = _("Somebody else changed this since you opened it. Both texts are below; nothing of yours was lost.")
        raise StaleVersion(message, current=current)
    return current


def _count_version(thing: Editable) -> None:
    type(thing)._default_manager.filter(pk=thing.pk).update(version=F("version") + 1)
    thing.version += 1


def _record(name: str, by: Any, about: Any, arguments: dict[str, Any]) -> None:
    about = about if isinstance(about, Model) else None
    seat = _acting_seat(name, by, about)
    record(
        command=name,
        person=str(by.pk or ""),
        role=seat[0],
        institution=seat[1],
        object_type=about._meta.label_lower if about else "",
        object_id=str(about.pk) if about else "",
        content={key: _plain(value) for key, value in arguments.items() if key not in SECRET},
    )


def _acting_seat(name: str, by: Any, about: Any) -> tuple[str, str]:
    """The role and institution in which the person acts: the seat in the object's institution where there is one."""
    institution = getattr(about, "institution_id", None)
    for seat in sorted(seats_of(by), key=lambda s: (s.institution_id != institution, s.role)):
        if by.role not in ROLES:
            return seat.role, str(seat.institution_id)
    return (by.role if by.role in ROLES else min(roles_of(by))), ""


def _plain(value: Any) -> Any:
    """The value as JSON for the record: an object by its kind and id, never its whole content."""
    if isinstance(value, Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset | QuerySet):
        return [_plain(v) for v in value]
    if isinstance(value, datetime.date | datetime.datetime | uuid.UUID | Decimal):
        return str(value)
    return value if isinstance(value, str | int | float | bool | None) else repr(type(value))


def run_by_name(name: str, *, by: Any, **arguments: Any) -> Any:
    """Run a command named in data (a step back, an accepted suggestion)."""
    if name not in COMMANDS or COMMANDS[name].action not in RULES:  # type: ignore[attr-defined]
        raise LookupError(name)
    return COMMANDS[name](by=by, **arguments)
