"""The treaty register in the working area: where the State stands with each treaty, and recording what it did."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may, visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused, StaleVersion
from servanda.mechanisms import commands, queries
from servanda.mechanisms.forms import TreatyActionForm
from servanda.mechanisms.models import Treaty, TreatyAction
from servanda.publication.editing import refusal_as_error, two_texts


@signed_in
def treaties(request: HttpRequest) -> HttpResponse:
    """Every treaty with its status, in the order of the Treaty Collection."""
    rows = queries.standing(visible(request.user, queries.treaties()))
    bound = sum(row.treaty.status == Treaty.Status.PARTY for row in rows)
    context = {"rows": rows, "bound": bound, "may_manage": may(request.user, "mechanisms.manage")}
    return render(request, "mechanisms/treaties.html", context)


@signed_in
def treaty(request: HttpRequest, code: str) -> HttpResponse:
    """One treaty: its facts, and all that the State did to it, in order of time."""
    found = get_visible(request.user, queries.treaties(), code=code)
    context = {
        "treaty": found,
        "actions": found.actions.all(),
        "protocols": visible(request.user, found.protocols.all()),
        "may_manage": may(request.user, "mechanisms.manage"),
    }
    return render(request, "mechanisms/treaty.html", context)


@requires("mechanisms.manage")
def action_new(request: HttpRequest, code: str) -> HttpResponse:
    """Record what the State did to the treaty."""
    found = get_visible(request.user, Treaty, code=code)
    form = TreatyActionForm(request.POST if request.method == "POST" else None, treaty=found)
    if request.method == "POST" and form.is_valid():
        try:
            commands.record_treaty_action(treaty=found, by=request.user, **form.facts())
        except Refused as refused:
            refusal_as_error(form, refused)
        else:
            return _done(request, found, _("Recorded, and on the public site now."))
    return _asked(request, form, found)


@requires("mechanisms.manage")
def action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a treaty action."""
    found = get_visible(request.user, TreatyAction.objects.select_related("treaty"), pk=pk)
    form = TreatyActionForm(request.POST if request.method == "POST" else None, record=found, treaty=found.treaty)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_treaty_action(treaty_action=found, by=request.user, version=form.opened_at, **form.facts())
        except StaleVersion as stale:
            return _asked(request, form, found.treaty, found, status=409, **two_texts(request, form, stale))
        except Refused as refused:
            refusal_as_error(form, refused)
        else:
            return _done(request, found.treaty, _("Saved, and on the public site now."))
    return _asked(request, form, found.treaty, found)


@requires("mechanisms.manage")
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask, then take out one that was recorded by mistake."""
    found = get_visible(request.user, TreatyAction.objects.select_related("treaty"), pk=pk)
    if request.method == "POST":
        commands.remove_treaty_action(treaty_action=found, by=request.user)
        return _done(request, found.treaty, _("Taken out. Earlier versions of the public page still show it."))
    return render(request, "mechanisms/treaty_action_remove.html", {"item": found, "treaty": found.treaty})


def _done(request: HttpRequest, treaty: Treaty, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    response = redirect(reverse("mechanisms:treaty", args=[treaty.code]))
    response.status_code = 303
    return response


def _asked(
    request: HttpRequest,
    form: TreatyActionForm,
    treaty: Treaty,
    item: TreatyAction | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "treaty": treaty, "item": item, "seen": who_will_see("register"), **more}
    status = 422 if form.errors else status
    return render(request, "mechanisms/treaty_action.html", context, status=status)
