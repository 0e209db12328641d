"""Who may assign, and who answers an assignment."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.accounts.visibility import Stage, audience_of_action, declare_stages
from servanda.assignments.models import Assignment

declare(
    "assignments.assign", _("Assign institutions and due dates"), secretariat_editor=anything, command_line=anything
)
declare(
    "assignments.answer",
    _("Accept, decline or pass on an assignment, with a reason"),
    states=("proposed",),
    focal_point="own",
    alternate="own",
    validating_authority="own",
)

declare_stages(
    "assignment",
    Stage(_("As soon as you save"), audience_of_action("recommendations.read_register")),
    Stage(_("Once the institution accepts"), ("public",)),
)


@scope(Assignment)
def assignments(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "recommendations.read_register") else rows.none()
