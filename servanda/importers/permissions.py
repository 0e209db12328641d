"""Who may take documents into the register."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.accounts.visibility import Stage, audience_of_action, declare_stages
from servanda.documents.models import File
from servanda.documents.permissions import grounds_to_download
from servanda.importers.models import Conflict, ImportRun, Intake, IntakeItem

declare(
    "importers.take_in",
    _("Take a document into the register, and take the intake back"),
    secretariat_editor=anything,
    command_line=anything,
)

declare(
    "importers.decide",
    _("Decide where a source says otherwise than the register"),
    secretariat_editor=anything,
    secretariat_publisher=anything,
    command_line=anything,
)

declare_stages(
    "conflict",
    Stage(_("Your decision and its reason"), audience_of_action("importers.decide")),
    Stage(_("What you take over from the source"), ("public",)),
)
declare_stages(
    "intake",
    Stage(_("Until you confirm"), audience_of_action("importers.take_in")),
    Stage(_("Once confirmed: the document and its recommendations"), ("public",)),
)


def _who_takes_in(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "importers.take_in") else rows.none()


for model in (Intake, IntakeItem, ImportRun):
    scope(model)(_who_takes_in)


@scope(Conflict)
def _who_decides(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "importers.decide") else rows.none()


def may_take(person: Any, conflict: Conflict) -> bool:
    """Whether the person may take over what the source says: withdrawing is a publisher's, the rest an editor's."""
    withdraws = conflict.kind == Conflict.Kind.WITHDRAWN
    return may(person, "recommendations.withdraw" if withdraws else "recommendations.enter")


@grounds_to_download
def of_an_intake(person: Any, file: File) -> bool:
    return may(person, "importers.take_in") and file.intakes.exists()
