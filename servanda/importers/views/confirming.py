"""The plan, the one press that carries it out, and the way back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from servanda.accounts.access import requires
from servanda.accounts.visibility import who_will_see
from servanda.core import clock
from servanda.core.errors import NotPossibleNow, Refused
from servanda.importers import commands, sentences
from servanda.importers.commands import TAKE_IN
from servanda.importers.models import Intake, IntakeItem
from servanda.importers.plan import Line, Outcome, Plan
from servanda.importers.queries import counts_of, facts_shown, step_of
from servanda.importers.views.wizard import frame, opened, to
from servanda.jobs.undoing import title_of
from servanda.jobs.views import carry_out

State = Intake.State
SHOWN_LINES = 50  # of each group on the plan; the list of items has them all


@requires(TAKE_IN)
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What will happen, worked out by the code that does it; pressing the button does it, once."""
    intake = opened(request, pk)
    if intake.state != State.READ:
        return to(step_of(intake), intake.pk)
    if request.method == "POST":
        return _confirmed(request, intake)
    return _shown(request, intake)


def _shown(request: HttpRequest, intake: Intake, refusal: str = "", status: int = 200) -> HttpResponse:
    counts = counts_of(intake)
    plans = commands.plans_of(intake)
    no_symbol = not all(plan.source.document.symbol for plan in plans)
    context = frame(
        intake, 4, counts=counts, plans=plans, totals=_totals(plans), refusal=refusal, seen=who_will_see("intake"),
        matching=_matching(plans), differing=_lines(plans, lambda line: bool(line.differs)), new=_lines(plans, _comes_in),
        same=_lines(plans, lambda line: line.outcome is Outcome.SAME),
        completed=_lines(plans, lambda line: line.outcome is Outcome.CHANGED),
        ready=not counts["to_check"] and not no_symbol, no_symbol=no_symbol,
    )  # fmt: skip
    return render(request, "importers/confirm.html", context, status=status)


def _matching(plans: list[Plan]) -> list[Line]:
    """What may be a provisional entry, and what a person has found to be one."""
    found = _lines(plans, lambda line: line.entry is not None)
    for line in found:
        if line.match:
            line.match.sentences = sentences.likeness(line.match.reasons)
    return found


def _comes_in(line: Line) -> bool:
    return line.outcome in (Outcome.NEW, Outcome.BACK)


def _lines(plans: list[Plan], wanted: Any) -> list[Line]:
    return [line for plan in plans for line in plan.lines if wanted(line)]


def _totals(plans: list[Plan]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for plan in plans:
        for name, count in plan.counts().items():
            totals[name] = totals.get(name, 0) + count
    return totals


def _confirmed(request: HttpRequest, intake: Intake) -> HttpResponse:
    try:
        commands.must_be_ready(intake)
        return carry_out(
            request,
            "importers.confirm",
            size=intake.items.filter(decision=IntakeItem.Decision.RIGHT).count(),
            title=_("Add %(document)s to the register") % {"document": facts_shown(intake)["symbol"]},
            back_url=reverse("importers:confirm", args=[intake.pk]),
            intake=str(intake.pk),
        )
    except NotPossibleNow:
        return to("importers:intake", intake.pk)  # pressed twice: the first press did it
    except Refused as refused:
        return _shown(request, intake, str(refused), refused.status)


@requires(TAKE_IN)
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came into the register, and the button that takes it back."""
    intake = opened(request, pk)
    if intake.state not in (State.CONFIRMED, State.UNDONE):
        return to(step_of(intake), intake.pk)
    entered = intake.items.filter(recommendation__isnull=False)
    context = frame(
        intake, 4, entered=entered.count(), batch=intake.batch,
        discarded=intake.items.filter(decision=IntakeItem.Decision.DISCARDED).count(),
        can_undo=bool(intake.batch and not intake.batch.undone_at and intake.batch.undo_until > clock.now()),
    )  # fmt: skip
    return render(request, "importers/done.html", context)


@requires(TAKE_IN)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the whole intake back; what others have worked on since stays, and is counted."""
    intake = opened(request, pk)
    if intake.batch is None or intake.state != State.CONFIRMED:
        return to("importers:done", intake.pk)
    done = reverse("importers:done", args=[intake.pk])
    return carry_out(
        request,
        "audit.undo",
        size=intake.batch.steps.count(),
        title=title_of(intake.batch),
        back_url=done,
        batch=str(intake.batch_id),
        url=done,
    )
