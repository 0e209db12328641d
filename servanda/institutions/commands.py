"""Changing institutions, the territory, and who holds a seat."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.accounts.models import Person
from servanda.core.errors import Refused
from servanda.institutions.models import Appointment, Institution, Territory
from servanda.publication.commands import take_snapshot, withdraw_snapshots


@command("institutions.add_territory", action="institutions.manage")
def add_territory(*, code: str, names: dict[str, str], by: Any, parent: Territory | None = None) -> Territory:
    territory, _created = Territory.objects.update_or_create(code=code, defaults={"names": names, "parent": parent})
    return territory


@command("institutions.add_institution", action="institutions.manage")
def add_institution(*, code: str, names: dict[str, str], branch: str, by: Any, **facts: Any) -> Institution:
    """Add an institution, public at once: its name says only that it exists. `facts`: short_name, level, territory, parent."""
    institution = Institution.objects.create(code=code, names=names, branch=branch, **facts)
    take_snapshot(kind="institution", thing=institution, public_id=institution.public_id, by=by)
    return institution


@command("institutions.change_institution", on="institution", action="institutions.manage")
def change_institution(*, institution: Institution, by: Any, **facts: Any) -> Institution:
    """Change names, short name, branch, level, territory, parent or whether it still exists."""
    for name, value in facts.items():
        setattr(institution, name, value)
    institution.save()
    take_snapshot(kind="institution", thing=institution, public_id=institution.public_id, by=by)
    return institution


@command("institutions.appoint", within="institution")
def appoint(
    *, institution: Institution, person: Person, capacity: str, starts: date, by: Any, ends: date | None = None
) -> Appointment:
    """Give a person a seat. A seat of focal point that is still held has to be ended first."""
    held = institution.appointments.filter(capacity=capacity, ends=None)
    if capacity == Appointment.Capacity.FOCAL_POINT and ends is None and held.exists():
        raise Refused(
            _("This institution has a focal point. End that appointment first, so that it is clear who reports.")
        )
    return Appointment.objects.create(
        institution=institution, person=person, capacity=capacity, starts=starts, ends=ends
    )


@command("institutions.end_appointment", on="appointment", action="institutions.appoint")
def end_appointment(*, appointment: Appointment, ends: date, by: Any) -> Appointment:
    """End a seat on a day; from the next request the person has no rights from it."""
    appointment.ends = max(ends, appointment.starts)
    appointment.save(update_fields=["ends"])
    return appointment


@command("institutions.remove_institution", action="institutions.manage")
def remove_institution(*, institution: str, by: Any) -> bool:
    """Step back of an import: take away an institution that nothing hangs on. False where something does; then it stays."""
    found = Institution.objects.filter(pk=institution).first()
    if found is None or found.indicators.exists():  # an indicator would lose its institution without a word
        return False
    try:
        with transaction.atomic():
            found.delete()
    except ProtectedError:
        return False
    withdraw_snapshots(kind="institution", public_id=found.public_id, reason=_("The import of it was taken back."))
    return True


@command("institutions.remove_appointment", action="institutions.appoint")
def remove_appointment(*, appointment: str, by: Any) -> bool:
    """Step back of an import: take away a seat that was given by mistake. A seat that has ended stays as history."""
    found = Appointment.objects.filter(pk=appointment, ends=None).first()
    if found is None:
        return False
    found.delete()
    return True
