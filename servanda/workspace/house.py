"""The tasks of somebody appointed to an institution of the State."""

import datetime
from collections.abc import Callable
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
from servanda.implementation.models import Assessment
from servanda.implementation.queries import readable_rows
from servanda.institutions.models import Appointment
from servanda.publication.models import Reviewable, State
from servanda.workspace.tasks import (
    AT_FIRST,
    Group,
    Sent,
    Shelf,
    Sorted,
    Task,
    asked_by,
    place_of,
    report_address,
    standing,
    with_names,
)
from servanda.workspace.waiting import review_groups, since

SOON = datetime.timedelta(days=30)
RECENT = datetime.timedelta(days=30)
ON_ITS_WAY = (State.SUBMITTED, State.APPROVED, State.ACCEPTED)


SORTED_BY = (
    "state", "institution", "author", "submitted_at", "approved_at", "accepted_at", "returned_at", "published_at", "changed_at",
)  # fmt: skip


class House:
    """The tasks of somebody appointed to institutions of the State. All records are looked at lightly, to sort them; only
    what is shown is read whole."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.writing = institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE)
        self.all = self.writing | institutions_of(person, roles.VALIDATING_AUTHORITY)
        self.today = clock.today()
        self.sent = Sent(self.all)
        self.assignments = self._assignments()
        self.records = [item for model in KINDS.values() for item in self._records(model)]
        self.approvers = self._approvers()
        self.shelf = Shelf(self._whole)

    def _assignments(self) -> list[Assignment]:
        rows = standing(visible(self.person, Assignment.objects.filter(institution__in=self.all)))
        light = rows.only("institution", "recommendation", "due_on", "state").order_by("recommendation__reference")
        return sorted(light, key=lambda assignment: assignment.due_on or datetime.date.max)

    def _records(self, model: type[Reviewable]) -> list[Reviewable]:
        recent = Q(state=State.PUBLISHED, published_at__gte=clock.now() - RECENT)
        here = Q(state__in=(State.DRAFT, State.RETURNED, *ON_ITS_WAY))
        rows = visible(self.person, model._default_manager.filter(here | recent, institution__in=self.all))
        return list(rows.only(*SORTED_BY, *(["assessor"] if model is Assessment else [])))

    def _whole(self, model: type, ids: list[Any]) -> Any:
        if model is Assignment:
            return with_names(Assignment.objects.filter(pk__in=ids))
        return readable_rows(self.person, model).filter(pk__in=ids)

    def _approvers(self) -> dict[Any, str]:
        """Names of the validating authorities of each institution."""
        seats = Appointment.objects.today().filter(institution__in=self.all, capacity=roles.VALIDATING_AUTHORITY.code)
        names: dict[Any, list[str]] = {}
        for seat in seats.select_related("person"):
            names.setdefault(seat.institution_id, []).append(str(seat.person))
        return {institution: ", ".join(people) for institution, people in names.items()}

    def groups(self) -> list[Group]:
        due = self._due()
        found = [
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
        self.shelf.whole(
            [item for group in found if isinstance(group.rows, Sorted) for item in group.rows.light[:AT_FIRST]]
        )
        return found

    def _sorted(self, light: list[Any], make: Callable[[Any], Task]) -> Sorted:
        return Sorted(light, make, self.shelf)

    def _due(self) -> dict[str, Sorted]:
        groups: dict[str, list[Assignment]] = {"overdue": [], "soon": [], "later": []}
        for assignment in self.assignments:
            if assignment.institution_id in self.writing and self._owes(assignment):
                groups[self._when(assignment.due_on)].append(assignment)
        return {name: self._sorted(light, self._report_task) for name, light in groups.items()}

    def _owes(self, assignment: Assignment) -> bool:
        """Accepted, and no report was sent for its day."""
        if assignment.state != Assignment.State.ACCEPTED:
            return False
        return not self.sent.answers(assignment.institution_id, assignment.recommendation_id, assignment.due_on)

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

    def _new(self) -> Sorted:
        light = [a for a in self.assignments if a.state == Assignment.State.PROPOSED]
        return self._sorted(light, self._answer_task)

    def _answer_task(self, assignment: Assignment) -> Task:
        recommendation = assignment.recommendation
        return Task(
            format_html(_("Accept or pass on: {subject}"), subject=marked(in_short(recommendation))),
            reverse("assignments:answer", args=[assignment.pk]),
            [place_of(recommendation), assignment.get_role_display(), asked_by(assignment), _("about 2 minutes")],
            due=assignment.due_on,
        )

    def _returned(self) -> Sorted:
        back = [i for i in self.records if i.state == State.RETURNED and i.institution_id in self.writing]
        return self._sorted(sorted(back, key=lambda item: item.returned_at or item.changed_at), self._returned_task)

    def _returned_task(self, item: Reviewable) -> Task:
        by = _("returned by {person}").format(person=item.returned_by) if item.returned_by else ""
        on = _("on {day}").format(day=in_words(item.returned_at.date())) if item.returned_at else ""
        title = format_html(_("Change it and send it again: {subject}"), subject=name_beside_kind(item))
        return Task(title, page_of(item), [by, on], hint=f"“{item.reason}”", kind=name_of_kind(kind_of(item)))

    def _started(self) -> Sorted:
        due = {self.sent.begun.get((a.institution_id, a.recommendation_id)) for a in self.assignments if self._owes(a)}
        drafts = [
            i for i in self.records if i.state == State.DRAFT and i.institution_id in self.writing and i.pk not in due
        ]
        return self._sorted(sorted(drafts, key=lambda item: item.changed_at, reverse=True), self._started_task)

    def _started_task(self, item: Reviewable) -> Task:
        saved = _("saved on {day}").format(day=in_words(item.changed_at.date()))
        title = format_html(_("Go on with: {subject}"), subject=name_beside_kind(item))
        return Task(title, page_of(item), [str(item.author), saved], kind=name_of_kind(kind_of(item)))

    def _waiting(self) -> Sorted:
        light = [i for i in self.records if i.state in ON_ITS_WAY and not self._approves(i)]
        return self._sorted(sorted(light, key=since), self._waiting_task)

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

    def _done(self) -> Sorted:
        light = [item for item in self.records if item.state == State.PUBLISHED]
        return self._sorted(sorted(light, key=lambda item: str(item.published_at), reverse=True), self._done_task)

    def _done_task(self, item: Reviewable) -> Task:
        end = _("published on {day}").format(day=in_words(item.published_at.date())) if item.published_at else ""
        return Task(name_beside_kind(item), page_of(item), kind=name_of_kind(kind_of(item)), end=end)
