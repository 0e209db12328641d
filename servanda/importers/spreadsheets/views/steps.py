"""What all steps of a spreadsheet import share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.access import get_visible
from servanda.accounts.visibility import who_will_see
from servanda.core.errors import Refused, StaleVersion
from servanda.importers.spreadsheets.kinds import kind_of
from servanda.importers.spreadsheets.models import SheetImport
from servanda.importers.spreadsheets.permissions import OF_THE_REGISTER
from servanda.importers.views.wizard import WRONG, to

IMPORT = "importers.import_spreadsheet"
HERE = "importers/spreadsheets"  # folder of the templates
State, Step = SheetImport.State, SheetImport.Step
AT_WORK = (State.PLANNING, State.COMMITTING)
OVER = (State.DONE, State.UNDONE)
PAGES = {
    Step.READING: "importers:spreadsheet-read",
    Step.COLUMNS: "importers:spreadsheet-columns",
    Step.NAMES: "importers:spreadsheet-names",
    Step.PREVIEW: "importers:spreadsheet-preview",
    Step.DONE: "importers:spreadsheet-done",
}


def opened(request: HttpRequest, pk: UUID) -> SheetImport:
    """The import, if it is this person's to see and to change."""
    rows = SheetImport.objects.select_related("file", "started_by", "configuration", "batch")
    return get_visible(request.user, rows, IMPORT, pk=pk)


def page_of(sheet_import: SheetImport) -> str:
    """The page on which this import goes on: the name of its route."""
    if sheet_import.state in AT_WORK or sheet_import.state in (State.FAILED, State.DISCARDED):
        return "importers:spreadsheet-progress"
    return PAGES[Step.DONE if sheet_import.state in OVER else Step(sheet_import.step)]


def elsewhere(sheet_import: SheetImport, step: SheetImport.Step) -> HttpResponse | None:
    """Where the person is led instead of this step: it is not reached yet, or it is behind for good."""
    reached = list(PAGES).index(step) <= list(PAGES).index(Step(sheet_import.step))
    return None if sheet_import.state == State.OPEN and reached else to(page_of(sheet_import), sheet_import.pk)


def frame(sheet_import: SheetImport, current: int, **context: Any) -> dict[str, Any]:
    """The context of a step: the import, its name, and the steps that can be opened."""
    return {
        "sheet_import": sheet_import,
        "name": name_of(sheet_import),
        "kind_title": kind_of(sheet_import.kind).title,
        "steps": steps_of(sheet_import),
        "current": current,
        **context,
    }


def name_of(sheet_import: SheetImport) -> str:
    return _("Pasted cells") if sheet_import.is_pasted else sheet_import.file.name


def steps_of(sheet_import: SheetImport | None) -> list[dict[str, str]]:
    labels = [_("Source"), *(str(step.label) for step in PAGES)]
    return [{"label": label, "url": url} for label, url in zip(labels, _addresses(sheet_import), strict=True)]


def _addresses(sheet_import: SheetImport | None) -> list[str]:
    """Steps up to the furthest can be opened while the import is on its way; afterwards the rows and the report."""
    if sheet_import is None:
        return [""] * 6
    names = list(PAGES)
    reached = names[: names.index(Step(sheet_import.step)) + 1] if sheet_import.state == State.OPEN else []
    open_now = [Step.PREVIEW, Step.DONE] if sheet_import.state in OVER else reached
    return ["", *(reverse(PAGES[step], args=[sheet_import.pk]) if step in open_now else "" for step in names)]


def seen_by(kind: str) -> dict[str, Any]:
    """Who will see what is brought in, for the panel: before it is imported, and after."""
    statements = who_will_see(kind_of(kind).visibility)
    return {
        "before_shared": kind in OF_THE_REGISTER,
        "once": statements[0] if len(statements) == 1 else None,
        "stages": statements,
    }


def answer(
    request: HttpRequest,
    form: Any,
    save: Callable[[], Any],
    then: Callable[[], HttpResponse],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Ask, save and go on. What a command refuses is said at the top of the form; nothing that was typed is lost."""
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                save()
                return then()
            except StaleVersion as stale:
                form.stand_at(stale.current.version)
                form.add_error(
                    None, _("Somebody changed this import meanwhile. Look at it once more, then press again.")
                )
                status = stale.status
            except Refused as refused:
                form.add_error(None, str(refused))
                status = refused.status
    return render(request, template, context | {"form": form}, status=status)


def refused_to(request: HttpRequest, do: Callable[[], Any], address: HttpResponse) -> HttpResponse:
    """Do one thing and go back; a refusal is said there."""
    try:
        do()
    except Refused as refused:
        messages.error(request, str(refused))
    return address
