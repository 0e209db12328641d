"""The secretariat's day: what it is to decide, who is late, what was declined, what waits in the intake."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.accounts.policy import may, visible
from servanda.assignments.models import Assignment
from servanda.core import clock
from servanda.core.components.days import in_words
from servanda.implementation.content import in_short, marked
from servanda.importers.models import Conflict, Intake
from servanda.institutions.models import Institution
from servanda.workspace.tasks import Group, Made, Sent, Task, place_of, standing, with_names
from servanda.workspace.waiting import review_groups


@dataclass(frozen=True)
class Late:
    """What one institution owes: how many reports, and the oldest day of them."""

    institution: Institution
    count: int
    oldest: datetime.date

    @property
    def url(self) -> str:
        return f"{reverse('workspace:home')}?group=late&institution={self.institution.code}"


def secretariat(person: Any) -> list[Group]:
    found = review_groups(person, roles.EDITOR, roles.PUBLISHER)
    if may(person, "assignments.assign"):
        found.append(
            Group("declined", _("Declined: assign again"), Made(_declined(person), _declined_task), needs=True)
        )
    if may(person, "importers.take_in"):
        found.append(
            Group("intakes", _("Documents waiting in the intake"), Made(_intakes(person), _intake_task), needs=True)
        )
    if may(person, "importers.decide"):
        rows = visible(person, Conflict.objects.filter(state=Conflict.State.OPEN))
        url = reverse("importers:conflicts")
        found.append(
            Group("conflicts", _("Where sources say otherwise"), Made(_waiting(rows), _conflict_task), url=url)
        )
    return found


def _waiting(conflicts: QuerySet) -> QuerySet:
    return conflicts.select_related("document", "recommendation").order_by("created_at", "pk")


def _conflict_task(conflict: Conflict) -> Task:
    title = format_html(_("Decide: {subject}"), subject=marked(str(conflict.recommendation or conflict.document)))
    facts = [conflict.get_kind_display(), conflict.document.symbol, conflict.source]
    return Task(title, f"{reverse('importers:conflicts')}?kind={conflict.kind}", facts)


def _declined(person: Any) -> QuerySet:
    """Declined assignments of recommendations that nobody leads since."""
    lead = Assignment.objects.filter(recommendation=OuterRef("recommendation"), role="lead", state__in=Assignment.OPEN)
    declined = Assignment.objects.filter(state=Assignment.State.DECLINED, role="lead")
    later = declined.filter(recommendation=OuterRef("recommendation"), decided_at__gt=OuterRef("decided_at"))
    rows = visible(person, declined.filter(~Exists(lead), ~Exists(later)))
    return with_names(rows).order_by("decided_at", "pk")


def _declined_task(assignment: Assignment) -> Task:
    title = format_html(_("Assign again: {subject}"), subject=marked(in_short(assignment.recommendation)))
    facts = [
        place_of(assignment.recommendation),
        _("declined by {institution}").format(institution=assignment.institution),
    ]
    url = reverse("workspace:recommendation", args=[assignment.recommendation_id])
    return Task(title, url, facts, hint=f"“{assignment.reason}”")


def _intakes(person: Any) -> QuerySet:
    open_ones = (Intake.State.WAITING, Intake.State.READING, Intake.State.READ, Intake.State.FAILED)
    return visible(person, Intake.objects.filter(state__in=open_ones)).select_related("file").order_by("created_at")


def _intake_task(intake: Intake) -> Task:
    name = intake.facts.get("symbol") or intake.file.name
    title = format_html(_("Go on with the intake: {name}"), name=marked(name))
    return Task(
        title,
        reverse("importers:intake", args=[intake.pk]),
        [intake.get_state_display(), in_words(intake.created_at.date())],
    )


def late_assignments(person: Any) -> list[Assignment]:
    """Accepted assignments whose day has passed without a report, the longest late first."""
    rows = standing(
        visible(person, Assignment.objects.filter(due_on__lt=clock.today(), state=Assignment.State.ACCEPTED))
    )
    sent = Sent()
    late = [
        a
        for a in rows.only("institution", "recommendation", "due_on")
        if not sent.answers(a.institution_id, a.recommendation_id, a.due_on)
    ]
    return sorted(late, key=lambda a: (a.due_on, str(a.pk)))


def late_by_institution(person: Any) -> list[Late]:
    """Each institution that owes reports, in the order of how long."""
    counted: dict[Any, list[datetime.date]] = {}
    for assignment in late_assignments(person):
        counted.setdefault(assignment.institution_id, []).append(assignment.due_on)  # type: ignore[arg-type]
    names = Institution.objects.in_bulk(counted)
    rows = [Late(names[pk], len(days), min(days)) for pk, days in counted.items()]
    return sorted(rows, key=lambda row: (-row.count, row.oldest, row.institution.code))


def late_group(person: Any, institution: Institution) -> Group:
    """The list behind one institution's number."""
    ids = [a.pk for a in late_assignments(person) if a.institution_id == institution.pk]
    rows = with_names(Assignment.objects.filter(pk__in=ids)).order_by("due_on", "pk")
    return Group("late", _("Overdue: {institution}").format(institution=institution), Made(rows, _late_task))


def _late_task(assignment: Assignment) -> Task:
    recommendation = assignment.recommendation
    url = reverse("workspace:recommendation", args=[recommendation.pk])
    return Task(
        marked(in_short(recommendation)),
        url,
        [place_of(recommendation), assignment.get_role_display()],
        due=assignment.due_on,
    )
