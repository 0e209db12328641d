"""The tasks of somebody appointed to an institution of the State."""

import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.accounts.policy import may, visible
from servanda.accounts.roles import institutions_of
from servanda.assignments.models import Assignment
from servanda.core import clock
from servanda.core.components.days import in_words
from servanda.implementation.content import KINDS, in_short, kind_of, marked, name_beside_kind, name_of_kind, page_of
from servanda.implementation.queries import readable_rows
from servanda.institutions.models import Appointment
from servanda.publication.models import Reviewable, State
from servanda.workspace.tasks import Group, Sent, Task, asked_by, place_of, report_address, standing, with_names
from servanda.workspace.waiting import review_groups, since

SOON = datetime.timedelta(days=30)
RECENT = datetime.timedelta(days=30)
ON_ITS_WAY = (State.SUBMITTED, State.APPROVED, State.ACCEPTED)


class House:
    """The tasks of somebody appointed to institutions of the State."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.writing = institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE)
        self.all = self.writing | institutions_of(person, roles.VALIDATING_AUTHORITY)
        self.today = clock.today()
        self.sent = Sent(self.all)
        self.assignments = self._assignments()
        self.records = [item for model in KINDS.values() for item in self._records(model)]
        self.approvers = self._approvers()

    def _assignments(self) -> list[Assignment]:
        rows = standing(visible(self.person, Assignment.objects.filter(institution__in=self.all)))
        return sorted(with_names(rows), key=lambda a: (a.due_on or datetime.date.max, str(a.recommendation)))

    def _records(self, model: type[Reviewable]) -> list[Reviewable]:
        recent = Q(state=State.PUBLISHED, published_at__gte=clock.now() - RECENT)
        here = Q(state__in=(State.DRAFT, State.RETURNED, *ON_ITS_WAY))
        return list(readable_rows(self.person, model).filter(here | recent, institution__in=self.all))

    def _approvers(self) -> dict[Any, str]:
        """Names of the validating authorities of each institution."""
        seats = Appointment.objects.today().filter(institution__in=self.all, capacity=roles.VALIDATING_AUTHORITY.code)
        names: dict[Any, list[str]] = {}
        for seat in seats.select_related("person"):
            names.setdefault(seat.institution_id, []).append(str(seat.person))
        return {institution: ", ".join(people) for institution, people in names.items()}

    def groups(self) -> list[Group]:
        due = self._due()
        return [
            Group("overdue", _("Overdue"), due["overdue"], needs=True),
            *review_groups(self.person, roles.VALIDATING_AUTHORITY),
            Group("returned", _("Returned to you"), self._returned(), needs=True),
            Group("new", _("New assignments to accept or pass on"), self._new(), needs=True),
            Group("soon", _("Due in 30 days"), due["soon"], needs=True),
            Group("started", _("Started, not sent"), self._started()),
            Group("later", _("Due later"), due["later"]),
            Group("waiting", _("Waiting for others"), self._waiting()),
            Group("done", _("Done recently"), self._done(), note=_("Published in the last 30 days.")),
        ]

    def _due(self) -> dict[str, list[Task]]:
        groups: dict[str, list[Task]] = {"overdue": [], "soon": [], "later": []}
        for assignment in self.assignments:
            if assignment.state != Assignment.State.ACCEPTED or assignment.institution_id not in self.writing:
                continue
            if not self.sent.answers(assignment.institution_id, assignment.recommendation_id, assignment.due_on):
                groups[self._when(assignment.due_on)].append(self._report_task(assignment))
        return groups

    def _when(self, due_on: datetime.date | None) -> str:
        if due_on is None or due_on > self.today + SOON:
            return "later"
        return "overdue" if due_on < self.today else "soon"

    def _report_task(self, assignment: Assignment) -> Task:
        recommendation = assignment.recommendation
        begun = self.sent.begun.get((assignment.institution_id, recommendation.pk))
        subject = marked(in_short(recommendation))
        sentence = _("Finish your report: {subject}") if begun else _("Report progress: {subject}")
        return Task(
            format_html(sentence, subject=subject),
            reverse("implementation:update", args=[begun]) if begun else report_address(recommendation),
            [place_of(recommendation), asked_by(assignment), _("about 10 minutes")],
            due=assignment.due_on,
        )

    def _new(self) -> list[Task]:
        return [self._answer_task(a) for a in self.assignments if a.state == Assignment.State.PROPOSED]

    def _answer_task(self, assignment: Assignment) -> Task:
        recommendation = assignment.recommendation
        return Task(
            format_html(_("Accept or pass on: {subject}"), subject=marked(in_short(recommendation))),
            reverse("assignments:answer", args=[assignment.pk]),
            [place_of(recommendation), assignment.get_role_display(), asked_by(assignment), _("about 2 minutes")],
            due=assignment.due_on,
        )

    def _returned(self) -> list[Task]:
        back = [i for i in self.records if i.state == State.RETURNED and i.institution_id in self.writing]
        return [
            self._returned_task(item) for item in sorted(back, key=lambda item: item.returned_at or item.changed_at)
        ]

    def _returned_task(self, item: Reviewable) -> Task:
        by = _("returned by {person}").format(person=item.returned_by) if item.returned_by else ""
        on = _("on {day}").format(day=in_words(item.returned_at.date())) if item.returned_at else ""
        title = format_html(_("Change it and send it again: {subject}"), subject=name_beside_kind(item))
        return Task(title, page_of(item), [by, on], hint=f"“{item.reason}”", kind=name_of_kind(kind_of(item)))

    def _started(self) -> list[Task]:
        shown = set(self.sent.begun.values()) & {
            self.sent.begun.get((a.institution_id, a.recommendation_id))
            for a in self.assignments
            if a.state == Assignment.State.ACCEPTED
            and not self.sent.answers(a.institution_id, a.recommendation_id, a.due_on)
        }
        mine = [
            i for i in self.records if i.state == State.DRAFT and i.institution_id in self.writing and i.pk not in shown
        ]
        return [
            Task(
                format_html(_("Go on with: {subject}"), subject=name_beside_kind(item)),
                page_of(item),
                [str(item.author), _("saved on {day}").format(day=in_words(item.changed_at.date()))],
                kind=name_of_kind(kind_of(item)),
            )
            for item in sorted(mine, key=lambda item: item.changed_at, reverse=True)
        ]

    def _waiting(self) -> list[Task]:
        mine = [i for i in self.records if i.state in ON_ITS_WAY and not self._approves(i)]
        return [self._waiting_task(item) for item in sorted(mine, key=since)]

    def _approves(self, item: Reviewable) -> bool:
        """It waits for this very person, who finds it among what she is to approve."""
        return item.state == State.SUBMITTED and may(self.person, "publication.approve", item)

    def _waiting_task(self, item: Reviewable) -> Task:
        approvers = self.approvers.get(item.institution_id) or _("nobody yet: no validating authority is appointed")
        whom = {
            State.SUBMITTED: _("with {names} for approval").format(names=approvers),
            State.APPROVED: _("with the secretariat, to be accepted"),
            State.ACCEPTED: _("with the secretariat, to be published"),
        }[State(item.state)]
        end = _("since {day}").format(day=in_words(since(item).date()))
        return Task(name_beside_kind(item), page_of(item), [whom], end=end, kind=name_of_kind(kind_of(item)))

    def _done(self) -> list[Task]:
        mine = [item for item in self.records if item.state == State.PUBLISHED and item.published_at]
        return [self._done_task(item) for item in sorted(mine, key=lambda item: str(item.published_at), reverse=True)]

    def _done_task(self, item: Reviewable) -> Task:
        end = _("published on {day}").format(day=in_words(item.published_at.date())) if item.published_at else ""
        return Task(name_beside_kind(item), page_of(item), kind=name_of_kind(kind_of(item)), end=end)
