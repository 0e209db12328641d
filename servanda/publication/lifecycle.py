"""The steps of a reviewable record as a person meets them: which she may take now, what each is called, and taking one.

Pages, the phone and the spreadsheet all go through `take`, so that a second click, or somebody who was first, is
answered the same way everywhere.
"""

import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.accounts.policy import may
from servanda.core.errors import NotPossibleNow
from servanda.publication import commands
from servanda.publication.models import Reviewable, State


@dataclass(frozen=True)
class Step:
    """A step, its name on a button, the state that it leads to, and whether the person is asked before it is done."""

    verb: str
    label: Any
    leads_to: State
    asks: bool = False
    needs_reason: bool = False
    kind: str = "primary"

    @property
    def action(self) -> str:
        return f"publication.{self.verb}"


STEPS = {
    step.verb: step
    for step in (
        Step("submit", gettext_lazy("Send for approval"), State.SUBMITTED),
        Step("approve", gettext_lazy("Approve"), State.APPROVED),
        Step("accept", gettext_lazy("Accept"), State.ACCEPTED),
        Step("publish", gettext_lazy("Publish"), State.PUBLISHED, asks=True),
        Step("return", gettext_lazy("Return with a reason"), State.RETURNED, True, True, "quiet"),
        Step("withdraw", gettext_lazy("Withdraw"), State.WITHDRAWN, True, True, "risk"),
    )
}
COMMANDS = {
    "submit": commands.submit,
    "approve": commands.approve,
    "accept": commands.accept,
    "publish": commands.publish,
    "return": commands.return_with_reason,
    "withdraw": commands.withdraw,
}


class AlreadyDone(NotPossibleNow):
    """The step was taken before, by this person's first click or by a colleague. Nothing is left to do."""


def possible(person: Any, item: Reviewable) -> list[Step]:
    """The steps that the person may take now, the one that leads on first."""
    return [step for step in STEPS.values() if may(person, step.action, item)]


def take(step: Step, *, item: Reviewable, by: Any, reason: str = "", version: int | None = None) -> Reviewable:
    """Take the step. Raises AlreadyDone, NotPossibleNow, StaleVersion or PermissionDenied, and then changed nothing."""
    extra = {"reason": reason} if step.needs_reason else {}
    if may(by, step.action, item):
        try:
            return COMMANDS[step.verb](item=item, by=by, version=version, **extra)
        except PermissionDenied:  # between our look and the lock somebody else was first
            item.refresh_from_db()
    raise why_not(step, item, by)


def why_not(step: Step, item: Reviewable, by: Any) -> Exception:
    """Why the person may not take the step: it is done, the item has moved on, or it was never hers to take."""
    if not _may_in_another_state(step, item, by):
        return PermissionDenied(step.action)
    if item.state == step.leads_to:
        return AlreadyDone(_("This was done already. Nothing more is needed."))
    return NotPossibleNow(
        _("This has moved on since you opened it and is now: %(state)s.") % {"state": item.get_state_display()}
    )


def _may_in_another_state(step: Step, item: Reviewable, by: Any) -> bool:
    for state in State.values:
        elsewhere = copy.copy(item)
        elsewhere.state = state
        if may(by, step.action, elsewhere):
            return True
    return False
