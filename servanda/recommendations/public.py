"""How a recommendation looks in public: the words of the mechanism, where they stand, the State's answers, and the line in
which it stands.

Snapshots are never rewritten: what reads them (`portal/reading.py`, `publication/search.py`) takes a field that an older
snapshot lacks for empty (tests/samples/snapshot-of-2026-11.json)."""

from collections.abc import Iterable
from typing import Any

from servanda.publication.registry import companions, section
from servanda.recommendations import lineage as lines
from servanda.recommendations.models import Answer, Classification, Part, Position, Recommendation

Standing = Recommendation.Standing


# What the sections of this file ask of a recommendation, fetched for many together.
WITH = (
    "wordings", "recommending_states", "parts__tracked__document", "as_part__recommendation__document", "answers",
    "leads_on_from__earlier", "led_on_to__later", "concerns__concern", "answered_by__recommendation",
)  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


@section("recommendation", "recommendation", reads=WITH)
def recommendation(thing: Recommendation) -> dict[str, Any]:
    whole = thing.whole
    return {
        "reference": thing.reference,
        "part_of": whole.reference if whole else None,
        "letter": thing.as_part.letter if whole else "",
        "kind": thing.kind,
        "standing": thing.standing,
        "number": thing.number,
        "page": thing.page,
        "order": thing.order,
        "plain_lines": thing.plain_lines,
        "wordings": [
            {"language": w.language, "text": w.text, "is_official": w.is_official}
            for w in thing.wordings.all()
            if w.replaced_at is None
        ],
        "parts": [_part(part) for part in thing.parts.all() if part.joined_at is None],
        "states": [
            {"iso3": s.iso3, "name": s.name, "source": s.source} for s in (whole or thing).recommending_states.all()
        ],
        "asks_follow_up_by": _day((whole or thing).asks_follow_up_by),
    }


def _part(part: Part) -> dict[str, Any]:
    """`reference`: its own page, where it is followed up on its own; `spans`: where it stands in the wording."""
    return {
        "letter": part.letter,
        "text": part.text,
        "language": part.language,
        "spans": part.spans,
        "reference": part.tracked.reference if part.tracked else None,
    }


@section("recommendation", "position")
def position(thing: Recommendation) -> dict[str, Any]:
    """A part without an answer of its own has that of the whole. `un_value`: the UN's own word, supported or noted."""
    answered = thing.whole if thing.whole and not thing.position else thing
    answers = lines.in_order_of_time(answered.answers.all())
    current = next((a for a in answers if a.replaced_at is None and a.position == answered.position), None)
    return {
        "value": answered.position,
        "un_value": un_word(answered.position, current),
        "explanations": answered.position_explanations,
        "source": answered.position_source,
        "answered_on": _day(current.answered_on) if current else None,
        "of_whole": answered is not thing,
        "history": [_answer(a) for a in answers if a.replaced_at or a is current],
    }


def un_word(value: str, answer: Answer | None) -> str:
    """Supported and noted are the UN's words; for "in part" it has none, and what its document records is kept beside."""
    return value if value in (Position.SUPPORTED, Position.NOTED) else (answer.un_position if answer else "")


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "value": answer.position,
        "un_value": un_word(answer.position, answer),
        "explanations": answer.explanations,
        "source": answer.source,
        "on": _day(answer.answered_on),
    }


@section("recommendation", "lineage")
def lineage(thing: Recommendation) -> dict[str, Any]:
    """`steps`: its line in time, itself among them; no words of others, so that what is withdrawn takes its words along.
    `links`: the direct ones."""
    chain = lines.chain_of(thing)
    shown = [step for step in chain.steps if step.document.is_public]
    return {
        "steps": [_step(step, chain) for step in shown],
        "links": [
            {"earlier": link.earlier.reference, "later": link.later.reference, "kind": link.kind, "note": link.note}
            for link in _direct(thing)
        ],
    }


def _direct(thing: Recommendation) -> list[Any]:
    links = [*thing.leads_on_from.all(), *thing.led_on_to.all()]
    return sorted(links, key=lambda link: (link.earlier.reference, link.later.reference))


def _step(step: Recommendation, chain: lines.Chain) -> dict[str, Any]:
    mechanism = step.document.mechanism
    return {
        "reference": step.reference,
        "symbol": step.document.symbol,
        "number": step.number,
        "kind": step.kind,
        "on": _day(step.document.published_on),
        "mechanism": {"code": mechanism.code, "kind": mechanism.kind, "names": mechanism.names} if mechanism else None,
        "standing": step.standing,
        "answers": [{"value": a.position, "on": _day(a.answered_on)} for a in chain.answers_to(step)],
    }


@section("recommendation", "concerns")
def concerns(thing: Recommendation) -> dict[str, Any]:
    """The concerns behind it, or what answers to it, by reference: they have pages of their own."""
    return {
        "behind": _references(link.concern for link in thing.concerns.all()),
        "answered_by": _references(link.recommendation for link in thing.answered_by.all()),
    }


def _references(things: Iterable[Recommendation]) -> list[str]:
    """In the order of their document, without what was withdrawn."""
    standing = [thing for thing in things if thing.standing != Standing.WITHDRAWN]
    return [thing.reference for thing in sorted(standing, key=lambda thing: thing.order)]


@companions("recommendation")
def line(thing: Recommendation) -> list[Recommendation]:
    """The others of its line show its position."""
    return lines.companions_of(thing)


@companions("recommendation")
def whole_and_parts(thing: Recommendation) -> list[Recommendation]:
    """The whole shows its parts, and the parts have of the whole what they don't say themselves."""
    found = [part.tracked for part in thing.parts.all() if part.joined_at is None and part.tracked]
    candidates = [*found, *([thing.whole] if thing.whole else [])]
    return [one for one in candidates if one.standing != Standing.WITHDRAWN and one.document.is_public]


@section("recommendation", "document", reads=("document__mechanism",))
def document(thing: Recommendation) -> dict[str, Any]:
    source = thing.document
    mechanism = source.mechanism
    return {
        "id": str(source.pk),
        "symbol": source.symbol,
        "kind": source.kind,
        "titles": source.titles,
        "published_on": source.published_on.isoformat() if source.published_on else None,
        "session": source.session,
        "cycle": source.cycle,
        "source_url": source.source_url,
        "mechanism": {"code": mechanism.code, "kind": mechanism.kind, "names": mechanism.names} if mechanism else None,
    }


@section("recommendation", "terms", reads=("classifications__term__scheme",))
def terms(thing: Recommendation) -> list[dict[str, Any]]:
    """Of a part also what the whole is classified with; only what a person confirmed."""
    owners = [thing, *([thing.whole] if thing.whole else [])]
    given = (c for owner in owners for c in owner.classifications.all())
    found = {c.term_id: c.term for c in given if c.decision == Classification.Decision.CONFIRMED}
    ordered = sorted(found.values(), key=lambda term: (term.scheme.order, term.order, term.code))
    return [{"scheme": term.scheme.code, "code": term.code, "labels": term.labels} for term in ordered]
