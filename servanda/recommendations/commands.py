"""What people do to recommendations. The mechanism's wording is never edited in place."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.errors import NotPossibleNow, Refused
from servanda.core.profile import profile
from servanda.documents.models import Document, Paragraph
from servanda.publication.commands import take_first_snapshots, take_snapshot, withdraw_snapshots
from servanda.publication.models import Change
from servanda.recommendations.models import Classification, Part, Position, Recommendation, RecommendingState, Wording
from servanda.recommendations.public import to_be_shown
from servanda.recommendations.queries import free_reference
from servanda.recommendations.reference import reference_for
from servanda.taxonomy.models import Term

Origin, Decision = Classification.Origin, Classification.Decision


def show(recommendation: Recommendation, by: Any) -> None:
    """The public sees the recommendation as it stands now, and both search indexes are told. Part of a command."""
    note(recommendation)
    fresh = Recommendation.objects.get(pk=recommendation.pk)  # nothing prefetched before the change
    if fresh.standing != Recommendation.Standing.WITHDRAWN and fresh.document.is_public:
        take_snapshot(kind="recommendation", thing=fresh, public_id=fresh.public_id, by=by)


def note(recommendation: Recommendation) -> None:
    """The working index is told of a change that the public does not see. Part of a command."""
    Change.objects.create(index="work", key=f"recommendation:{recommendation.pk}")


def note_all(recommendations: Iterable[Recommendation]) -> None:
    """As `note`, of many."""
    changes = [Change(index="work", key=f"recommendation:{one.pk}") for one in recommendations]
    Change.objects.bulk_create(changes, batch_size=500)


@command("recommendations.enter")
def enter(
    *,
    document: Document,
    number: str,
    wordings: dict[str, str],
    by: Any,
    states: Iterable[dict[str, str]] = (),
    parts: Sequence[str] = (),
    terms: Sequence[Term] = (),
    paragraph: Paragraph | None = None,
    source: str = "",
    **facts: Any,
) -> Recommendation:
    """Add a recommendation to the register and publish its text. `wordings`: language → the mechanism's own words;
    `states`: {"iso3", "name"} of each recommending State; `terms`: its classification, as the person who enters it decides;
    `source`: where the wording was taken from (its document); `facts`: kind, order, page, position, plain_lines, standing …"""
    if not any(text.strip() for text in wordings.values()):
        raise Refused(_("Enter the wording of the recommendation, as the mechanism wrote it."))
    recommendation = Recommendation.objects.create(
        reference=free_reference(document, number), document=document, number=number, paragraph=paragraph, **facts
    )
    Wording.objects.bulk_create(
        Wording(recommendation=recommendation, language=language, text=text, source=source or document.symbol)
        for language, text in wordings.items()
        if text.strip()
    )
    _set_states(recommendation, states)
    _set_parts(recommendation, parts)
    if terms:
        require(by, "recommendations.classify", recommendation)
        _decide(recommendation, terms, Decision.CONFIRMED, "", by)
    show(recommendation, by)
    return recommendation


def _set_parts(recommendation: Recommendation, parts: Sequence[str]) -> None:
    Part.objects.bulk_create(
        Part(recommendation=recommendation, letter="abcdefghijklmnopqrstuvwxyz"[place], text=text)
        for place, text in enumerate(parts[:26])
    )


def _set_states(recommendation: Recommendation, states: Iterable[dict[str, str]]) -> None:
    recommendation.recommending_states.all().delete()
    RecommendingState.objects.bulk_create(_states_of(recommendation, states))


@command("recommendations.enter_list", action="recommendations.enter")
def enter_list(*, entries: Sequence[dict[str, Any]], by: Any) -> list[Recommendation]:
    """Enter many recommendations at once, each as `enter` takes it (document, number, wordings, states, terms, facts), without
    parts. The same comes of it, in a few queries for all of them."""
    if any(entry.get("terms") for entry in entries):
        require(by, "recommendations.classify")
    taken = _references_of(entries)
    made = [_unsaved(entry, taken) for entry in entries]
    Recommendation.objects.bulk_create(made, batch_size=200)
    pairs = list(zip(made, entries, strict=True))
    Wording.objects.bulk_create([row for one, entry in pairs for row in _wordings_of(one, entry)], batch_size=200)
    RecommendingState.objects.bulk_create([row for one, entry in pairs for row in _states_of(one, entry["states"])])
    Classification.objects.bulk_create([row for one, entry in pairs for row in _terms_of(one, entry["terms"], by)])
    note_all(made)
    fresh = to_be_shown(Recommendation.objects.filter(document__is_public=True)).in_bulk([one.pk for one in made])
    take_first_snapshots(kind="recommendation", things=list(fresh.values()), by=by)
    return made


def _references_of(entries: Sequence[dict[str, Any]]) -> set[str]:
    """The references that are taken already among those that could be given to the entries."""
    stems = {reference_for(state=profile().code, document=e["document"], number="", taken=set()) for e in entries}
    taken: set[str] = set()
    for stem in stems:
        taken |= set(Recommendation.objects.filter(reference__startswith=stem).values_list("reference", flat=True))
    return taken


def _unsaved(entry: dict[str, Any], taken: set[str]) -> Recommendation:
    document, number = entry["document"], entry["number"]
    reference = reference_for(state=profile().code, document=document, number=number, taken=taken)
    taken.add(reference)
    return Recommendation(reference=reference, document=document, number=number, **entry["facts"])


def _wordings_of(recommendation: Recommendation, entry: dict[str, Any]) -> Iterable[Wording]:
    symbol = entry["document"].symbol
    for language, text in entry["wordings"].items():
        yield Wording(recommendation=recommendation, language=language, text=text, source=symbol)


def _states_of(recommendation: Recommendation, states: Iterable[dict[str, str]]) -> Iterable[RecommendingState]:
    distinct = {(s.get("iso3") or s["name"]): s for s in states}
    for order, state in enumerate(distinct.values()):
        iso3, name = state.get("iso3") or "", state["name"]
        yield RecommendingState(recommendation=recommendation, iso3=iso3, name=name, order=order)


def _terms_of(recommendation: Recommendation, terms: Iterable[Term], by: Any) -> Iterable[Classification]:
    decided = {"decision": Decision.CONFIRMED, "origin": Origin.PERSON, "decided_by": by, "decided_at": clock.now()}
    for term in {term.pk: term for term in terms}.values():
        yield Classification(recommendation=recommendation, term=term, **decided)


@command("recommendations.remove_from_intake", action="recommendations.enter")
def remove_from_intake(*, recommendation: str, by: Any) -> bool:
    """Step back of an intake: take a recommendation out of the register, unless somebody has worked on it since.
    Its public text is withdrawn and stays readable as withdrawn."""
    found = Recommendation.objects.filter(pk=recommendation, standing=Recommendation.Standing.CONFIRMED).first()
    if (
        found is None
        or found.assignments.exists()
        or found.action_links.exists()
        or found.updates.exists()
        or found.assessments.exists()
    ):
        return False
    found.standing = Recommendation.Standing.WITHDRAWN
    found.save()
    withdraw_snapshots(
        kind="recommendation", public_id=found.public_id, reason=_("The intake of this document was taken back.")
    )
    Change.objects.create(index="work", key=f"recommendation:{found.pk}")
    return True


@command("recommendations.edit_facts", on="recommendation")
def edit_facts(
    *,
    recommendation: Recommendation,
    by: Any,
    states: Iterable[dict[str, str]] | None = None,
    plain_lines: dict[str, str] | None = None,
    asks_follow_up_by: date | None = None,
) -> Recommendation:
    """Correct who recommended it, its plain line in the reader's words, and the day by which the mechanism asked to hear."""
    if states is not None:
        _set_states(recommendation, states)
    if plain_lines is not None:
        recommendation.plain_lines = {language: text.strip() for language, text in plain_lines.items() if text.strip()}
    recommendation.asks_follow_up_by = asks_follow_up_by
    recommendation.save()
    show(recommendation, by)
    return recommendation


