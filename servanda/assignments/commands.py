"""Assigning institutions, and how they answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.assignments.models import Assignment
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.at_once import at_once
from servanda.core.counting import counted
from servanda.core.errors import Refused
from servanda.institutions.models import Institution
from servanda.recommendations.commands import note, show
from servanda.recommendations.models import Recommendation

Role, State = Assignment.Role, Assignment.State


@command("assignments.assign")
def assign(
    *, recommendations: Sequence[Recommendation], institution: Institution, role: str, due_on: date | None, by: Any
) -> Batch:
    """Make the institution lead of, or contributor to, each recommendation. A lead there was before stays on as contributor.
    Can be undone as a whole."""
    _require_active(institution)
    batch = open_batch(kind=Batch.Kind.ASSIGNING, title=_title_of(recommendations, institution), by=by)
    with at_once():
        for recommendation in counted(recommendations):
            _assign_one(recommendation, institution, role, due_on, batch, by)
    return batch


@command("assignments.assign_from_list", action="assignments.assign")
def assign_from_list(*, lines: Sequence[tuple[Recommendation, Institution, str, date | None]], by: Any) -> Batch:
    """Assign many recommendations to many institutions at once, as (recommendation, institution, role, due date). Can be
    undone as a whole."""
    for institution in {institution.pk: institution for _r, institution, _role, _due in lines}.values():
        _require_active(institution)
    recommendations = list({recommendation.pk: recommendation for recommendation, *_rest in lines}.values())
    batch = open_batch(kind=Batch.Kind.ASSIGNING, title=_title_of_list(recommendations), by=by)
    with at_once():
        for recommendation, institution, role, due_on in counted(lines):
            _assign_one(recommendation, institution, role, due_on, batch, by)
    return batch


def _require_active(institution: Institution) -> None:
    if not institution.is_active:
        raise Refused(_("This institution does not exist any more. Choose the one that took over its tasks."))


def _title_of_list(recommendations: Sequence[Recommendation]) -> str:
    n = len(recommendations)
    return ngettext("%(n)d recommendation assigned from a list", "%(n)d recommendations assigned from a list", n) % {
        "n": n
    }


def _title_of(recommendations: Sequence[Recommendation], institution: Institution) -> str:
    n = len(recommendations)
    return ngettext(
        "%(n)d recommendation assigned to %(institution)s", "%(n)d recommendations assigned to %(institution)s", n
    ) % {"n": n, "institution": institution}


def _assign_one(
    recommendation: Recommendation, institution: Institution, role: str, due_on: date | None, batch: Batch, by: Any
) -> None:
    require(by, "assignments.assign", recommendation)
    if not recommendation.stands:
        sentence = _("%(reference)s is withdrawn or superseded and cannot be assigned. Leave it out.")
        raise Refused(sentence % {"reference": recommendation.reference})
    open_ones = {a.institution_id: a for a in recommendation.assignments.filter(state__in=Assignment.OPEN)}
    held = open_ones.pop(institution.pk, None)
    changed = []
    if role == Role.LEAD:
        changed = [_change(a, batch, role=Role.CONTRIBUTING) for a in open_ones.values() if a.role == Role.LEAD]
    if held is None:
        made = Assignment.objects.create(
            recommendation=recommendation, institution=institution, role=role, due_on=due_on, assigned_by=by
        )
        add_step(batch, "assignments.take_back", assignment=str(made.pk), expected_version=made.version)
    elif (held.role, held.due_on) != (role, due_on):
        changed.append(_change(held, batch, role=role, due_on=due_on))
    _tell(recommendation, changed, by)


def _tell(recommendation: Recommendation, changed: Sequence[Assignment], by: Any) -> None:
    """The public sees only who has accepted: it is shown anew where one of those was changed."""
    if any(assignment.state == State.ACCEPTED for assignment in changed):
        show(recommendation, by)
    else:
        note(recommendation)


def _change(assignment: Assignment, batch: Batch, **fields: Any) -> Assignment:
    before = assignment.snapshot_of_fields()
    for name, value in fields.items():
        setattr(assignment, name, value)
    assignment.version += 1
    assignment.save()
    add_step(batch, "assignments.put_back", before=before, expected_version=assignment.version)
    return assignment


@command("assignments.take_back", action="assignments.assign")
def take_back(*, assignment: str, expected_version: int, by: Any) -> bool:
    """Step back: remove an assignment that nobody has answered or changed since."""
    found = Assignment.objects.filter(pk=assignment, version=expected_version).first()
    if found is None:
        return False
    recommendation = found.recommendation
    found.delete()
    note(recommendation)  # nobody had accepted it, so nothing public changes
    return True


@command("assignments.put_back", action="assignments.assign")
def put_back(*, before: dict[str, Any], expected_version: int, by: Any) -> bool:
    """Step back: the assignment as it was, if nobody has changed it since."""
    found = Assignment.objects.filter(pk=before["id"], version=expected_version).first()
    if found is None or _taken_since(found, before):
        return False
    found.role, found.state, found.reason = before["role"], before["state"], before["reason"]
    found.due_on = date.fromisoformat(before["due_on"]) if before["due_on"] else None
    found.version += 1
    found.save()
    _tell(found.recommendation, [found], by)
    return True


def _taken_since(assignment: Assignment, before: dict[str, Any]) -> bool:
    """Somebody gave the lead to another institution, or this one a new part, so that the old state has no room."""
    if before["state"] not in Assignment.OPEN:
        return False
    others = assignment.recommendation.assignments.filter(state__in=Assignment.OPEN).exclude(pk=assignment.pk)
    same = Q(institution=assignment.institution_id)
    return others.filter(same | Q(role=Role.LEAD) if before["role"] == Role.LEAD else same).exists()


@command("assignments.accept", on="assignment", action="assignments.answer")
def accept(*, assignment: Assignment, by: Any) -> Assignment:
    """The institution takes it on; from now on the public sees who follows it up."""
    return _answer(assignment, State.ACCEPTED, "", by)


@command("assignments.decline", on="assignment", action="assignments.answer")
def decline(*, assignment: Assignment, reason: str, by: Any) -> Assignment:
    """The institution says why it is not the one; the secretariat decides again."""
    return _answer(assignment, State.DECLINED, _given(reason), by)


@command("assignments.pass_on", on="assignment", action="assignments.answer")
def pass_on(*, assignment: Assignment, to: Institution, reason: str, by: Any) -> Assignment:
    """The institution names the one that should do it; that one is asked in turn."""
    _require_active(to)
    _answer(assignment, State.REROUTED, _given(reason), by)
    held = assignment.recommendation.assignments.filter(institution=to, state__in=Assignment.OPEN).first()
    if held:
        sentence = _("%(institution)s has a part in this already. Choose another institution.")
        raise Refused(sentence % {"institution": to})
    return Assignment.objects.create(
        recommendation=assignment.recommendation,
        institution=to,
        role=assignment.role,
        due_on=assignment.due_on,
        assigned_by=by,
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give a reason, so that the secretariat can decide who it should be."))
    return reason.strip()


def _answer(assignment: Assignment, state: str, reason: str, by: Any) -> Assignment:
    assignment.state, assignment.reason = state, reason
    assignment.decided_by, assignment.decided_at = by, clock.now()
    assignment.save()
    show(assignment.recommendation, by)
    return assignment


@command("assignments.end", on="assignment", action="assignments.assign")
def end(*, assignment: Assignment, by: Any) -> Batch:
    """The institution has no part in it any more. Can be undone."""
    title = _("%(institution)s has no part in %(reference)s any more")
    words = {"institution": assignment.institution, "reference": assignment.recommendation.reference}
    batch = open_batch(kind=Batch.Kind.ASSIGNING, title=title % words, by=by)
    ended_at = assignment.version + 1  # the command counts this change when it is done
    add_step(batch, "assignments.put_back", before=assignment.snapshot_of_fields(), expected_version=ended_at)
    assignment.state = State.ENDED
    assignment.save()
    show(assignment.recommendation, by)
    return batch
