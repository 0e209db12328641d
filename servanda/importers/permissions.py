"""Who may take documents into the register."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.accounts.visibility import Stage, audience_of_action, declare_stages
from servanda.documents.models import File
from servanda.documents.permissions import grounds_to_download
from servanda.importers.models import ImportRun, Intake, IntakeItem

declare(
    "importers.take_in",
    _("Take a document into the register, and take the intake back"),
    secretariat_editor=anything,
    command_line=anything,
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


@grounds_to_download
def of_an_intake(person: Any, file: File) -> bool:
    return may(person, "importers.take_in") and file.intakes.exists()
