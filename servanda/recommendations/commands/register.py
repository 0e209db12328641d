"""What people do to recommendations. The mechanism's wording is never edited in place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.at_once import at_once, hold
from servanda.core.counting import counted
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.models import Document, Paragraph
from servanda.publication.commands import withdraw_snapshots
from servanda.publication.models import Change
from servanda.recommendations.commands.lineage import release
from servanda.recommendations.commands.parts import follow_the_whole, has_work, tracked_parts
from servanda.recommendations.commands.positions import keep_answer, must_be_answerable
from servanda.recommendations.commands.showing import note, show, show_companions
from servanda.recommendations.models import Classification, Lineage, Part, Recommendation, RecommendingState, Wording
from servanda.recommendations.queries import free_reference
from servanda.taxonomy.models import Term

Origin, Decision = Classification.Origin, Classification.Decision


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
    `states`: {"iso3", "name"} of each recommending State, and "source" where another document says so; `terms`: its
    classification, as the person who enters it decides; `source`: where the wording was taken from (its document);
    `facts`: kind, order, page, position, plain_lines, standing …"""
    if not any(text.strip() for text in wordings.values()):
        raise Refused(_("Enter the wording of the recommendation, as the mechanism wrote it."))
    must_be_answerable(facts.get("kind"), facts.get("position"))
    recommendation = Recommendation.objects.create(
        reference=free_reference(document, number), document=document, number=number, paragraph=paragraph, **facts
    )
    words = {language: text for language, text in wordings.items() if text.strip()}
    hold(
        _keep_wordings,
        *(
            Wording(recommendation=recommendation, language=language, text=text, source=source or document.symbol)
            for language, text in words.items()
        ),
    )
    hold(_keep_states, *_states(recommendation, states))
    hold(_keep_parts, *_parts(recommendation, parts))
    keep_answer(recommendation, source=recommendation.position_source or document.symbol, by=by)
    if terms:
        require(by, "recommendations.classify", recommendation)
        hold(_keep_decisions, *_decided(recommendation, terms, by))
    show(recommendation, by)
    return recommendation


def _decided(recommendation: Recommendation, terms: Sequence[Term], by: Any) -> list[Classification]:
    words = {"decision": Decision.CONFIRMED, "origin": Origin.PERSON, "decided_by": by, "decided_at": clock.now()}
    return [Classification(recommendation=recommendation, term=term, **words) for term in dict.fromkeys(terms)]


def _keep_wordings(rows: list[Wording]) -> None:
    Wording.objects.bulk_create(rows, batch_size=500)


def _keep_states(rows: list[RecommendingState]) -> None:
    RecommendingState.objects.bulk_create(rows, batch_size=500)


def _keep_parts(rows: list[Part]) -> None:
    Part.objects.bulk_create(rows, batch_size=500)


def _parts(recommendation: Recommendation, parts: Sequence[str]) -> list[Part]:
    return [
        Part(recommendation=recommendation, letter="abcdefghijklmnopqrstuvwxyz"[place], text=text)
        for place, text in enumerate(parts[:26])
    ]


def set_states(recommendation: Recommendation, states: Iterable[dict[str, str]]) -> None:
    """Who recommended it, each State once. Part of a command."""
    recommendation.recommending_states.all().delete()
    _keep_states(_states(recommendation, states))


def _states(recommendation: Recommendation, states: Iterable[dict[str, str]]) -> list[RecommendingState]:
    distinct = {(s.get("iso3") or s["name"]): s for s in states}
    return [
        RecommendingState(
            recommendation=recommendation,
            iso3=s.get("iso3") or "",
            name=s["name"],
            source=s.get("source") or "",
            order=order,
        )
        for order, s in enumerate(distinct.values())
    ]


@command("recommendations.remove_from_intake", action="recommendations.enter")
def remove_from_intake(*, recommendation: str, by: Any) -> bool:
    """Step back of an intake: take a recommendation out of the register, unless somebody has worked on it since.
    Its public text is withdrawn and stays readable as withdrawn."""
    found = Recommendation.objects.filter(pk=recommendation, standing=Recommendation.Standing.CONFIRMED).first()
    if found is None or has_work(found) or any(has_work(part.tracked) for part in tracked_parts(found)):
        return False
    found.standing = Recommendation.Standing.WITHDRAWN
    found.save()
    withdraw_snapshots(
        kind="recommendation", public_id=found.public_id, reason=_("The intake of this document was taken back.")
    )
    follow_the_whole(found, _("The intake of this document was taken back."))
    show_companions(found, by)
    note(found)
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
        set_states(recommendation, states)
    if plain_lines is not None:
        recommendation.plain_lines = {language: text.strip() for language, text in plain_lines.items() if text.strip()}
    recommendation.asks_follow_up_by = asks_follow_up_by
    recommendation.save()
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
    decisions = _Decisions(add, remove, reason, accept_suggested, by)
    held: dict[Any, dict[Any, Classification]] = {recommendation.pk: {} for recommendation in recommendations}
    for classification in Classification.objects.filter(recommendation__in=recommendations):
        held[classification.recommendation_id][classification.term_id] = classification
    with at_once():
        for recommendation in counted(recommendations):
            require(by, "recommendations.classify", recommendation)
            _classify_one(recommendation, held[recommendation.pk], decisions, batch)
    return batch


