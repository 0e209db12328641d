"""Entering a recommendation by hand: asked on one page, checked on the next, saved from there."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.accounts.access import requires
from servanda.accounts.policy import visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused
from servanda.documents.commands import register_document
from servanda.documents.models import Document
from servanda.publication.editing import refusal_as_error
from servanda.recommendations import commands
from servanda.recommendations.forms import EntryForm
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import free_reference, of_the_same_number
from servanda.recommendations.views.editing import file_of

NOT_ANSWERS = {"csrfmiddlewaretoken", "save", "change"}


@requires("recommendations.enter")
def new(request: HttpRequest) -> HttpResponse:
    """Ask, show the reference that it will carry and what looks like the same, then save."""
    form = EntryForm(request.POST or None, initial={"symbol": request.GET.get("document", "")})
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        checked = _checked(request, form)
        if request.POST.get("save") != checked["reference"]:  # not looked at yet, or saved since by a second click
            return render(request, "recommendations/new_check.html", checked)
        try:
            made = _save(form, request.user)
        except Refused as refused:
            refusal_as_error(form, refused)
        else:
            messages.success(
                request, _("Saved as %(reference)s. Everyone can read it now.") % {"reference": made.reference}
            )
            return file_of(made)
    known = visible(request.user, Document.objects.order_by("symbol"))
    page = {"form": form, "known_symbols": known.values_list("symbol", flat=True), "seen": who_will_see("register")}
    return render(request, "recommendations/new.html", page)


def _checked(request: HttpRequest, form: EntryForm) -> dict[str, Any]:
    """The page before saving: all answers, the reference to be, and what carries the same number already."""
    known = form.known_document()
    document = known or Document(symbol=form.cleaned_data["symbol"], **form.document_facts())
    return {
        "form": form,
        "document": document,
        "is_new_document": known is None,
        "reference": free_reference(document, form.cleaned_data["number"]),
        "same": of_the_same_number(known, form.cleaned_data["number"]) if known else (),
        "kind": dict(Recommendation.Kind.choices)[form.cleaned_data["kind"]],
        "states": [label for iso3, label in form.fields["states"].choices if iso3 in form.cleaned_data["states"]],  # type: ignore[attr-defined]
        "answers": [
            (name, value) for name, values in request.POST.lists() for value in values if name not in NOT_ANSWERS
        ],
        "seen": who_will_see("register"),
    }


@transaction.atomic
def _save(form: EntryForm, by: Any) -> Recommendation:
    document = form.known_document() or register_document(
        symbol=form.cleaned_data["symbol"], by=by, **form.document_facts()
    )
    return commands.enter(document=document, by=by, **form.facts())
