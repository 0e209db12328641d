"""Editing what may be edited of a recommendation: facts, position, parts. And withdrawing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible, requires
from servanda.accounts.last_change import last_changed_by
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused, StaleVersion
from servanda.publication.editing import Conflict, RecordForm, refusal_as_error
from servanda.recommendations import commands
from servanda.recommendations.forms import CORRECTED, ConcernsForm, FactsForm, PositionForm, SplitForm, WithdrawForm
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import concerns_before, concerns_of

Save = Callable[[Any], Any]


def file_of(recommendation: Recommendation, panel: str = "") -> HttpResponseRedirect:
    """Back to the file of the recommendation, at one of its panels."""
    address = reverse("workspace:recommendation", args=[recommendation.pk])
    return HttpResponseRedirect(f"{address}#{panel}" if panel else address, status=303)


def edit(
    request: HttpRequest,
    recommendation: Recommendation,
    form: RecordForm,
    save: Save,
    *,
    template: str,
    done: str,
    panel: str,
) -> HttpResponse:
    """Ask, save and go back. What a command refuses, and what somebody else changed meanwhile, is shown in the form."""
    conflicts: list[Conflict] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form)
        except StaleVersion as stale:
            conflicts, status = form.clash_with(stale), 409
            messages.warning(request, str(stale))
        except Refused as refused:
            refusal_as_error(form, refused)
        else:
            batch = getattr(saved, "taken_back_by", None)
            messages.success(request, done, extra_tags=reverse("workspace:undo", args=[batch.pk]) if batch else "")
            return file_of(recommendation, panel)
    page: dict[str, Any] = {
        "recommendation": recommendation,
        "form": form,
        "conflicts": conflicts,
        "seen": who_will_see("register"),
    }
    if conflicts:
        page["colleague"] = last_changed_by(recommendation)
    return render(request, template, page, status=status)


def _opened(request: HttpRequest, pk: UUID, action: str = "recommendations.edit_facts") -> Recommendation:
    rows = Recommendation.objects.select_related("document__mechanism")
    return get_visible(request.user, rows, action, pk=pk)


def _edited(
    request: HttpRequest,
    pk: UUID,
    form_class: type[RecordForm],
    command: Callable[..., Any],
    answers: Callable[[Any], dict[str, Any]],
    *,
    action: str = "recommendations.edit_facts",
    **page: str,
) -> HttpResponse:
    """Ask with `form_class`, and save with `command` and the `answers` of the form. `page`: as `edit` takes it."""
    recommendation = _opened(request, pk, action)
    form = form_class(request.POST or None, record=recommendation)

    def save(form: RecordForm) -> Any:
        return command(recommendation=recommendation, version=form.opened_at, by=request.user, **answers(form))

    return edit(request, recommendation, form, save, **page)


@requires("recommendations.edit_facts")
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who recommended it, its plain line in each language, and when the mechanism wants to hear."""
    return _edited(
        request,
        pk,
        FactsForm,
        commands.edit_facts,
        lambda form: {
            "states": form.recommending_states(form.record),
            "plain_lines": form.texts_of("plain_lines"),
            "asks_follow_up_by": form.cleaned_data["asks_follow_up_by"],
        },
        template="recommendations/edit.html",
        done=_("Saved. The public page shows it now."),
        panel="facts",
    )


@requires("recommendations.edit_facts")
def position(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The State's answer to the recommendation, its reasons, and where it is written."""
    return _edited(
        request,
        pk,
        PositionForm,
        commands.set_position,
        lambda form: {
            "position": form.cleaned_data["position"],
            "explanations": form.texts_of("position_explanations"),
            "source": form.cleaned_data["position_source"],
            "answered_on": form.cleaned_data["answered_on"],
            "un_position": form.cleaned_data["un_position"],
            "corrects": form.cleaned_data["why_now"] == CORRECTED,
        },
        template="recommendations/position.html",
        done=_("The position was recorded. The public page shows it now."),
        panel="position",
    )


@requires("recommendations.edit_facts")
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name the separate demands of a compound recommendation."""
    return _edited(
        request,
        pk,
        SplitForm,
        commands.split,
        lambda form: {"parts": form.cleaned_data["demands"]},
        template="recommendations/split.html",
        done=_("Saved. Each part can be classified, assigned and assessed on its own; the wording stays whole."),
        panel="parts",
    )


@requires("recommendations.link")
def concerns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The concerns of the same document that the recommendation answers to; those right before it are proposed."""
    recommendation = _opened(request, pk, "recommendations.link")
    offered = concerns_of(recommendation)
    proposed = [] if recommendation.concerns.exists() else [str(c.pk) for c in concerns_before(recommendation, offered)]
    form = ConcernsForm(
        request.POST or None,
        record=recommendation,
        offered=[(str(c.pk), f"{c.number} {c.wording_in()}") for c in offered],
        initial={"concerns": proposed} if proposed else None,
    )

    def save(form: ConcernsForm) -> Any:
        chosen = [c for c in offered if str(c.pk) in form.cleaned_data["concerns"]]
        return commands.set_concerns(
            recommendation=recommendation, concerns=chosen, version=form.opened_at, by=request.user
        )

    return edit(
        request,
        recommendation,
        form,
        save,
        template="recommendations/concerns.html",
        done=_("The concerns were linked. Both pages show it now."),
        panel="concerns",
    )


@requires("recommendations.withdraw")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it off the public side, with the reason that stands in its place. Final: it is announced before it is done."""
    return _edited(
        request,
        pk,
        WithdrawForm,
        commands.withdraw,
        lambda form: {"reason": form.cleaned_data["reason"]},
        action="recommendations.withdraw",
        template="recommendations/withdraw.html",
        done=_("The recommendation was withdrawn. Its reason stands in its place."),
        panel="",
    )
