"""Who may see the index: its records are public documents, and are shown to those who work with the register."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import may, scope
from servanda.accounts.visibility import Stage, audience_of_action, declare_stages
from servanda.documents.models import File
from servanda.documents.permissions import grounds_to_download
from servanda.importers.uhri.models import Edition, Observation

READ = "recommendations.read_register"
TAKE_IN = "importers.take_in"

declare_stages(
    "edition",
    Stage(_("The records of the index"), audience_of_action(READ)),
    Stage(_("Those about your State, in the register"), ("public",)),
)


@scope(Edition)
def _who_takes_in(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, READ) or may(person, TAKE_IN) else rows.none()


@scope(Observation)
def _who_reads(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, READ) or may(person, TAKE_IN) else rows.none()


@grounds_to_download
def of_an_edition(person: Any, file: File) -> bool:
    return may(person, TAKE_IN) and file.editions.exists()
