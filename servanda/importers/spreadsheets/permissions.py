"""Who may import spreadsheets, and whose imports one sees. What a row does is asked of its own command besides."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts import roles
from servanda.accounts.policy import anything, declare, may, scope
from servanda.accounts.roles import holds
from servanda.documents.models import File
from servanda.documents.permissions import grounds_to_download
from servanda.importers.spreadsheets.models import Kind, NameDecision, SavedConfiguration, SheetImport, SheetRow

OF_THE_REGISTER = (Kind.RECOMMENDATIONS, Kind.INSTITUTIONS, Kind.INDICATORS)  # what every editor may see anyhow


def started(person: Any, sheet_import: Any) -> bool:
    """Imports that the person began herself: drafts and addresses of people in them are not for everybody."""
    return sheet_import is None or sheet_import.started_by_id == person.pk


def started_or_of_the_register(person: Any, sheet_import: Any) -> bool:
    return started(person, sheet_import) or sheet_import.kind in OF_THE_REGISTER


declare(
    "importers.import_spreadsheet",
    _("Import a spreadsheet, and take the import back"),
    focal_point=started,
    alternate=started,
    secretariat_editor=started_or_of_the_register,
    administrator=started,
    command_line=anything,
)


@scope(SheetImport)
def sheet_imports(person: Any, rows: QuerySet) -> QuerySet:
    if not may(person, "importers.import_spreadsheet"):
        return rows.none()
    shared = Q(kind__in=OF_THE_REGISTER) if holds(person, roles.EDITOR) else Q()
    return rows.filter(Q(started_by=person) | shared) if shared else rows.filter(started_by=person)


@scope(SheetRow)
def sheet_rows(person: Any, rows: QuerySet) -> QuerySet:
    return rows.filter(sheet_import__in=sheet_imports(person, SheetImport.objects.all()))


def _whoever_imports(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "importers.import_spreadsheet") else rows.none()


for model in (SavedConfiguration, NameDecision):
    scope(model)(_whoever_imports)


@grounds_to_download
def of_a_sheet_import(person: Any, file: File) -> bool:
    return any(may(person, "importers.import_spreadsheet", one) for one in file.sheet_imports.all())
