"""The same demand through time: what a recommendation leads on from, what leads on from it, and what the State answered at
each step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from servanda.recommendations.models import Answer, Lineage, Recommendation

MOST_STEPS = 60  # of one chain; a longer one is cut at its far ends


def _neighbours(keys: Iterable[UUID], known: str, wanted: str) -> set[UUID]:
    return set(Lineage.objects.filter(**{f"{known}__in": list(keys)}).values_list(wanted, flat=True))


def _walk(start: Iterable[UUID], known: str, wanted: str) -> set[UUID]:
    """Everything that can be reached: one query a generation."""
    seen: set[UUID] = set()
    frontier = set(start)
    while frontier and len(seen) < MOST_STEPS:
        frontier = _neighbours(frontier, known, wanted) - seen
        seen |= frontier
    return seen


def descendants_of(keys: Iterable[UUID]) -> set[UUID]:
    return _walk(keys, "earlier_id", "later_id")


def ancestors_of(keys: Iterable[UUID]) -> set[UUID]:
    return _walk(keys, "later_id", "earlier_id")


def line_of(recommendation: Recommendation) -> set[UUID]:
    """The recommendation with all that it leads on from and all that leads on from it. One query where there is nothing."""
    key = recommendation.pk
    if not Lineage.objects.filter(Q(earlier=key) | Q(later=key)).exists():
        return {key}
    return {key} | descendants_of([key]) | ancestors_of([key])


@dataclass
class Chain:
    """The line of one recommendation: its steps in time, with the answers given at each, and the links between them."""

    recommendation: Recommendation
    steps: list[Recommendation] = field(default_factory=list)
    links: list[Lineage] = field(default_factory=list)
    answers: dict[UUID, list[Answer]] = field(default_factory=dict)

    def answers_to(self, step: Recommendation) -> list[Answer]:
        return self.answers.get(step.pk, [])

    def relation_to(self, step: Recommendation) -> Lineage | None:
        """The direct link between the recommendation and this step."""
        pair = {self.recommendation.pk, step.pk}
        return next((link for link in self.links if {link.earlier_id, link.later_id} == pair), None)


def chain_of(recommendation: Recommendation) -> Chain:
    """Read the line. No steps where the recommendation stands alone."""
    keys = line_of(recommendation)
    if len(keys) == 1:
        return Chain(recommendation)
    rows = Recommendation.objects.filter(pk__in=keys).select_related("document__mechanism")
    steps = sorted(rows, key=_when)
    links = list(Lineage.objects.filter(earlier__in=keys, later__in=keys))
    answers: dict[UUID, list[Answer]] = {}
    for answer in standing_answers(Answer.objects.filter(recommendation__in=keys)):
        answers.setdefault(answer.recommendation_id, []).append(answer)
    return Chain(recommendation, steps, links, answers)


def standing_answers(rows: Any) -> Any:
    """Answers of the State in their order, without what was recorded by mistake."""
    return rows.filter(was_mistaken=False).order_by("answered_on", "created_at")


def _when(recommendation: Recommendation) -> tuple[str, str]:
    day = recommendation.document.published_on
    return (day.isoformat() if day else "", recommendation.reference)


def companions_of(recommendation: Recommendation) -> list[Recommendation]:
    """The others of its line that the public can see."""
    others = line_of(recommendation) - {recommendation.pk}
    if not others:
        return []
    return list(
        Recommendation.objects.filter(pk__in=others, document__is_public=True).exclude(
            standing=Recommendation.Standing.WITHDRAWN
        )
    )
