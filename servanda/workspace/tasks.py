"""What needs a person: tasks, derived from assignments and from records on their way, never stored.

The number of queries is the same for three tasks and for three thousand. A group is a list with its own address, so that
the number beside its name and the list behind it are one and the same thing.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.accounts.policy import may, visible
from servanda.accounts.roles import holds, institutions_of
from servanda.assignments.models import Assignment
from servanda.core import clock
from servanda.core.components.days import in_words
from servanda.implementation.content import KINDS, in_short, kind_of, marked, name_of_kind, page_of, title_of
from servanda.implementation.models import Assessment, Update
from servanda.implementation.queries import readable_rows, waiting_for, with_texts
from servanda.importers.models import Intake
from servanda.institutions.models import Appointment, Institution
from servanda.publication.models import Reviewable, State
from servanda.recommendations.models import Recommendation

SOON = datetime.timedelta(days=30)
QUARTER = datetime.timedelta(days=92)  # a report sent within a quarter before the day it is due answers it
RECENT = datetime.timedelta(days=30)
NEW = datetime.timedelta(days=90)
ON_ITS_WAY = (State.SUBMITTED, State.APPROVED, State.ACCEPTED)


@dataclass
class Task:
    """One line: a sentence that begins with a verb, where it is done, and the small facts."""

    title: Any
    url: str
    facts: list[Any] = field(default_factory=list)
    due: datetime.date | None = None
    end: str = ""
    hint: str = ""
    kind: str = ""
    state: str = ""


class Made(Sequence):
    """Rows of a queryset as tasks, made only for the page that is looked at."""

    def __init__(self, rows: QuerySet, make: Callable[[Any], Task]) -> None:
        self.rows, self.make = rows, make
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self.rows.count()
        return self._count

    def __getitem__(self, place: Any) -> Any:
        found = self.rows[place]
        return [self.make(row) for row in found] if isinstance(place, slice) else self.make(found)


@dataclass
class Group:
    """Tasks of one sort. `needs`: they wait for this person. `url`: the list, where it is a page of its own."""

    key: str
    title: Any
    rows: Sequence
    needs: bool = False
    note: str = ""
    url: str = ""

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def address(self) -> str:
        return self.url or f"{reverse('workspace:home')}?group={self.key}"

    @property
    def first(self) -> list[Task]:
        return list(self.rows[:10])

    @property
    def has_more(self) -> bool:
        return self.count > 10


def groups_for(person: Any) -> list[Group]:
    """Every group of the person's roles, in the order in which they should be looked at; empty ones too."""
    found: list[Group] = []
    if institutions_of(person, roles.FOCAL_POINT, roles.ALTERNATE, roles.VALIDATING_AUTHORITY):
        found += House(person).groups()
    if holds(person, roles.EDITOR, roles.PUBLISHER):
        found += secretariat(person)
    if institutions_of(person, roles.NHRI):
        found += Commission(person).groups()
    return found


# --- reports that are due ---------------------------------------------------------------------------------------------


class Sent:
    """When each institution last sent a report on each recommendation, and which drafts it has begun."""

    def __init__(self, institutions: Any = None) -> None:
        rows = Update.objects.exclude(state=State.WITHDRAWN)
        if institutions is not None:
            rows = rows.filter(institution__in=institutions)
        self.last: dict[tuple[Any, Any], datetime.date] = {}
        self.begun: dict[tuple[Any, Any], Any] = {}
        for row in rows.values_list("institution", "recommendation", "action__links__recommendation", "submitted_at", "state", "pk"):
            self._read(*row)

    def _read(self, institution: Any, own: Any, by_action: Any, sent_at: Any, state: str, pk: Any) -> None:
        for recommendation in {own, by_action} - {None}:
            key = (institution, recommendation)
            if sent_at:
                self.last[key] = max(sent_at.date(), self.last.get(key, sent_at.date()))
            elif state == State.DRAFT and own:
                self.begun[key] = pk

    def answers(self, institution: Any, recommendation: Any, due_on: datetime.date | None) -> bool:
        """A report was sent for this day: within the quarter before it, or after it."""
        last = self.last.get((institution, recommendation))
        return last is not None and (due_on is None or last >= due_on - QUARTER)


def standing(rows: QuerySet) -> QuerySet:
    """Assignments that ask something: open, of recommendations that stand."""
    gone = (Recommendation.Standing.WITHDRAWN, Recommendation.Standing.SUPERSEDED)
    return rows.filter(state__in=Assignment.OPEN).exclude(recommendation__standing__in=gone)


def with_names(rows: QuerySet) -> QuerySet:
    return rows.select_related("institution", "assigned_by", "recommendation__document").prefetch_related(
        "recommendation__wordings"
    )


def place_of(recommendation: Recommendation) -> str:
    number = f" §{recommendation.number}" if recommendation.number else ""
    return f"{recommendation.document.symbol}{number}"


