"""Who may move something along its life. docs/reference/permissions.md is the same table for people."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts import roles
from servanda.accounts.policy import anything, declare
from servanda.accounts.roles import holds, institutions_of
from servanda.accounts.visibility import OWN, Stage, declare_stages


def states_own(role: str) -> Any:
    """A record of the State's side, of the person's own institution."""

    def condition(person: Any, thing: Any) -> bool:
        return thing is None or (
            not thing.is_independent and thing.institution_id in institutions_of(person, roles.ROLES[role])
        )

    return condition


def state_side(person: Any, thing: Any) -> bool:
    """A record of the State's side, of any institution."""
    return thing is None or not thing.is_independent


def independent_own(person: Any, thing: Any) -> bool:
    """A record of the independent institution to which the person belongs."""
    return thing is None or (thing.is_independent and thing.institution_id in institutions_of(person, roles.NHRI))


declare(
    "publication.submit",
    _("Send for approval"),
    states=("draft", "returned"),
    focal_point=states_own("focal_point"),
    alternate=states_own("alternate"),
    secretariat_editor=state_side,
    nhri=independent_own,
)
declare(
    "publication.approve",
    _("Approve in the institution"),
    states=("submitted",),
    never_by=("author",),
    validating_authority=states_own("validating_authority"),
)
declare(
    "publication.return",
    _("Return with a reason"),
    validating_authority=lambda person, thing: (
        thing is None or (thing.state == "submitted" and states_own("validating_authority")(person, thing))
    ),
    secretariat_editor=lambda person, thing: thing is None or (thing.state == "approved" and not thing.is_independent),
    secretariat_publisher=lambda person, thing: (
        thing is None or (thing.state == "accepted" and not thing.is_independent)
    ),
    nhri=lambda person, thing: thing is None or (thing.state == "submitted" and independent_own(person, thing)),
)
declare(
    "publication.accept",
    _("Accept in the secretariat"),
    states=("approved",),
    never_by=("author", "approved_by"),
    secretariat_editor=state_side,
)
declare(
    "publication.publish",
    _("Publish"),
    never_by=("author", "accepted_by"),
    secretariat_publisher=lambda person, thing: (
        thing is None or (thing.state == "accepted" and not thing.is_independent)
    ),
    nhri=lambda person, thing: thing is None or (thing.state == "submitted" and independent_own(person, thing)),
)
declare(
    "publication.withdraw",
    _("Withdraw from the public side, with a reason"),
    states=("published",),
    secretariat_publisher=state_side,
    nhri=independent_own,
)
declare("publication.read", _("Read what is published"), public=anything)


AT_WORK = (
    roles.FOCAL_POINT, roles.ALTERNATE, roles.VALIDATING_AUTHORITY, roles.EDITOR, roles.PUBLISHER, roles.NHRI,
)  # fmt: skip
SECRETARIAT = (roles.EDITOR.code, roles.PUBLISHER.code)
IN_THE_HOUSE, WITH_SECRETARIAT, FOR_ALL = ("draft", "submitted"), ("approved", "accepted", "withdrawn"), ("published",)

declare_stages(
    "reviewable",
    Stage(_("While it is a draft or waits for approval"), (OWN,)),
    Stage(_("Once approved, or returned after that"), (OWN, *SECRETARIAT)),
    Stage(_("Once published"), (roles.PUBLIC.code,)),
)
declare_stages(
    "independent",
    Stage(_("Until a colleague publishes it"), (OWN,)),
    Stage(_("Once published"), (roles.PUBLIC.code,)),
)
declare_stages("register", Stage(_("As soon as you save"), (roles.PUBLIC.code,)))


def readable(person: Any, rows: QuerySet) -> QuerySet:
    """The rows of a reviewable model that the person may see in the working area.

    An institution sees all of its own. The secretariat sees what was approved to it, and after, and what it writes itself;
    drafts stay in the house, and whoever leaves it leaves them there. What is published, everybody who works here sees. The
    stages above say the same to the person who writes.
    """
    shown = Q(institution__in=institutions_of(person))
    if holds(person, *AT_WORK):
        shown |= Q(state__in=FOR_ALL)
    if holds(person, roles.EDITOR, roles.PUBLISHER):
        shown |= Q(state__in=WITH_SECRETARIAT) | Q(state="returned", approved_by__isnull=False) | Q(author=person.pk)
    return rows.filter(shown)
