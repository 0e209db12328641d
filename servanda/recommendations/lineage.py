"""The same demand through time: what a recommendation leads on from, what leads on from it, and what the State answered at
each step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

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
    """The recommendation with all that it leads on from and all that leads on from it. No query where there is nothing and
    its links were fetched before."""
    key = recommendation.pk
    if not recommendation.leads_on_from.all() and not recommendation.led_on_to.all():
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
    for answer in in_order_of_time(Answer.objects.filter(recommendation__in=keys)):
        answers.setdefault(answer.recommendation_id, []).append(answer)
    return Chain(recommendation, steps, links, answers)


def in_order_of_time(rows: Iterable[Answer]) -> list[Answer]:
    """Answers of the State in their order, without what was recorded by mistake; one without a day comes first."""
    standing = [answer for answer in rows if not answer.was_mistaken]
    return sorted(standing, key=lambda answer: (str(answer.answered_on or ""), answer.created_at))


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
