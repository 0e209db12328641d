"""Where a source says otherwise than the register: remembered when it comes in, decided by a person, each decision with its step
back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.at_once import at_once
from servanda.core.counting import counted
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.commands import change_facts
from servanda.documents.models import Document
from servanda.importers.commands.provisional import match_entry
from servanda.importers.differences import Difference, mark_of
from servanda.importers.models import Conflict
from servanda.importers.plan import Line, Plan
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.commands import replace_wording, set_position, show, withdraw
from servanda.recommendations.models import Position, Recommendation

Kind, State = Conflict.Kind, Conflict.State
DECIDE = "importers.decide"


# --- remembering ------------------------------------------------------------------------------------------------------


def remember(plan: Plan, document: Document, entered: dict[str, Recommendation], batch: Batch) -> None:
    """Keep what the plan found to differ, each statement once; what the source does not say any more is settled. Part of a
    command. `entered`: what came in with this plan, by the key of its draft."""
    source = plan.source.origin
    wanted = {found.mark: found for found in _found(plan, document, entered)}
    held = {one.mark: one for one in Conflict.objects.filter(mark__in=wanted)}
    new = [conflict for mark, conflict in wanted.items() if mark not in held]
    Conflict.objects.bulk_create(new, batch_size=200)
    for mark, one in held.items():
        _say_again(one, wanted[mark])
    undecided = Conflict.objects.filter(document=document, source=source, state__in=Conflict.UNDECIDED)
    undecided.exclude(kind=Kind.MATCH).exclude(mark__in=wanted).update(state=State.SETTLED)
    if new:
        add_step(batch, "importers.forget_conflicts", conflicts=[str(one.pk) for one in new])


def _found(plan: Plan, document: Document, entered: dict[str, Recommendation]) -> Iterable[Conflict]:
    for difference in plan.differences:
        yield _conflict(difference, document, plan.source.origin)
    for line in plan.lines:
        if line.match and line.draft.key in entered:
            yield _match(line, document, entered[line.draft.key], plan.source.origin)


def _conflict(difference: Difference, document: Document, source: str) -> Conflict:
    return Conflict(
        kind=difference.kind, document=document, recommendation=difference.recommendation, field=difference.field,
        ours=difference.ours, theirs=difference.theirs, source=source[:255], mark=difference.mark(document),
    )  # fmt: skip


def _match(line: Line, document: Document, official: Recommendation, source: str) -> Conflict:
    entry, found = line.match.known.thing, line.match  # type: ignore[union-attr]
    return Conflict(
        kind=Kind.MATCH, document=document, recommendation=entry, official=official, source=source[:255],
        ours=entry.number, theirs=official.number, score=found.score, why=list(found.reasons),  # type: ignore[union-attr]
        mark=mark_of(Kind.MATCH, str(entry.pk), "", str(official.pk)),
    )  # fmt: skip


def _say_again(held: Conflict, now: Conflict) -> None:
    """What was taken over, or had settled, and differs again is to be decided anew; what was kept stays kept."""
    if held.state in (State.TAKEN, State.SETTLED):
        held.state, held.decided_by, held.decided_at = State.OPEN, None, None
    elif held.ours == now.ours and held.source == now.source:
        return
    held.ours, held.theirs, held.source = now.ours, now.theirs, now.source
    held.save()


@command("importers.forget_conflicts", action="importers.take_in")
def forget_conflicts(*, conflicts: Sequence[str], by: Any) -> bool:
    """Step back of an intake: what it found to differ, and nobody has decided on, is not asked any more."""
    Conflict.objects.filter(pk__in=conflicts, state__in=(*Conflict.UNDECIDED, State.SETTLED)).delete()
    return True


# --- deciding ---------------------------------------------------------------------------------------------------------


@command("importers.take_theirs", action=DECIDE)
def take_theirs(*, conflicts: Sequence[Conflict], by: Any) -> Batch:
    """Take over what the source says. Can be undone as a whole."""
    batch = _opened(conflicts, by)
    with at_once():
        for conflict in counted(_undecided(conflicts)):
            _decide(conflict, State.TAKEN, "", batch, by)
            TAKE[conflict.kind](conflict, batch, by)
    return batch


@command("importers.keep_ours", action=DECIDE)
def keep_ours(*, conflicts: Sequence[Conflict], reason: str, by: Any) -> Batch:
    """Leave the register as it is. The reason is remembered, and the same statement is not asked about again."""
    if not reason.strip():
        raise Refused(_("Say why ours is kept: the next person who wonders will read it."))
    batch = _opened(conflicts, by)
    with at_once():
        for conflict in counted(_undecided(conflicts)):
            _decide(conflict, State.KEPT, reason.strip(), batch, by)
    return batch


@command("importers.decide_later", action=DECIDE)
def decide_later(*, conflicts: Sequence[Conflict], by: Any) -> Batch:
    """Put it on the list for later."""
    batch = _opened(conflicts, by)
    with at_once():
        for conflict in counted(_undecided(conflicts)):
            _decide(conflict, State.LATER, "", batch, by)
    return batch


def _opened(conflicts: Sequence[Conflict], by: Any) -> Batch:
    n = len(conflicts)
    title = ngettext("%(n)d difference to a source decided on", "%(n)d differences to a source decided on", n)
    return open_batch(kind=Batch.Kind.DECIDING, title=title % {"n": n}, by=by)


def _undecided(conflicts: Sequence[Conflict]) -> list[Conflict]:
    locked = Conflict.objects.select_for_update().filter(pk__in=[one.pk for one in conflicts])
    found = list(locked.order_by("document_id", "recommendation_id", "kind"))
    if not all(one.is_undecided for one in found):
        raise NotPossibleNow(
            _("Somebody has decided on one of these already. Nothing was changed. Look at the list again.")
        )
    return found


def _decide(conflict: Conflict, state: str, reason: str, batch: Batch, by: Any) -> None:
    add_step(batch, "importers.reopen_conflict", conflict=str(conflict.pk), was=conflict.state, decided=state)
    conflict.state, conflict.reason = state, reason[:500]
    conflict.decided_by, conflict.decided_at = by, clock.now()
    conflict.save()


@command("importers.reopen_conflict", action=DECIDE)
def reopen_conflict(*, conflict: str, was: str, decided: str, by: Any) -> bool:
    """Step back of a decision."""
    found = Conflict.objects.filter(pk=conflict, state=decided).first()
    if found is None:
        return False
    found.state, found.reason, found.decided_by, found.decided_at = was, "", None, None
    found.save()
    return True


# --- what taking over does --------------------------------------------------------------------------------------------


def _about(conflict: Conflict) -> Recommendation:
    found = conflict.recommendation
    if found is None or not found.stands:
        raise Refused(_("One of these recommendations is withdrawn or superseded. Leave it out; nothing was changed."))
    return found


def _take_wording(conflict: Conflict, batch: Batch, by: Any) -> None:
    recommendation, language = _about(conflict), conflict.field
    current = recommendation.wordings.filter(language=language, replaced_at=None).first()
    wording = (
        {"language": language, "became": conflict.theirs, "was": current.text, "source": current.source}
        if current
        else {}
    )
    replace_wording(
        recommendation=recommendation, language=language, text=conflict.theirs, source=conflict.source[:160], by=by
    )
    add_step(batch, "importers.take_back_changes", recommendation=str(recommendation.pk), wording=wording)


def _take_position(conflict: Conflict, batch: Batch, by: Any) -> None:
    recommendation = _about(conflict)
    was = {
        "was": recommendation.position,
        "explanations": recommendation.position_explanations,
        "source": recommendation.position_source,
    }
    explanations = recommendation.position_explanations
    if conflict.theirs == Position.IN_PART and not explanations:
        explanations = {conflict.document.language: _("See %(symbol)s.") % {"symbol": conflict.document.symbol}}
    set_position(
        recommendation=recommendation, position=conflict.theirs, explanations=explanations, source=conflict.document.symbol, by=by
    )  # fmt: skip
    back = {"became": conflict.theirs, **was}
    add_step(batch, "importers.take_back_changes", recommendation=str(recommendation.pk), position=back)


def _take_number(conflict: Conflict, batch: Batch, by: Any) -> None:
    recommendation = _about(conflict)
    was = recommendation.number
    renumber(recommendation=str(recommendation.pk), number=conflict.theirs, expected=was, by=by)
    step = {"recommendation": str(recommendation.pk), "number": was, "expected": conflict.theirs}
    add_step(batch, "importers.renumber", **step)


@command("importers.renumber", action=DECIDE)
def renumber(*, recommendation: str, number: str, expected: str, by: Any) -> bool:
    """Give it the number under which its document prints it now. Its reference stays: it is an address for ever."""
    found = Recommendation.objects.select_for_update().filter(pk=recommendation, number=expected).first()
    if found is None:
        return False
    found.number = number
    found.save()
    show(found, by)
    return True


def _take_withdrawal(conflict: Conflict, batch: Batch, by: Any) -> None:
    recommendation = _about(conflict)
    require(by, "recommendations.withdraw", recommendation)
    add_step(batch, "importers.bring_back", recommendation=str(recommendation.pk), standing=recommendation.standing)
    reason = _("Withdrawn by its source (%(source)s).") % {"source": conflict.source}
    withdraw(recommendation=recommendation, reason=reason, by=by)


@command("importers.bring_back", action=DECIDE)
def bring_back(*, recommendation: str, standing: str, by: Any) -> bool:
    """Step back: what was withdrawn because its source has it no more stands again."""
    withdrawn = Recommendation.Standing.WITHDRAWN
    found = Recommendation.objects.select_for_update().filter(pk=recommendation, standing=withdrawn).first()
    if found is None:
        return False
    found.standing = standing
    found.save()
    show(found, by)
    return True


def _take_fact(conflict: Conflict, batch: Batch, by: Any) -> None:
    document, name = conflict.document, conflict.field
    change_fact(document=str(document.pk), field=name, value=conflict.theirs, expected=conflict.ours, by=by)
    step = {"document": str(document.pk), "field": name, "value": conflict.ours, "expected": conflict.theirs}
    add_step(batch, "importers.change_fact", **step)


@command("importers.change_fact", action=DECIDE)
def change_fact(*, document: str, field: str, value: Any, expected: Any, by: Any) -> bool:
    """Give a document another fact, if it still is as expected. `field`: kind, session, cycle, published_on, mechanism (its
    code), or "title " and a language."""
    found = Document.objects.select_for_update(of=("self",)).select_related("mechanism").get(pk=document)
    name, _space, language = field.partition(" ")
    if _fact(found, name, language) != expected:
        return False
    change_facts(document=found, by=by, **_as_stored(found, name, language, value))
    for recommendation in found.recommendations.all():
        show(recommendation, by)
    return True


def _fact(document: Document, name: str, language: str) -> Any:
    if name == "title":
        return document.titles.get(language)
    if name == "mechanism":
        return document.mechanism.code if document.mechanism else ""
    value = getattr(document, name)
    return value.isoformat() if isinstance(value, date) else value


def _as_stored(document: Document, name: str, language: str, value: Any) -> dict[str, Any]:
    if name == "title":
        return {"titles": document.titles | {language: value}}
    if name == "mechanism":
        return {"mechanism": Mechanism.objects.get(code=value)}
    return {name: date.fromisoformat(value) if name == "published_on" else value}


def _take_match(conflict: Conflict, batch: Batch, by: Any) -> None:
    match_entry(entry=_about(conflict), official=conflict.official, batch=batch, by=by)


TAKE: dict[str, Callable[[Conflict, Batch, Any], None]] = {
    Kind.WORDING: _take_wording,
    Kind.POSITION: _take_position,
    Kind.NUMBER: _take_number,
    Kind.WITHDRAWN: _take_withdrawal,
    Kind.FACT: _take_fact,
    Kind.MATCH: _take_match,
}
