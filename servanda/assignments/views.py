"""Assigning institutions, many recommendations at a time, and the institution's answer."""

import copy
from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.accounts.policy import may, require, visible
from servanda.accounts.visibility import who_will_see
from servanda.assignments import commands
from servanda.assignments import from_list as pasted
from servanda.assignments.forms import AnswerForm, AssignForm, FromListForm
from servanda.assignments.models import Assignment
from servanda.assignments.queries import outlook
from servanda.core.errors import Refused, StaleVersion
from servanda.institutions.queries import by_any_name
from servanda.jobs.views import carry_out
from servanda.publication.editing import refusal_as_error
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import with_wordings
from servanda.recommendations.selection import Selection
from servanda.recommendations.views.classifying import list_url, nothing_chosen, say_done
from servanda.recommendations.views.editing import file_of


@requires("assignments.assign")
def assign(request: HttpRequest) -> HttpResponse:
    """Choose institution, role and day; see what will happen; do it. Can be taken back as a whole."""
    selection = Selection(request, "assignments.assign")
    if turned_back := nothing_chosen(request, selection):
        return turned_back
    answers = request.POST if "selection" in request.POST else None
    form = AssignForm(answers, initial={"selection": selection.keys})
    page: dict[str, Any] = {
        "form": form,
        "selection": selection,
        "here": request.get_full_path(),
        "seen": who_will_see("assignment"),
    }
    if answers is None or not form.is_valid() or "change" in answers:
        return render(request, "assignments/assign.html", page)
    wanted = {name: form.cleaned_data[name] for name in ("institution", "role", "due_on")}
    if "do" not in answers:
        page |= wanted | {"outlook": outlook(selection.possible, **wanted)}
        return render(request, "assignments/assign_check.html", page)
    return _assigned_or_ordered(request, selection, wanted)


def _assigned_or_ordered(request: HttpRequest, selection: Selection, wanted: dict[str, Any]) -> HttpResponse:
    back = list_url(request, selection)
    many = {"n": len(selection.possible), "institution": wanted["institution"]}
    return carry_out(
        request,
        "assignments.assign",
        size=len(selection.possible),
        title=_("Assign %(n)d recommendations to %(institution)s") % many,
        back_url=back,
        recommendations=selection.keys.split(),
        institution=str(wanted["institution"].pk),
        role=wanted["role"],
        due_on=wanted["due_on"].isoformat() if wanted["due_on"] else None,
        url=back,
    )


@requires("assignments.assign")
def from_list(request: HttpRequest) -> HttpResponse:
    """Paste a table of references and institutions, see what was understood, assign all of it at once."""
    form = FromListForm(request.POST or None)
    page: dict[str, Any] = {"form": form, "seen": who_will_see("assignment")}
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "assignments/from_list.html", page)
    lines = pasted.read(
        form.cleaned_data["lines"],
        recommendations={r.reference.casefold(): r for r in visible(request.user, Recommendation.objects.all())},
        institutions=by_any_name(),
        due_on=form.cleaned_data["due_on"],
    )
    good = [(line.recommendation, line.institution, line.role, line.due_on) for line in lines if not line.problem]
    if "do" in request.POST and good:
        return _list_assigned_or_ordered(request, good)
    page |= {"good": len(good), "groups": _groups(lines), "problems": [line for line in lines if line.problem]}
    return render(request, "assignments/from_list_check.html", page)


def _list_assigned_or_ordered(request: HttpRequest, lines: list[tuple[Any, ...]]) -> HttpResponse:
    register = reverse("workspace:register")
    plain = [
        [str(recommendation.pk), str(institution.pk), role, due_on.isoformat() if due_on else None]
        for recommendation, institution, role, due_on in lines
    ]
    title = _("Assign %(n)d lines of a list") % {"n": len(lines)}
    return carry_out(
        request, "assignments.assign_from_list", size=len(lines), title=title, back_url=register, lines=plain, url=register
    )  # fmt: skip


def _groups(lines: list[pasted.Line]) -> list[dict[str, Any]]:
    """How many recommendations each institution would lead and contribute to."""
    counted = Counter((line.institution, line.role) for line in lines if not line.problem)
    institutions = dict.fromkeys(institution for institution, _role in counted)
    return [
        {
            "institution": i,
            "leads": counted[i, Assignment.Role.LEAD],
            "contributes": counted[i, Assignment.Role.CONTRIBUTING],
        }
        for i in institutions
    ]


def _opened(request: HttpRequest, pk: UUID) -> Assignment:
    rows = Assignment.objects.select_related("institution", "recommendation__document__mechanism", "assigned_by")
    return get_visible(request.user, rows, pk=pk)


@requires("assignments.answer")
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept, decline with a reason, or pass on to another institution."""
    assignment = _opened(request, pk)
    if not may(request.user, "assignments.answer", assignment):
        return _not_to_be_answered(request, assignment)
    form = AnswerForm(request.POST or None, record=assignment)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _give(assignment, form, request.user))
            return file_of(assignment.recommendation, "assignments")
        except StaleVersion as stale:
            form.clash_with(stale)
            refusal_as_error(
                form,
                Exception(
                    _(
                        "The secretariat changed this assignment since you opened it. Look at it again before you answer."
                    )
                ),
            )
            assignment, status = _opened(request, pk), 409
        except Refused as refused:
            refusal_as_error(form, refused)
    shown = with_wordings(Recommendation.objects.filter(pk=assignment.recommendation_id)).get()
    page = {"assignment": assignment, "recommendation": shown, "form": form, "seen": who_will_see("assignment")}
    return render(request, "assignments/answer.html", page, status=status)


def _not_to_be_answered(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Answered before, which is said; or never this person's to answer, which is refused."""
    asked = copy.copy(assignment)
    asked.state = Assignment.State.PROPOSED
    require(request.user, "assignments.answer", asked)
    messages.info(request, _("This was answered already: %(state)s.") % {"state": assignment.get_state_display()})
    return file_of(assignment.recommendation, "assignments")


def _give(assignment: Assignment, form: AnswerForm, by: Any) -> str:
    """Give the answer; returns the sentence that says so."""
    given = form.cleaned_data
    common = {"assignment": assignment, "version": form.opened_at, "by": by}
    if given["answer"] == form.ACCEPT:
        commands.accept(**common)
        return _("Your institution has taken this on.")
    if given["answer"] == form.DECLINE:
        commands.decline(reason=given["reason"], **common)
        return _("Your reason was sent to the secretariat.")
    commands.pass_on(reason=given["reason"], to=given["to"], **common)
    return _("%(institution)s is asked now.") % {"institution": given["to"]}


@requires("assignments.assign")
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The institution has no part in it any more."""
    assignment = _opened(request, pk)
    if assignment.is_open:
        say_done(request, commands.end(assignment=assignment, by=request.user))
    return file_of(assignment.recommendation, "assignments")
