"""Reading institutions: their names, who holds a seat, and finding one by any of its names."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from servanda.accounts.policy import visible
from servanda.institutions.models import Appointment, Institution


def active_choices() -> list[tuple[str, str]]:
    """Institutions that exist today, by name, as choices of a picker."""
    rows = Institution.objects.filter(is_active=True)
    return sorted(((str(i.pk), named(i)) for i in rows), key=lambda pair: pair[1].casefold())


def named(institution: Institution) -> str:
    """The name with the short one in brackets, which is how people look for it."""
    short = institution.short_name
    return f"{institution} ({short})" if short and short not in str(institution) else str(institution)


def by_any_name() -> dict[str, Institution]:
    """Active institutions by code, short name and name in each language, in small letters without extra blanks."""
    found: dict[str, Institution] = {}
    for institution in Institution.objects.filter(is_active=True):
        for name in (institution.code, institution.short_name, *institution.names.values()):
            found.setdefault(key_of(name), institution)
    found.pop("", None)
    return found


def key_of(name: str) -> str:
    return " ".join(name.split()).casefold()


def with_numbers(rows: QuerySet[Institution]) -> QuerySet[Institution]:
    """Each institution with what it leads and what it contributes to now. Assignments are named, not imported: they
    belong to a package above this one."""
    still = Q(assignments__state__in=("proposed", "accepted"))
    return rows.annotate(
        leads=Count("assignments", filter=still & Q(assignments__role="lead")),
        contributes=Count("assignments", filter=still & Q(assignments__role="contributing")),
    )


def seats(person: Any, institutions: Iterable[Institution]) -> QuerySet[Appointment]:
    """Appointments in these institutions that the person may see, those of today first."""
    rows = visible(person, Appointment.objects.filter(institution__in=institutions))
    return rows.select_related("person", "institution").order_by("institution", "-ends", "capacity", "-starts")
