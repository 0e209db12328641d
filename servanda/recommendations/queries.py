"""Reading recommendations: what a page about one of them needs, and what there is already before one is entered."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from servanda.accounts.policy import visible
from servanda.core.profile import profile
from servanda.documents.models import Document
from servanda.recommendations.models import Classification, Recommendation, Wording
from servanda.recommendations.reference import reference_for
from servanda.taxonomy.models import Term
from servanda.taxonomy.queries import labelled


def with_wordings(rows: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Rows whose wording, document and mechanism can be shown without a further query."""
    current = Wording.objects.filter(replaced_at=None)
    return rows.select_related("document__mechanism").prefetch_related(Prefetch("wordings", current))


def free_reference(document: Document, number: str) -> str:
    """The reference that a recommendation of this number would get now. The document need not be saved yet."""
    wanted = reference_for(state=profile().code, document=document, number=number, taken=set())
    taken = set(Recommendation.objects.filter(reference__startswith=wanted).values_list("reference", flat=True))
    return reference_for(state=profile().code, document=document, number=number, taken=taken)


def of_the_same_number(document: Document, number: str) -> QuerySet[Recommendation]:
    """Recommendations of the document that carry this number already."""
    return with_wordings(Recommendation.objects.filter(document=document, number=number.strip()))


def decided_terms(person: Any, recommendation: Recommendation) -> dict[str, list[Classification]]:
    """The classifications that count or wait: {"confirmed": […], "suggested": […]}, scheme by scheme."""
    rows = visible(person, recommendation.classifications.all()).select_related("term__scheme")
    ordered = list(rows.order_by("term__scheme__order", "term__order", "term__code"))
    for classification in ordered:
        classification.label = labelled(classification.term)
    Decision = Classification.Decision
    return {
        "confirmed": [c for c in ordered if c.decision == Decision.CONFIRMED],
        "suggested": [c for c in ordered if c.decision == Decision.SUGGESTED],
    }


def by_scheme(classifications: Iterable[Classification]) -> list[tuple[Any, list[Classification]]]:
    groups: dict[Any, list[Classification]] = {}
    for classification in classifications:
        groups.setdefault(classification.term.scheme, []).append(classification)
    return list(groups.items())


def terms_held_by(recommendations: Iterable[Recommendation]) -> QuerySet[Term]:
    """Terms that at least one of these recommendations has, confirmed or suggested."""
    held = Classification.objects.filter(recommendation__in=recommendations).exclude(
        decision=Classification.Decision.REJECTED
    )
    return (
        Term.objects.filter(pk__in=held.values("term"))
        .select_related("scheme")
        .order_by("scheme__order", "order", "code")
    )


def suggestions_for(recommendations: Iterable[Recommendation]) -> int:
    """How many suggested terms wait for a decision at these recommendations."""
    waiting = Classification.objects.filter(recommendation__in=recommendations)
    return waiting.filter(decision=Classification.Decision.SUGGESTED).count()


def in_order(keys: Iterable[Any]) -> list[Recommendation]:
    """The recommendations with these ids, in this order; one that is gone is left out."""
    found = {str(pk): one for pk, one in Recommendation.objects.select_related("document").in_bulk(list(keys)).items()}
    return [found[str(key)] for key in keys if str(key) in found]