@command("recommendations.set_position", on="recommendation", action="recommendations.edit_facts")
def set_position(
    *, recommendation: Recommendation, position: str, explanations: dict[str, str], source: str, by: Any
) -> Recommendation:
    """Record the State's answer, why, and where it is written (symbol and paragraph of the addendum)."""
    if position not in Position.values:
        raise Refused(_("Choose supported, noted, supported in part or pending."))
    if position == Position.IN_PART and not any(explanations.values()):
        raise Refused(_("Say which part is supported: a position in part needs an explanation."))
    recommendation.position, recommendation.position_source = position, source.strip()
    recommendation.position_explanations = {k: v for k, v in explanations.items() if v}
    recommendation.save()
    show(recommendation, by)
    return recommendation


@command("recommendations.split", on="recommendation", action="recommendations.edit_facts")
def split(*, recommendation: Recommendation, parts: Sequence[str], by: Any) -> Recommendation:
    """Name the separate demands of a compound recommendation. The wording stays whole."""
    if len(parts) == 1 or len(parts) > 26:
        raise Refused(_("Give two demands or more (at most 26), or none to undo the split."))
    recommendation.parts.all().delete()
    Part.objects.bulk_create(
        Part(recommendation=recommendation, letter="abcdefghijklmnopqrstuvwxyz"[place], text=text.strip())
        for place, text in enumerate(parts)
        if text.strip()
    )
    show(recommendation, by)
    return recommendation