@dataclass(frozen=True)
class _Decisions:
    """What a person decides about the terms of many recommendations."""

    add: Sequence[Term]
    remove: Sequence[Term]
    reason: str
    accept_suggested: bool
    by: Any

    def words(self, decision: str) -> dict[str, Any]:
        return {"decision": decision, "reason": self.reason, "decided_by": self.by, "decided_at": clock.now()}

    def confirmed(self, held: dict[Any, Classification]) -> list[Any]:
        """Ids of the terms to be confirmed, given those there are."""
        suggested = [c.term_id for c in held.values() if c.decision == Decision.SUGGESTED]
        return [*(suggested if self.accept_suggested else ()), *(term.pk for term in self.add)]


def _classify_one(
    recommendation: Recommendation, held: dict[Any, Classification], decisions: _Decisions, batch: Batch
) -> None:
    before = {str(term): c.decision for term, c in held.items()}
    for term in decisions.confirmed(held):
        if term not in held:
            held[term] = Classification(recommendation=recommendation, term_id=term, origin=Origin.PERSON)
        _put(held[term], decisions.words(Decision.CONFIRMED))
    for term in (term.pk for term in decisions.remove if term.pk in held):
        if held[term].origin == Origin.PERSON:
            _erase(held.pop(term))
        else:
            _put(held[term], decisions.words(Decision.REJECTED))
    after = {str(term): c.decision for term, c in held.items()}
    if before != after:
        key = str(recommendation.pk)
        add_step(batch, "recommendations.restore_terms", recommendation=key, terms=before, expected=after)
        show(recommendation, decisions.by)


def _put(classification: Classification, words: dict[str, Any]) -> None:
    """Decide so. Whoever decided so first stays named."""
    if classification.decision != words["decision"]:
        for name, value in words.items():
            setattr(classification, name, value)
        hold(_keep_decisions, classification)


def _erase(classification: Classification) -> None:
    """A person's own term that is taken away is deleted; a suggestion is kept as rejected."""
    if not classification._state.adding:
        classification.delete()


def _keep_decisions(classifications: list[Classification]) -> None:
    new = [c for c in classifications if c._state.adding]
    fields = ["decision", "reason", "decided_by", "decided_at"]
    Classification.objects.bulk_update([c for c in classifications if not c._state.adding], fields, batch_size=200)
    Classification.objects.bulk_create(new, batch_size=500)


def _title_of(recommendations: Sequence[Recommendation]) -> str:
    return ngettext("%(n)d recommendation classified", "%(n)d recommendations classified", len(recommendations)) % {
        "n": len(recommendations)
    }


def _decisions_of(recommendation: Recommendation) -> dict[str, str]:
    return {str(term): decision for term, decision in recommendation.classifications.values_list("term", "decision")}


@command("recommendations.restore_terms", action="recommendations.classify")
def restore_terms(*, recommendation: str, terms: dict[str, str], expected: dict[str, str], by: Any) -> bool:
    """Step back of `classify`: the terms and decisions as they were, unless somebody has classified it since."""
    found = Recommendation.objects.filter(pk=recommendation).first()
    if found is None or _decisions_of(found) != expected:
        return False
    found.classifications.exclude(term_id__in=list(terms)).delete()
    decided = {"decided_by": by, "decided_at": clock.now()}
    for term, decision in terms.items():
        if expected.get(term) == decision:
            continue
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
    follow_the_whole(recommendation, reason)
    release(recommendation.leads_on_from.filter(kind=Lineage.Kind.SUPERSEDES).select_related("earlier"), by)
    show_companions(recommendation, by)
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
    set_states(recommendation, states)
    recommendation.parts.filter(tracked=None).delete()
    _keep_parts(_parts(recommendation, parts))
    keep_answer(recommendation, source=recommendation.position_source or recommendation.document.symbol, by=by)
    show(recommendation, by)
    return recommendation
