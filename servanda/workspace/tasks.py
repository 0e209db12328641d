"""What needs a person: tasks, derived from assignments and from records on their way, never stored.

The number of queries is the same for three tasks and for three thousand. A group is a list with its own address: the
number beside its name and the list behind it are one and the same thing.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.assignments.models import Assignment
from servanda.implementation.models import Update
from servanda.publication.models import State
from servanda.recommendations.models import Recommendation

QUARTER = datetime.timedelta(days=92)  # a report sent within a quarter before the day it is due answers it


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


class Shelf:
    """Whole records, fetched together and once: a first page sorts hundreds of them and shows a few."""

    def __init__(self, load: Callable[[type, list[Any]], Iterable[Any]]) -> None:
        self.load = load
        self.held: dict[tuple[type, Any], Any] = {}

    def whole(self, light: Sequence[Any]) -> list[Any]:
        """The whole record for each of these, which know little more than their id; one that is gone is left out."""
        wanted: dict[type, list[Any]] = {}
        for item in light:
            if (type(item), item.pk) not in self.held:
                wanted.setdefault(type(item), []).append(item.pk)
        for model, ids in wanted.items():
            self.held |= {(model, found.pk): found for found in self.load(model, ids)}
        return [self.held[type(item), item.pk] for item in light if (type(item), item.pk) in self.held]


class Sorted(Sequence):
    """Light records in their order as tasks, made only for the page that is looked at."""

    def __init__(self, light: list[Any], make: Callable[[Any], Task], shelf: Shelf) -> None:
        self.light, self.make, self.shelf = light, make, shelf

    def __len__(self) -> int:
        return len(self.light)

    def __getitem__(self, place: Any) -> Any:
        wanted = self.light[place] if isinstance(place, slice) else [self.light[place]]
        tasks = [self.make(item) for item in self.shelf.whole(wanted)]
        return tasks if isinstance(place, slice) else tasks[0]


AT_FIRST = 10  # tasks of a group on the first page


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
        return list(self.rows[:AT_FIRST])

    @property
    def has_more(self) -> bool:
        return self.count > AT_FIRST


class Sent:
    """When each institution last sent a report on each recommendation, and which drafts it has begun."""

    def __init__(self, institutions: Any = None) -> None:
        rows = Update.objects.exclude(state=State.WITHDRAWN)
        if institutions is not None:
            rows = rows.filter(institution__in=institutions)
        self.last: dict[tuple[Any, Any], datetime.date] = {}
        self.begun: dict[tuple[Any, Any], Any] = {}
        for row in rows.values_list(
            "institution", "recommendation", "action__links__recommendation", "submitted_at", "state", "pk"
        ):
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


def report_address(recommendation: Recommendation) -> str:
    return f"{reverse('implementation:report')}?recommendation={recommendation.pk}"