@command("recommendations.suggest_from_source", action="recommendations.enter")
def suggest_from_source(*, recommendation: Recommendation, terms: Iterable[Term], source: str, by: Any) -> int:
    """Keep the labels that came with the source as suggestions, with their origin, until a person decides."""
    held = set(recommendation.classifications.values_list("term", flat=True))
    new = [
        Classification(
            recommendation=recommendation,
            term=term,
            origin=Origin.IMPORTED,
            decision=Decision.SUGGESTED,
            source=source[:160],
        )
        for term in {t.pk: t for t in terms}.values()
        if term.pk not in held
    ]
    Classification.objects.bulk_create(new)
    return len(new)


@command("recommendations.classify")
def classify(
    *,
    recommendations: Sequence[Recommendation],
    by: Any,
    add: Sequence[Term] = (),
    remove: Sequence[Term] = (),
    reason: str = "",
    accept_suggested: bool = False,
) -> Batch:
    """Give terms to, and take terms from, many recommendations at once; `accept_suggested`: confirm all that is suggested
    for them. Can be undone as a whole."""
    batch = open_batch(kind=Batch.Kind.CLASSIFYING, title=_title_of(recommendations), by=by)
    for recommendation in recommendations:
        require(by, "recommendations.classify", recommendation)
        before = _decisions_of(recommendation)
        suggested = _suggested_for(recommendation) if accept_suggested else ()
        _decide(recommendation, [*suggested, *add], Decision.CONFIRMED, reason, by)
        _decide(recommendation, remove, Decision.REJECTED, reason, by)
        after = _decisions_of(recommendation)
        if before != after:
            key = str(recommendation.pk)
            add_step(batch, "recommendations.restore_terms", recommendation=key, terms=before, expected=after)
            show(recommendation, by)
    return batch


def _suggested_for(recommendation: Recommendation) -> list[Term]:
    return list(
        Term.objects.filter(classifications__in=recommendation.classifications.filter(decision=Decision.SUGGESTED))
    )


def _title_of(recommendations: Sequence[Recommendation]) -> str:
    return ngettext("%(n)d recommendation classified", "%(n)d recommendations classified", len(recommendations)) % {
        "n": len(recommendations)
    }


def _decisions_of(recommendation: Recommendation) -> dict[str, str]:
    return {str(term): decision for term, decision in recommendation.classifications.values_list("term", "decision")}


