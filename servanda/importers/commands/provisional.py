"""Provisional entries: made before the official text was there, and matched to it by a person later. The entry becomes official and
keeps its reference and everything that was worked on; the official record is not there twice."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.models import Document
from servanda.importers.models import Intake, IntakeItem
from servanda.publication.commands import withdraw_snapshots
from servanda.recommendations.commands import note, replace_wording, set_states, show, suggest_from_source
from servanda.recommendations.models import Position, Recommendation

Standing = Recommendation.Standing
FACTS = ("number", "order", "page", "kind", "position", "position_source")
UNANSWERED = ("", Position.PENDING)


def become_official(
    *,
    entry: Recommendation,
    document: Document,
    wordings: dict[str, str],
    source: str,
    states: Sequence[dict[str, str]],
    batch: Batch,
    by: Any,
    **facts: Any,
) -> Recommendation:
    """Make a provisional entry the official record. Part of a command. `facts`: number, order, page, kind, paragraph, position,
    position_source. Its reference, parts, terms, assignments and actions stay; an answer that it has already stays too."""
    before = _as_it_is(entry, wordings)
    if entry.position not in UNANSWERED:
        facts = {name: value for name, value in facts.items() if not name.startswith("position")}
    confirm_entry(entry=entry, document=document, facts=facts, states=states, by=by)
    for language, text in wordings.items():
        replace_wording(recommendation=entry, language=language, text=text, source=source[:160], by=by)
    add_step(batch, "importers.make_provisional_again", entry=str(entry.pk), before=before, became=wordings)
    return entry


def _as_it_is(entry: Recommendation, wordings: dict[str, str]) -> dict[str, Any]:
    current = entry.wordings.filter(replaced_at=None, language__in=wordings)
    return {
        "document": str(entry.document_id),
        "paragraph": str(entry.paragraph_id) if entry.paragraph_id else None,
        "facts": {name: getattr(entry, name) for name in FACTS},
        "states": [{"iso3": s.iso3, "name": s.name} for s in entry.recommending_states.all()],
        "wordings": {w.language: [w.text, w.source] for w in current},
    }


@command("importers.confirm_entry", on="entry", action="recommendations.enter")
def confirm_entry(
    *, entry: Recommendation, document: Document, facts: dict[str, Any], states: Sequence[dict[str, str]], by: Any
) -> Recommendation:
    """A provisional entry is confirmed as what its document says at that place."""
    if entry.standing != Standing.PROVISIONAL:
        raise NotPossibleNow(
            _("%(reference)s is no provisional entry any more. Look at it again.") % {"reference": entry}
        )
    entry.document, entry.standing = document, Standing.CONFIRMED
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save()
    if states:
        set_states(entry, states)
    show(entry, by)
    return entry


@command("importers.make_provisional_again", action="recommendations.enter")
def make_provisional_again(*, entry: str, before: dict[str, Any], became: dict[str, str], by: Any) -> bool:
    """Step back of a match: the entry as it was. What was worked on since stays with it, and so does an answer or a wording
    that was changed since."""
    found = Recommendation.objects.select_for_update().filter(pk=entry, standing=Standing.CONFIRMED).first()
    if found is None:
        return False
    found.standing, found.document_id, found.paragraph_id = (
        Standing.PROVISIONAL,
        before["document"],
        before["paragraph"],
    )
    for name, value in before["facts"].items():
        setattr(found, name, value)
    found.save()
    set_states(found, before["states"])
    for language, text in became.items():
        _wording_back(found, language, text, before["wordings"].get(language), by)
    show(found, by)
    return True


def _wording_back(entry: Recommendation, language: str, became: str, was: list[str] | None, by: Any) -> None:
    current = entry.wordings.filter(language=language, replaced_at=None, text=became).first()
    if current and was:
        replace_wording(recommendation=entry, language=language, text=was[0], source=was[1], by=by)
    elif current:
        current.delete()


# --- the official record is in the register already -------------------------------------------------------------------


@command("importers.match", action="recommendations.enter")
def match(*, entry: Recommendation, official: Recommendation, by: Any) -> Batch:
    """A person has found that a provisional entry and an official record are the same. Can be undone."""
    title = _("%(entry)s was found to be %(official)s") % {"entry": entry, "official": official}
    batch = open_batch(kind=Batch.Kind.DECIDING, title=title, by=by)
    match_entry(entry=entry, official=official, batch=batch, by=by)
    return batch


def match_entry(*, entry: Recommendation, official: Recommendation | None, batch: Batch, by: Any) -> None:
    """The entry takes the place of the official record, which gives up its own. Part of a command."""
    if official is None or official.standing != Standing.CONFIRMED:
        raise NotPossibleNow(_("The official record is not in the register any more. Look at the list again."))
    become_official(
        entry=entry,
        document=official.document,
        wordings={w.language: w.text for w in official.wordings.filter(replaced_at=None)},
        source=official.wordings.filter(replaced_at=None).values_list("source", flat=True).first() or "",
        states=[{"iso3": s.iso3, "name": s.name} for s in official.recommending_states.all()],
        batch=batch,
        by=by,
        paragraph=official.paragraph,
        **{name: getattr(official, name) for name in FACTS},
    )
    _hand_over_labels(official, entry, by)
    add_step(batch, "importers.part_again", official=str(official.pk), entry=str(entry.pk))
    give_way(official=official, to=entry, by=by)


def _hand_over_labels(official: Recommendation, entry: Recommendation, by: Any) -> None:
    """What the source suggested for the official record is suggested for the entry, where it has no such term."""
    suggested = official.classifications.filter(decision="suggested").select_related("term")
    sources = {c.source for c in suggested}
    for source in sorted(sources):
        terms = [c.term for c in suggested if c.source == source]
        suggest_from_source(recommendation=entry, terms=terms, source=source, by=by)


@command("importers.give_way", on="official", action="recommendations.enter")
def give_way(*, official: Recommendation, to: Recommendation, by: Any) -> Recommendation:
    """An official record is superseded by the entry that was made before it. Its address tells where it is kept now."""
    if _is_worked_on(official):
        sentence = _("%(reference)s has been worked on already. End its assignments first, or keep the two apart.")
        raise Refused(sentence % {"reference": official})
    official.standing = Standing.SUPERSEDED
    official.save()
    IntakeItem.objects.filter(recommendation=official).update(recommendation=to)
    reason = _("This recommendation is kept as %(reference)s.") % {"reference": to.reference}
    if official.document.is_public:
        withdraw_snapshots(kind="recommendation", public_id=official.public_id, reason=reason)
    note(official)
    return official


def _is_worked_on(recommendation: Recommendation) -> bool:
    """An institution has a part in it, or something was written about it."""
    return (
        recommendation.assignments.filter(state__in=("proposed", "accepted")).exists()
        or recommendation.action_links.exists()
        or recommendation.updates.exists()
        or recommendation.assessments.exists()
    )


@command("importers.part_again", action="recommendations.enter")
def part_again(*, official: str, entry: str, by: Any) -> bool:
    """Step back of a match: the official record stands by itself again."""
    found = Recommendation.objects.select_for_update().filter(pk=official, standing=Standing.SUPERSEDED).first()
    if found is None:
        return False
    found.standing = Standing.CONFIRMED
    found.save()
    IntakeItem.objects.filter(recommendation__pk=entry).update(recommendation=found)
    show(found, by)
    return True


# --- in the intake, before anything is confirmed ----------------------------------------------------------------------


@command("importers.say_whether_entry", on="item", action="importers.take_in")
def say_whether_entry(*, item: IntakeItem, entry: Recommendation, is_it: bool, by: Any) -> IntakeItem:
    """A person says whether an item is a provisional entry. Nothing happens to the entry before the intake is confirmed."""
    if item.intake.state != Intake.State.READ:
        raise NotPossibleNow(_("This intake is not open any more: it was confirmed, discarded or is still being read."))
    key = str(entry.pk)
    others = [other for other in item.not_entries if other != key]
    item.entry = entry if is_it else None
    item.not_entries = others if is_it else [*others, key]
    item.save()
    if is_it:
        item.intake.items.filter(entry=entry).exclude(pk=item.pk).update(entry=None)
    return item
