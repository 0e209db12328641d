"""What all steps of the intake share."""

from collections.abc import Callable, Container
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible
from servanda.core.errors import Refused, StaleVersion
from servanda.importers.commands import TAKE_IN
from servanda.importers.models import Intake, IntakeItem
from servanda.importers.queries import facts_shown
from servanda.publication.editing import Conflict, RecordForm, refusal_as_error

WRONG = 422  # the answers can't be taken as they are
READ = (Intake.State.READ, Intake.State.CONFIRMED, Intake.State.UNDONE, Intake.State.DISCARDED)


def opened(request: HttpRequest, pk: UUID) -> Intake:
    rows = Intake.objects.select_related("file", "drawn", "started_by").defer("paragraphs")
    return get_visible(request.user, rows, TAKE_IN, pk=pk)


def opened_item(request: HttpRequest, pk: UUID) -> IntakeItem:
    rows = IntakeItem.objects.select_related("intake__file").defer("intake__paragraphs")
    return get_visible(request.user, rows, TAKE_IN, pk=pk)


def one_of(names: Container[str], given: str | None, otherwise: str) -> str:
    """The list that the address asks for, if there is such a one."""
    return given if given in names else otherwise  # type: ignore[return-value]


def to(route: str, *args: Any, query: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(route, args=args) + (f"?{query}" if query else ""), status=303)


def frame(intake: Intake, step: int, **context: Any) -> dict[str, Any]:
    """The context of a step: the intake, its symbol and title, and the steps that can be opened."""
    routes = [
        ("", _("File")),
        ("importers:document", _("Document")),
        ("importers:items", _("Recommendations")),
        ("importers:confirm", _("Confirm")),
    ]
    can_open = intake.state in READ
    steps = [
        {"label": label, "url": reverse(route, args=[intake.pk]) if route and can_open else ""}
        for route, label in routes
    ]
    return {"intake": intake, "steps": steps, "step": step, **facts_shown(intake), **context}


def answer(
    request: HttpRequest,
    form: RecordForm,
    save: Callable[[Any], Any],
    *,
    template: str,
    context: dict[str, Any],
    then: Callable[[], HttpResponse],
) -> HttpResponse:
    """Ask, save and go on. What a command refuses, and what somebody else changed meanwhile, is shown in the form."""
    conflicts: list[Conflict] = []
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                save(form)
                return then()
            except StaleVersion as stale:
                conflicts, status = form.clash_with(stale), 409
                messages.warning(request, str(stale))
            except Refused as refused:
                refusal_as_error(form, refused)
                status = refused.status
    return render(request, template, context | {"form": form, "conflicts": conflicts}, status=status)
