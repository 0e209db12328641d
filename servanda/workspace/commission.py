"""The tasks of somebody of the independent human rights institution."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from servanda.accounts import roles
from servanda.accounts.policy import visible
from servanda.accounts.roles import institutions_of
from servanda.core import clock
from servanda.implementation.content import in_short, marked, name_beside_kind, page_of
from servanda.implementation.models import Assessment
from servanda.implementation.queries import readable_rows, with_texts
from servanda.publication.models import State
from servanda.recommendations.models import Recommendation
from servanda.workspace.tasks import Group, Made, Task, place_of
from servanda.workspace.waiting import review_groups

NEW = datetime.timedelta(days=90)


class Commission:
    """The tasks of somebody of the national human rights institution."""

    def __init__(self, person: Any) -> None:
        self.person = person
        self.here = institutions_of(person, roles.NHRI)

    def groups(self) -> list[Group]:
        return [
            *review_groups(self.person, roles.NHRI),
            self._own("returned", _("Returned to you"), (State.RETURNED,), needs=True),
            self._to_assess("answer", _("Assessed by the State, not yet by you"), self._state_only()),
            self._to_assess("unseen", _("New recommendations"), self._new(), note=_("Of the last 90 days.")),
            self._own("started", _("Your drafts"), (State.DRAFT,)),
            self._own("waiting", _("Waiting for a colleague"), (State.SUBMITTED,)),
        ]

    def _to_assess(self, key: str, title: Any, rows: QuerySet, **more: Any) -> Group:
        return Group(key, title, Made(rows, self._assess_task), **more)

    def _without_ours(self) -> QuerySet:
        ours = Assessment.objects.filter(recommendation=OuterRef("pk"), institution__in=self.here).exclude(
            state=State.WITHDRAWN
        )
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
        return Task(
            name_beside_kind(item),
            page_of(item),
            [str(item.author), item.get_level_display()],
            hint=hint,
            state=item.state,
        )
