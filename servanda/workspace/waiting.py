"""What waits for a step of a person: to approve, to accept, to publish; the oldest first."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.accounts.roles import holds
from servanda.core.components.days import in_words
from servanda.implementation.content import KINDS, kind_of, name_beside_kind, name_of_kind
from servanda.implementation.queries import readable_rows, waiting_for
from servanda.publication.models import Reviewable, State
from servanda.workspace.tasks import Group, Shelf, Sorted, Task


def since(item: Reviewable) -> datetime.datetime:
    """Since when the record waits where it is."""
    moments = {State.SUBMITTED: item.submitted_at, State.APPROVED: item.approved_at, State.ACCEPTED: item.accepted_at}
    return moments.get(State(item.state)) or item.changed_at


class Queue(Sorted):
    """Records of every kind that wait for a step of this person, oldest first."""

    def __init__(self, person: Any, kind: str = "") -> None:
        self.counts = dict.fromkeys(KINDS, 0)
        light = []
        for name, model in KINDS.items():
            rows = waiting_for(person, model).only("state", "submitted_at", "approved_at", "accepted_at", "changed_at")
            waiting = list(rows)
            self.counts[name] = len(waiting)
            light += waiting if kind in ("", name) else []
        shelf = Shelf(lambda model, ids: readable_rows(person, model).filter(pk__in=ids))
        super().__init__(sorted(light, key=lambda item: (since(item), str(item.pk))), review_task, shelf)


def review_task(item: Reviewable) -> Task:
    sentence = {
        State.SUBMITTED: _("Publish or return: {subject}")
        if item.is_independent
        else _("Approve or return: {subject}"),
        State.APPROVED: _("Accept or return: {subject}"),
        State.ACCEPTED: _("Publish or return: {subject}"),
    }[State(item.state)]
    return Task(
        format_html(sentence, subject=name_beside_kind(item)),
        reverse("implementation:review", args=[kind_of(item), item.pk]),
        [str(item.institution), str(item.author)],
        end=_("waiting since {day}").format(day=in_words(since(item).date())),
        kind=name_of_kind(kind_of(item)),
    )


def review_groups(person: Any, *holders: roles.Role) -> list[Group]:
    """What this person is to approve, accept or publish, if she holds such a role: the list of the review page."""
    if not holds(person, *holders):
        return []
    names = {
        roles.EDITOR: _("To accept"),
        roles.PUBLISHER: _("To publish"),
        roles.VALIDATING_AUTHORITY: _("To approve"),
    }
    title = next((name for role, name in names.items() if holds(person, role)), _("To publish"))
    return [Group("review", title, Queue(person), needs=True, url=reverse("workspace:review"))]
