"""How a recommendation looks in public: the words of the mechanism, where they stand, and the State's answer."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from servanda.publication.registry import section
from servanda.recommendations.models import Classification, Recommendation


@section("recommendation", "recommendation")
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


@section("recommendation", "document")
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


@section("recommendation", "terms")
def terms(thing: Recommendation) -> list[dict[str, Any]]:
    """Only what a person confirmed."""
    confirmed = thing.confirmed if hasattr(thing, "confirmed") else confirmed_terms(thing.classifications)
    return [{"scheme": c.term.scheme.code, "code": c.term.code, "labels": c.term.labels} for c in confirmed]


def confirmed_terms(classifications: Any) -> QuerySet[Classification]:
    """In the order in which they are shown."""
    rows = classifications.filter(decision=Classification.Decision.CONFIRMED)
    return rows.select_related("term__scheme").order_by("term__scheme__order", "term__order", "term__code")


def to_be_shown(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Recommendations with everything that their own sections ask for, read at once."""
    terms = Prefetch("classifications", confirmed_terms(Classification.objects), to_attr="confirmed")
    return rows.select_related("document__mechanism").prefetch_related(
        "wordings", "parts", "recommending_states", terms
    )
