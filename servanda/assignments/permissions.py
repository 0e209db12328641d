"""Who may assign, and who answers an assignment."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.assignments.models import Assignment

declare("assignments.assign", _("Assign institutions and due dates"), secretariat_editor=anything, command_line=anything)
declare(
    "assignments.answer",
    _("Accept, decline or pass on an assignment, with a reason"),
    states=("proposed",),
    focal_point="own",
    alternate="own",
    validating_authority="own",
)


@scope(Assignment)
def assignments(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "recommendations.read_register") else rows.none()
