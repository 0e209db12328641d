"""Indicators: the list, the page of one, and entering a value."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.roles import institutions_of
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import StaleVersion
from servanda.indicators import queries
from servanda.indicators.commands import change_value, enter_value
from servanda.indicators.forms import ValueForm
from servanda.indicators.models import Goalpost, Indicator, Value
from servanda.publication.editing import two_texts
from servanda.publication.lifecycle import possible
from servanda.publication.models import State


@signed_in
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators, fifty a page, by type and by institution."""
    types = [value for value in request.GET.getlist("type") if value in Indicator.Type.values]
    mine, words = request.GET.get("mine") == "1", request.GET.get("q", "").strip()
    rows = queries.found(request.user, types=types, mine=mine, words=words)
    options = [_option(request, types, mine, words, value, label) for value, label in Indicator.Type.choices]
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        "options": options,
        "filters": [option for option in options if option["selected"]],
        "mine": mine,
        "words": words,
        "belongs": bool(institutions_of(request.user)),
        "kept": [("type", value) for value in types],
    }
    return render(request, "indicators/list.html", context)


def _option(request: HttpRequest, types: list[str], mine: bool, words: str, value: str, label: Any) -> dict[str, Any]:
    address = request.GET.copy()
    address.setlist("type", [t for t in types if t != value] if value in types else [*types, value])
    address.pop("page", None)
    count = queries.found(request.user, types=[value], mine=mine, words=words).count()
    return {"label": label, "count": count, "url": f"?{address.urlencode()}", "selected": value in types}


@signed_in
def indicator(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The card of an indicator, its values as line and table, baseline and target, and what it is linked to."""
    found = get_visible(request.user, Indicator.objects.select_related("institution"), pk=pk)
    values = queries.values_of(request.user, found)
    goalposts = list(found.goalposts.all())
    target = next((g.number for g in reversed(goalposts) if g.kind == Goalpost.Kind.TARGET), None)
    context = {
        "indicator": found,
        "values": values,
        "corrected": {v.corrects_id for v in values if v.state == State.PUBLISHED},
        "points": [_point(value) for value in queries.standing(values)],
        "target": float(target) if target is not None else None,
        "goalposts": goalposts,
        "links": visible(request.user, found.links.select_related("recommendation__document", "action")),
        "may_enter": queries.entering_for(request.user).exists(),
    }
    return render(request, "indicators/indicator.html", context)


def _point(value: Value) -> dict[str, Any]:
    number = float(value.number) if value.number is not None else None
    return {"label": value.period, "value": number, "why_missing": value.missing_because}


@requires("indicators.enter_value")
def value_new(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Enter a value of the indicator; with ?corrects= one that corrects a published value."""
    found = get_visible(request.user, Indicator, pk=pk)
    corrected = _corrected(request, found)
    institution = queries.entering_for(request.user).first()
    if institution is None:
        raise PermissionDenied
    form = ValueForm(
        request.POST if request.method == "POST" else None, unit=found.unit, initial=_as_before(corrected, found)
    )
    if request.method == "POST" and form.is_valid():
        made = enter_value(
            institution=institution, indicator=found, corrects=corrected, by=request.user, **form.values()
        )
        return _saved(request, made)
    return _asked(request, form, found, institution, corrects=corrected)


@signed_in
def value(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One value: to be changed while it is not sent, to be read and decided on after."""
    found = get_visible(request.user, Value.objects.select_related("indicator", "institution", "author"), pk=pk)
    if not may(request.user, "indicators.enter_value", found):
        return _read(request, found)
    form = ValueForm(request.POST if request.method == "POST" else None, record=found, unit=found.indicator.unit)
    if request.method == "GET" or not form.is_valid():
        return _asked(
            request,
            form,
            found.indicator,
            found.institution,
            item=found,
            steps=possible(request.user, found),
            corrects=found.corrects,
        )
    try:
        change_value(value=found, by=request.user, version=form.opened_at, **form.values())
    except StaleVersion as stale:
        both = two_texts(request, form, stale)
        return _asked(request, form, found.indicator, found.institution, status=409, item=stale.current, **both)
    return _saved(request, found)


def _corrected(request: HttpRequest, indicator: Indicator) -> Value | None:
    if not request.GET.get("corrects"):
        return None
    try:
        wanted = uuid.UUID(request.GET["corrects"])
    except ValueError:
        raise Http404 from None
    found: Value = get_visible(request.user, indicator.values.filter(state=State.PUBLISHED), pk=wanted)
    if found.institution_id not in institutions_of(request.user):
        raise PermissionDenied
    return found


def _as_before(corrected: Value | None, indicator: Indicator) -> dict[str, Any]:
    if corrected is None:
        return {}
    return dict(ValueForm(record=corrected, unit=indicator.unit).initial) | {"version": None}


def _read(request: HttpRequest, found: Value) -> HttpResponse:
    if request.method == "POST":
        raise PermissionDenied
    own = found.institution_id in institutions_of(request.user)
    may_correct = found.state == State.PUBLISHED and own and may(request.user, "indicators.enter_value")
    context = {
        "item": found,
        "kind": "value",
        "steps": possible(request.user, found),
        "who": who_will_see("reviewable", found.institution),
        "corrections": found.corrections.filter(state=State.PUBLISHED),
        "may_correct": may_correct,
    }
    return render(request, "indicators/value.html", context)


def _saved(request: HttpRequest, value: Value) -> HttpResponse:
    messages.success(request, _("Saved. It is a draft until you send it for approval."))
    response = redirect(reverse("indicators:value", args=[value.pk]))
    response.status_code = 303
    return response


def _asked(
    request: HttpRequest, form: ValueForm, indicator: Indicator, institution: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "indicator": indicator,
        "institution": institution,
        "kind": "value",
        "who": who_will_see("reviewable", institution),
        **more,
    }
    return render(request, "indicators/value_form.html", context, status=422 if form.errors else status)
