"""Reads that join tables or depend on who asks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from servanda.accounts import roles
from servanda.accounts.policy import may, visible
from servanda.accounts.roles import institutions_of
from servanda.assignments.models import Assignment
from servanda.implementation.models import Action, Assessment, Challenge, Evidence, Update
from servanda.implementation.permissions import reads_inside
from servanda.indicators.models import Value
from servanda.institutions.models import Institution
from servanda.publication.models import Reviewable, State
from servanda.recommendations.models import Recommendation

WRITTEN_BEFORE = (State.DRAFT, State.RETURNED)
WITH_TEXTS = ("wordings",)


def writing_for(person: Any) -> QuerySet:
    """The institutions in whose name the person writes."""
    return Institution.objects.filter(pk__in=institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE))


def assessing_for(person: Any, recommendation: Recommendation) -> QuerySet:
    """The institutions in whose name the person may assess: her own, or for the secretariat those that follow it up."""
    own = institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE, roles.NHRI)
    if own or not may(person, "implementation.assess"):
        return Institution.objects.filter(pk__in=own)
    return Institution.objects.filter(
        assignments__recommendation=recommendation, assignments__state__in=Assignment.OPEN
    ).distinct()


def with_texts(rows: QuerySet) -> QuerySet:
    """Recommendations with what is needed to name them."""
    return rows.select_related("document__mechanism", "paragraph").prefetch_related("wordings")


def readable_rows(person: Any, model: type[Reviewable]) -> QuerySet:
    """Records of the model that the person may see, each with what a list says about it."""
    rows = visible(person, model._default_manager.all()).select_related("institution", "author", "returned_by")
    if model is Value:
        return rows.select_related("indicator")
    if model is Action:
        return rows
    rows = rows.select_related("recommendation__document").prefetch_related("recommendation__wordings")
    return rows if model is Assessment else rows.select_related("action")


def started_report(institution: Institution, recommendation: Any, action: Any) -> Update | None:
    """The report on this that the institution has begun and not sent, or that came back."""
    rows = Update.objects.filter(institution=institution, state__in=WRITTEN_BEFORE)
    return rows.filter(**_about(recommendation, action)).order_by("-changed_at").first()


def last_answer(institution: Any, recommendation: Any, action: Any, *, before: Any = None) -> Update | None:
    """What the institution last sent about this, to be read beside the new answer and copied forward."""
    rows = Update.objects.filter(institution=institution, submitted_at__isnull=False).exclude(state__in=WRITTEN_BEFORE)
    if before is not None:
        rows = rows.exclude(pk=before)
    about = (
        Q(action=action)
        if action
        else Q(recommendation=recommendation) | Q(action__links__recommendation=recommendation)
    )
    return rows.filter(about).order_by("-submitted_at").first()


def _about(recommendation: Any, action: Any) -> dict[str, Any]:
    return {"action": action} if action else {"recommendation": recommendation}


def previous_of(item: Reviewable) -> Reviewable | None:
    """The published record that this one follows: what the public reads now, to be compared with what was sent."""
    published: Any = (
        type(item)._default_manager.filter(state=State.PUBLISHED).exclude(pk=item.pk).order_by("-published_at")
    )
    if isinstance(item, Update):
        about = {"action": item.action} if item.action_id else {"recommendation": item.recommendation, "action": None}
        return published.filter(institution=item.institution, **about).first()
    if isinstance(item, Assessment):
        return published.filter(recommendation=item.recommendation, assessor=item.assessor).first()
    if isinstance(item, Value):
        return (
            item.corrects
            or published.filter(
                indicator=item.indicator,
                period=item.period,
                territory=item.territory,
                disaggregation=item.disaggregation,
            ).first()
        )
    return None


def evidence_of(item: Reviewable, person: Any) -> list[Evidence]:
    """The evidence that was not taken away, as far as the person may see it. Challenges and values have none of their own."""
    if isinstance(item, Challenge | Value):
        return []
    rows: Any = item.evidence  # type: ignore[attr-defined]
    there = rows.filter(removed_at=None).select_related("file")
    return list(there if reads_inside(person, item) else there.filter(visibility=Evidence.Visibility.PUBLIC))


def companions(item: Reviewable) -> list[Reviewable]:
    """What goes the same way as the item: an action recorded on the way of a report takes each step with it."""
    action = getattr(item, "action", None)
    return [action] if isinstance(item, Update) and action and action.institution_id == item.institution_id else []


def action_behind(item: Reviewable, person: Any) -> Action | None:
    """The action that the record is about, as far as the person may see it: a published challenge does not show the title
    of an action that is still a draft."""
    about = getattr(item, "action_id", None)
    return visible(person, Action.objects.filter(pk=about)).first() if about else None


def recommendations_shown_by(item: Reviewable) -> Iterable[Recommendation]:
    """The recommendations whose public page shows the item."""
    own = getattr(item, "recommendation", None)
    action = item if isinstance(item, Action) else getattr(item, "action", None)
    ids = set(action.links.values_list("recommendation", flat=True)) if action else set()
    return with_texts(Recommendation.objects.filter(pk__in=ids | ({own.pk} if own else set())))


def waiting_for(person: Any, model: type[Reviewable]) -> QuerySet:
    """Records of the model that wait for a step of this person: to approve, to accept, or to publish."""
    rows = model._default_manager.exclude(author=person)
    approving = institutions_of(person, roles.VALIDATING_AUTHORITY)
    wanted = Q(state=State.SUBMITTED, institution__in=approving)
    if may(person, "publication.accept"):
        wanted |= Q(state=State.APPROVED) & ~Q(approved_by=person)
    if roles.holds(person, roles.PUBLISHER):
        wanted |= Q(state=State.ACCEPTED) & ~Q(accepted_by=person)
    if model is not Assessment:
        return rows.filter(wanted)
    independent = ~Q(assessor=Assessment.Assessor.STATE)
    theirs = Q(state=State.SUBMITTED, institution__in=institutions_of(person, roles.NHRI)) & independent
    return rows.filter((wanted & ~independent) | theirs)
