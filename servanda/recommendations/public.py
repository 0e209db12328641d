"""How a recommendation looks in public: the words of the mechanism, where they stand, and the State's answer."""

from typing import Any

from servanda.publication.registry import section
from servanda.recommendations.models import Classification, Recommendation


@section("recommendation", "recommendation", reads=("wordings", "parts", "recommending_states"))
def recommendation(thing: Recommendation) -> dict[str, Any]:
    return {
        "reference": thing.reference,
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
        "parts": [{"letter": p.letter, "text": p.text} for p in thing.parts.all()],
        "states": [{"iso3": s.iso3, "name": s.name} for s in thing.recommending_states.all()],
        "asks_follow_up_by": thing.asks_follow_up_by.isoformat() if thing.asks_follow_up_by else None,
    }


@section("recommendation", "position")
def position(thing: Recommendation) -> dict[str, Any]:
    return {"value": thing.position, "explanations": thing.position_explanations, "source": thing.position_source}


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
    """Only what a person confirmed."""
    confirmed = [c.term for c in thing.classifications.all() if c.decision == Classification.Decision.CONFIRMED]
    return [
        {"scheme": term.scheme.code, "code": term.code, "labels": term.labels}
        for term in sorted(confirmed, key=lambda term: (term.scheme.order, term.order, term.code))
    ]