def asked_by(assignment: Assignment) -> str:
    if assignment.assigned_by.role in (roles.EDITOR.code, roles.COMMAND_LINE.code):
        return _("asked by the secretariat")
    return _("passed on by {person}").format(person=assignment.assigned_by)


# --- an institution ---------------------------------------------------------------------------------------------------


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
        return [self._returned_task(item) for item in sorted(back, key=lambda item: item.returned_at or item.changed_at)]

    def _returned_task(self, item: Reviewable) -> Task:
        by = _("returned by {person}").format(person=item.returned_by) if item.returned_by else ""
        on = _("on {day}").format(day=in_words(item.returned_at.date())) if item.returned_at else ""
        title = format_html(_("Change it and send it again: {subject}"), subject=title_of(item))
        return Task(title, page_of(item), [by, on], hint=f"“{item.reason}”", kind=name_of_kind(kind_of(item)))

    def _started(self) -> list[Task]:
        shown = set(self.sent.begun.values()) & {
            self.sent.begun.get((a.institution_id, a.recommendation_id))
            for a in self.assignments
            if a.state == Assignment.State.ACCEPTED and not self.sent.answers(a.institution_id, a.recommendation_id, a.due_on)
        }
        mine = [i for i in self.records if i.state == State.DRAFT and i.institution_id in self.writing and i.pk not in shown]
        return [
            Task(
                format_html(_("Go on with: {subject}"), subject=title_of(item)),
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
        return Task(title_of(item), page_of(item), [whom], end=end, kind=name_of_kind(kind_of(item)))

    def _done(self) -> list[Task]:
        mine = [item for item in self.records if item.state == State.PUBLISHED and item.published_at]
        return [
            Task(title_of(item), page_of(item), kind=name_of_kind(kind_of(item)), end=_("published on {day}").format(day=in_words(item.published_at.date())))
            for item in sorted(mine, key=lambda item: item.published_at, reverse=True)
        ]  # fmt: skip


def report_address(recommendation: Recommendation) -> str:
    return f"{reverse('implementation:report')}?recommendation={recommendation.pk}"


# --- what waits for a step --------------------------------------------------------------------------------------------


def since(item: Reviewable) -> datetime.datetime:
    """Since when the record waits where it is."""
    moments = {State.SUBMITTED: item.submitted_at, State.APPROVED: item.approved_at, State.ACCEPTED: item.accepted_at}
    return moments.get(State(item.state)) or item.changed_at


class Queue(Sequence):
    """Records of every kind that wait for a step of this person, oldest first. Ids first, records for the page only."""

    def __init__(self, person: Any, kind: str = "") -> None:
        self.person = person
        waiting = [entry for name, model in KINDS.items() for entry in self._ids(name, model)]
        self.counts = {name: sum(entry[1] == name for entry in waiting) for name in KINDS}
        self.entries = sorted(entry for entry in waiting if not kind or entry[1] == kind)

    def _ids(self, name: str, model: type[Reviewable]) -> list[tuple[Any, str, str]]:
        rows = waiting_for(self.person, model).only("state", "submitted_at", "approved_at", "accepted_at", "changed_at")
        return [(since(item), name, str(item.pk)) for item in rows]

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, place: Any) -> Any:
        wanted = self.entries[place] if isinstance(place, slice) else [self.entries[place]]
        found: dict[str, Reviewable] = {}
        for name, model in KINDS.items():
            ids = [pk for _since, kind, pk in wanted if kind == name]
            found |= {str(item.pk): item for item in readable_rows(self.person, model).filter(pk__in=ids)}
        tasks = [review_task(found[pk]) for _since, _kind, pk in wanted if pk in found]
        return tasks if isinstance(place, slice) else tasks[0]


def review_task(item: Reviewable) -> Task:
    sentence = {
        State.SUBMITTED: _("Publish or return: {subject}") if item.is_independent else _("Approve or return: {subject}"),
        State.APPROVED: _("Accept or return: {subject}"),
        State.ACCEPTED: _("Publish or return: {subject}"),
    }[State(item.state)]
    return Task(
        format_html(sentence, subject=title_of(item)),
        reverse("implementation:review", args=[kind_of(item), item.pk]),
        [str(item.institution), str(item.author)],
        end=_("waiting since {day}").format(day=in_words(since(item).date())),
        kind=name_of_kind(kind_of(item)),
    )


def review_groups(person: Any, *holders: roles.Role) -> list[Group]:
    """What this person is to approve, accept or publish, where she holds such a role: the same list as the review page."""
    if not holds(person, *holders):
        return []
    names = {roles.EDITOR: _("To accept"), roles.PUBLISHER: _("To publish"), roles.VALIDATING_AUTHORITY: _("To approve")}
    title = next((name for role, name in names.items() if holds(person, role)), _("To publish"))
    return [Group("review", title, Queue(person), needs=True, url=reverse("workspace:review"))]


# --- the secretariat --------------------------------------------------------------------------------------------------


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
        found.append(Group("declined", _("Declined: assign again"), Made(_declined(person), _declined_task), needs=True))
    if may(person, "importers.take_in"):
        found.append(Group("intakes", _("Documents waiting in the intake"), Made(_intakes(person), _intake_task), needs=True))
    return found


def _declined(person: Any) -> QuerySet:
    """Declined assignments of recommendations that nobody leads since."""
    lead = Assignment.objects.filter(recommendation=OuterRef("recommendation"), role="lead", state__in=Assignment.OPEN)
    rows = visible(person, Assignment.objects.filter(state=Assignment.State.DECLINED, role="lead"))
    return with_names(rows.filter(~Exists(lead))).order_by("decided_at", "pk")


def _declined_task(assignment: Assignment) -> Task:
    title = format_html(_("Assign again: {subject}"), subject=marked(in_short(assignment.recommendation)))
    facts = [place_of(assignment.recommendation), _("declined by {institution}").format(institution=assignment.institution)]
    url = reverse("workspace:recommendation", args=[assignment.recommendation_id])
    return Task(title, url, facts, hint=f"“{assignment.reason}”")


def _intakes(person: Any) -> QuerySet:
    open_ones = (Intake.State.WAITING, Intake.State.READING, Intake.State.READ, Intake.State.FAILED)
    return visible(person, Intake.objects.filter(state__in=open_ones)).select_related("file").order_by("created_at")


def _intake_task(intake: Intake) -> Task:
    name = intake.facts.get("symbol") or intake.file.name
    title = format_html(_("Go on with the intake: {name}"), name=marked(name))
    return Task(title, reverse("importers:intake", args=[intake.pk]), [intake.get_state_display(), in_words(intake.created_at.date())])


def late_assignments(person: Any) -> list[Assignment]:
    """Accepted assignments whose day has passed without a report, the longest late first."""
    rows = standing(visible(person, Assignment.objects.filter(due_on__lt=clock.today(), state=Assignment.State.ACCEPTED)))
    sent = Sent()
    late = [a for a in rows.only("institution", "recommendation", "due_on") if not sent.answers(a.institution_id, a.recommendation_id, a.due_on)]
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
    return Task(marked(in_short(recommendation)), url, [place_of(recommendation), assignment.get_role_display()], due=assignment.due_on)


# --- the independent institution --------------------------------------------------------------------------------------


class Commission:
    """The tasks of somebody of the national human rights institution."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.here = institutions_of(person, roles.NHRI)

    def groups(self) -> list[Group]:
        return [
            *review_groups(self.person, roles.NHRI),
            self._own("returned", _("Returned to you"), (State.RETURNED,), needs=True),
            Group("answer", _("Assessed by the State, not yet by you"), Made(self._state_only(), self._assess_task), needs=True),
            Group("unseen", _("New recommendations"), Made(self._new(), self._assess_task), note=_("Of the last 90 days, without an assessment of yours.")),
            self._own("started", _("Your drafts"), (State.DRAFT,)),
            self._own("waiting", _("Waiting for a colleague"), (State.SUBMITTED,)),
        ]  # fmt: skip

    def _without_ours(self) -> QuerySet:
        ours = Assessment.objects.filter(recommendation=OuterRef("pk"), institution__in=self.here).exclude(state=State.WITHDRAWN)
        confirmed = visible(self.person, Recommendation.objects.filter(standing=Recommendation.Standing.CONFIRMED))
        return with_texts(confirmed.filter(~Exists(ours)))

    def _by_the_state(self) -> Exists:
        return Exists(Assessment.objects.filter(recommendation=OuterRef("pk"), assessor="state", state=State.PUBLISHED))

    def _state_only(self) -> QuerySet:
        return self._without_ours().filter(self._by_the_state()).order_by("document", "order", "pk")

    def _new(self) -> QuerySet:
        fresh = self._without_ours().filter(~self._by_the_state(), created_at__gte=clock.now() - NEW)
        return fresh.order_by("-created_at", "pk")

    def _assess_task(self, recommendation: Recommendation) -> Task:
        url = f"{reverse('implementation:assess')}?recommendation={recommendation.pk}"
        title = format_html(_("Assess: {subject}"), subject=marked(in_short(recommendation)))
        return Task(title, url, [place_of(recommendation)])

    def _own(self, key: str, title: Any, states: tuple[str, ...], *, needs: bool = False) -> Group:
        rows = readable_rows(self.person, Assessment).filter(state__in=states, institution__in=self.here)
        if key == "waiting":
            rows = rows.filter(author=self.person)
        return Group(key, title, Made(rows.order_by("changed_at", "pk"), self._own_task), needs)

    def _own_task(self, item: Assessment) -> Task:
        hint = f"“{item.reason}”" if item.state == State.RETURNED else ""
        return Task(title_of(item), page_of(item), [str(item.author), item.get_level_display()], hint=hint, state=item.state)
