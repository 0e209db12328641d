"""What stands in the way of a recommendation or an action."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires, signed_in
from servanda.accounts.policy import may
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import StaleVersion
from servanda.implementation.commands import change_challenge, record_challenge
from servanda.implementation.forms.challenges import ChallengeForm
from servanda.implementation.models import Challenge
from servanda.implementation.views.items import item_page
from servanda.implementation.views.report import occasion_of, redirect_303
from servanda.publication.editing import two_texts


@requires("implementation.write")
def new(request: HttpRequest) -> HttpResponse:
    """Record a challenge of the recommendation or action that the address names."""
    occasion = occasion_of(request)
    if occasion.recommendation is None and occasion.action is None:
        return _nothing_named(request)
    form = ChallengeForm(request.POST) if request.method == "POST" else ChallengeForm()
    if request.method == "POST" and form.is_valid():
        made = record_challenge(
            institution=occasion.institution,
            recommendation=occasion.recommendation,
            action=occasion.action,
            by=request.user,
            **form.values(),
        )
        return _saved(request, made)
    return _asked(request, form, occasion.institution, occasion)


@signed_in
def challenge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return item_page(request, get_visible(request.user, Challenge, pk=pk))


@requires("implementation.write")
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_visible(request.user, Challenge, pk=pk)
    if not may(request.user, "implementation.write", found):
        raise PermissionDenied
    form = ChallengeForm(request.POST, record=found) if request.method == "POST" else ChallengeForm(record=found)
    if request.method == "GET" or not form.is_valid():
        return _asked(request, form, found.institution, found)
    try:
        change_challenge(challenge=found, by=request.user, version=form.opened_at, **form.values())
    except StaleVersion as stale:
        return _asked(request, form, found.institution, found, status=409, **two_texts(request, form, stale))
    return _saved(request, found)


def _nothing_named(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Choose a recommendation or an action first: a challenge belongs to one."))
    return redirect_303(reverse("implementation:actions"))


def _saved(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    messages.success(request, _("Saved. It is a draft until you send it for approval."))
    return redirect_303(reverse("implementation:challenge", args=[challenge.pk]))


def _asked(
    request: HttpRequest, form: ChallengeForm, institution: Any, about: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "about": about, "who": who_will_see("reviewable", institution), **more}
    return render(request, "implementation/challenge_form.html", context, status=422 if form.errors else status)
