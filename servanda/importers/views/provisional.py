"""A provisional entry and the official texts it may be: found, matched by one click, taken back by another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.accounts.policy import visible
from servanda.core.errors import Refused
from servanda.importers import sentences
from servanda.importers.commands import TAKE_IN, provisional
from servanda.importers.models import IntakeItem
from servanda.importers.queries import official_candidates
from servanda.importers.views.wizard import opened_item, to
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import with_wordings

Standing = Recommendation.Standing
ENTER = "recommendations.enter"


@requires(ENTER)
def official(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The official texts of the register that are most like this entry, each with its score and why."""
    entry = _entry(request, pk)
    if entry.standing != Standing.PROVISIONAL:
        return _file_of(entry)
    found = official_candidates(entry)
    for candidate in found:
        candidate.sentences = sentences.likeness(candidate.reasons)
    return render(request, "importers/official.html", {"recommendation": entry, "candidates": found})


def _entry(request: HttpRequest, pk: UUID) -> Any:
    rows = with_wordings(Recommendation.objects.all()).prefetch_related("recommending_states")
    return get_visible(request.user, rows, pk=pk)


@requires(ENTER)
@require_POST
def match(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One click: this official text is the entry."""
    entry = _entry(request, pk)
    other = _named(request, "official")
    try:
        if other is None:
            raise Refused(_("Choose one of the official texts, and try again."))
        batch = provisional.match(entry=entry, official=other, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return to("importers:official", entry.pk)
    messages.success(request, batch.title, extra_tags=reverse("workspace:undo", args=[batch.pk]))
    return _file_of(entry)


def _named(request: HttpRequest, name: str) -> Recommendation | None:
    """The recommendation that the form names, as far as the person may see it."""
    try:
        key = UUID(request.POST.get(name, ""))
    except ValueError:
        return None
    return visible(request.user, Recommendation.objects.filter(pk=key)).first()


def _file_of(entry: Recommendation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("workspace:recommendation", args=[entry.pk]), status=303)


@requires(TAKE_IN)
@require_POST
def entry_of_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """In the intake: this item is that provisional entry, or is another; either can be changed until the confirmation."""
    item: IntakeItem = opened_item(request, pk)
    entry = _named(request, "entry")
    try:
        if entry is None:
            raise Refused(_("This provisional entry is not there any more. Look at the plan again."))
        provisional.say_whether_entry(item=item, entry=entry, is_it=request.POST.get("is") == "same", by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted. It is done when you confirm."))
    return to("importers:confirm", item.intake_id)
