"""Reads of indicators and their values."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from servanda.accounts import roles
from servanda.accounts.policy import visible
from servanda.accounts.roles import institutions_of
from servanda.indicators.models import Indicator, Value
from servanda.institutions.models import Institution
from servanda.publication.models import State


def entering_for(person: Any) -> QuerySet:
    """The institutions in whose name the person enters values."""
    return Institution.objects.filter(pk__in=institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE))


def found(person: Any, *, types: list[str], mine: bool, words: str = "") -> QuerySet:
    """Indicators of these types (none: all), if wanted only of the person's institutions, with how many values are out."""
    rows = visible(person, Indicator.objects.select_related("institution"))
    if types:
        rows = rows.filter(type__in=types)
    if mine:
        rows = rows.filter(institution__in=institutions_of(person))
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(code__icontains=word) | Q(names__icontains=word) | Q(right__icontains=word) | Q(sdg_code__iexact=word)
        )
    return rows.annotate(published=Count("values", filter=Q(values__state=State.PUBLISHED))).order_by("code")


def values_of(person: Any, indicator: Indicator) -> list[Value]:
    """Values the person may see, in order of time; a corrected one comes before what corrects it."""
    rows = visible(person, indicator.values.all()).select_related("territory", "institution", "author")
    return sorted(rows, key=lambda value: (value.period, value.created_at))


def standing(values: list[Value]) -> list[Value]:
    """Published values for everybody in the whole country that no later one corrects: one line over time."""
    published = [v for v in values if v.state == State.PUBLISHED]
    corrected = {v.corrects_id for v in published}
    return [v for v in published if v.pk not in corrected and v.territory_id is None and not v.disaggregation]