def _decide(recommendation: Recommendation, terms: Iterable[Term], decision: str, reason: str, by: Any) -> None:
    """A rejected suggestion is kept as rejected; a person's own term that is taken away is deleted."""
    decided = {"decision": decision, "reason": reason, "decided_by": by, "decided_at": clock.now()}
    for term in terms:
        held = recommendation.classifications.filter(term=term)
        if held.filter(decision=decision).exists():
            continue  # whoever decided so first stays named
        if decision == Decision.CONFIRMED:
            Classification.objects.update_or_create(
                recommendation=recommendation,
                term=term,
                defaults=decided,
                create_defaults={**decided, "origin": Origin.PERSON},
            )
        else:
            held.filter(origin=Origin.PERSON).delete()
            held.exclude(origin=Origin.PERSON).update(**decided)


@command("recommendations.restore_terms", action="recommendations.classify")
def restore_terms(*, recommendation: str, terms: dict[str, str], expected: dict[str, str], by: Any) -> bool:
    """Step back of `classify`: the terms and decisions as they were, unless somebody has classified it since."""
    found = Recommendation.objects.filter(pk=recommendation).first()
    if found is None or _decisions_of(found) != expected:
        return False
    found.classifications.exclude(term_id__in=list(terms)).delete()
    decided = {"decided_by": by, "decided_at": clock.now()}
    for term, decision in terms.items():
        back = {"decided_by": None, "decided_at": None} if decision == Decision.SUGGESTED else decided
        Classification.objects.update_or_create(
            recommendation=found,
            term_id=term,
            defaults={"decision": decision, **back},
            create_defaults={"decision": decision, "origin": Origin.PERSON, **back},
        )
    show(found, by)
    return True


@command("recommendations.withdraw", on="recommendation")
def withdraw(*, recommendation: Recommendation, reason: str, by: Any) -> Recommendation:
    """Take a recommendation off the public side with a reason that stands in its place."""
    if recommendation.standing == Recommendation.Standing.WITHDRAWN:
        raise NotPossibleNow(_("This is withdrawn already."))
    recommendation.standing = Recommendation.Standing.WITHDRAWN
    recommendation.save()
    withdraw_snapshots(kind="recommendation", public_id=recommendation.public_id, reason=reason)
    Change.objects.create(index="work", key=f"recommendation:{recommendation.pk}")
    return recommendation


@command("recommendations.replace_wording", on="recommendation", action="recommendations.enter")
def replace_wording(
    *, recommendation: Recommendation, language: str, text: str, source: str, by: Any
) -> Recommendation:
    """Keep a text that its source has corrected, or a language that was missing, as a new wording. The old one stays."""
    _replace_wording(recommendation, language, text, source)
    show(recommendation, by)
    return recommendation


def _replace_wording(recommendation: Recommendation, language: str, text: str, source: str) -> None:
    current = recommendation.wordings.filter(language=language, replaced_at=None)
    if current.filter(text=text).exists():
        return
    current.update(replaced_at=clock.now())
    Wording.objects.create(recommendation=recommendation, language=language, text=text, source=source)


@command("recommendations.enter_again", on="recommendation", action="recommendations.enter")
def enter_again(
    *,
    recommendation: Recommendation,
    wordings: dict[str, str],
    by: Any,
    states: Iterable[dict[str, str]] = (),
    parts: Sequence[str] = (),
    source: str = "",
    **facts: Any,
) -> Recommendation:
    """Bring back a recommendation whose intake was taken back, under its old reference, with what its document says now."""
    if recommendation.standing != Recommendation.Standing.WITHDRAWN:
        raise NotPossibleNow(_("This is in the register already."))
    for name, value in facts.items():
        setattr(recommendation, name, value)
    recommendation.standing = Recommendation.Standing.CONFIRMED
    recommendation.save()
    for language, text in wordings.items():
        _replace_wording(recommendation, language, text, source or recommendation.document.symbol)
    _set_states(recommendation, states)
    recommendation.parts.all().delete()
    _set_parts(recommendation, parts)
    show(recommendation, by)
    return recommendation
