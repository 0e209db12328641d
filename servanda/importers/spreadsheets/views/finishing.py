"""Steps 5 and 6: what will change, the one press that does it, the report, and the way back."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from servanda.accounts.access import get_visible, requires
from servanda.core.errors import Refused
from servanda.importers.spreadsheets import commands, queries
from servanda.importers.spreadsheets.models import SheetImport, SheetRow
from servanda.importers.spreadsheets.queries import CellChange, Preview, PreviewRow
from servanda.importers.spreadsheets.views.excerpts import beginning, difference
from servanda.importers.spreadsheets.views.starting import workbook
from servanda.importers.spreadsheets.views.steps import (
    HERE,
    IMPORT,
    OVER,
    State,
    Step,
    elsewhere,
    frame,
    opened,
    page_of,
    refused_to,
    seen_by,
)
from servanda.importers.views.wizard import one_of, to

TABS = ("new", "changed", "same", "rejected", "looks_like")


@requires(IMPORT)
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 5: what becomes of each row, as it will be carried out. Afterwards: what became of it. Posting carries it out."""
    sheet_import = opened(request, pk)
    is_over = sheet_import.state in OVER
    if not is_over and (away := elsewhere(sheet_import, Step.PREVIEW)):
        return away
    if request.method == "POST" and not is_over:
        return _committed(request, sheet_import)
    return _previewed(request, sheet_import, is_over=is_over)


def _previewed(
    request: HttpRequest, sheet_import: SheetImport, *, is_over: bool, refusal: str = "", status: int = 200
) -> HttpResponse:
    counts = sheet_import.counts
    first = next((tab for tab in TABS if counts.get(tab)), "new")
    shown = queries.preview(sheet_import, one_of(TABS, request.GET.get("show"), first), _page(request))
    context = frame(
        sheet_import, 6 if is_over else 5, shown=shown, rows=[_for_reading(row) for row in shown.rows], is_over=is_over,
        counts=shown.counts, refusal=refusal, changed_meanwhile=sheet_import.failure.get("code") == "changed_meanwhile",
        to_write=shown.counts.get("new", 0) + shown.counts.get("changed", 0), seen=seen_by(sheet_import.kind), pages=_pages(shown),
    )  # fmt: skip
    return render(request, f"{HERE}/preview.html", context, status=status)


def _page(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    return int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 7 else 1


def _for_reading(row: PreviewRow) -> PreviewRow:
    """Long texts in excerpts: of a change the place where it is, of a new text its beginning. The file has them whole."""
    shorten = _difference if row.outcome == SheetRow.Outcome.CHANGED else _beginning
    return replace(
        row,
        cells=tuple(shorten(cell) for cell in row.cells),
        notes=tuple((head, beginning(text)) for head, text in row.notes),
    )


def _difference(cell: CellChange) -> CellChange:
    was, becomes = difference(cell.was, cell.becomes)
    return replace(cell, was=was, becomes=becomes)


def _beginning(cell: CellChange) -> CellChange:
    return replace(cell, was=beginning(cell.was), becomes=beginning(cell.becomes))


def _pages(shown: Preview) -> Any:
    """What `{% pagination %}` needs, without the rows of other pages."""
    return Paginator(range(shown.counts.get(shown.outcome, 0)), queries.PAGE).get_page(shown.page)


def _committed(request: HttpRequest, sheet_import: SheetImport) -> HttpResponse:
    try:
        commands.commit(sheet_import=sheet_import, digest=request.POST.get("digest", ""), by=request.user)
    except Refused as refused:
        sheet_import.refresh_from_db()
        if sheet_import.state != State.OPEN:
            return to(page_of(sheet_import), sheet_import.pk)  # pressed twice: the first press did it
        return _previewed(request, sheet_import, is_over=False, refusal=str(refused), status=refused.status)
    return to("importers:spreadsheet-import", sheet_import.pk)


@requires(IMPORT)
@require_POST
def row(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """What a row is that looks like something of the register."""
    sheet_import = opened(request, pk)
    if away := elsewhere(sheet_import, Step.PREVIEW):
        return away

    def decide() -> None:
        commands.decide_row(
            sheet_import=sheet_import, number=number, choice=request.POST.get("choice", ""), by=request.user
        )
        messages.success(
            request, _("Row %(number)s: your decision is kept, and the rows were compared anew.") % {"number": number}
        )

    return refused_to(request, decide, to("importers:spreadsheet-preview", pk, query="show=looks_like"))


@requires(IMPORT)
def rejected(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rejected rows as a workbook, each with its reason; corrected, it can be imported as it is."""
    sheet_import = opened(request, pk)
    if sheet_import.state not in OVER and (away := elsewhere(sheet_import, Step.PREVIEW)):
        return away
    return workbook(queries.rejected_workbook(sheet_import), f"servanda-{sheet_import.kind}-rejected")


@requires(IMPORT)
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Step 6: what came in, and the button that takes it back; after that, what was left for a decision."""
    sheet_import = opened(request, pk)
    if sheet_import.state not in OVER:
        return to(page_of(sheet_import), sheet_import.pk)
    undone = sheet_import.state == State.UNDONE
    context = frame(
        sheet_import, 6, undone=undone, until=queries.undo_until(sheet_import), left=queries.left_rows(sheet_import) if undone else [],
        counts=sheet_import.counts, taken_back=sheet_import.rows.filter(undo=SheetRow.Undo.DONE).count() if undone else 0,
    )  # fmt: skip
    return render(request, f"{HERE}/done.html", context)


@requires(IMPORT)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the import back, row by row; what others have worked on since is listed."""
    sheet_import = opened(request, pk)

    def take_back() -> None:
        commands.undo(sheet_import=sheet_import, by=request.user)
        left = len(queries.left_rows(sheet_import))
        messages.success(request, _("The import was taken back."))
        if left:
            said = ngettext(
                "%(count)d row waits for your decision: somebody has worked on it since.",
                "%(count)d rows wait for your decision: somebody has worked on them since.",
                left,
            )
            messages.warning(request, said % {"count": left})

    return refused_to(request, take_back, to("importers:spreadsheet-done", pk))


@requires(IMPORT)
@require_POST
def left_row(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One row that the undoing left: keep it as it is now, or set back what nobody changed."""
    sheet_import = opened(request, pk)
    found = get_visible(
        request.user, sheet_import.rows.filter(undo__in=(SheetRow.Undo.LEFT, SheetRow.Undo.KEPT)), number=number
    )
    choice = one_of(("keep", "set_back"), request.POST.get("choice"), "keep")

    def decide() -> None:
        changed = commands.decide_left_row(row=found, choice=choice, by=request.user)
        if choice == "set_back" and not changed:
            messages.warning(
                request, _("Nothing could be set back: everything in this row was changed since. It stays.")
            )
        else:
            messages.success(request, _("Row %(number)s: your decision is kept.") % {"number": number})

    return refused_to(request, decide, to("importers:spreadsheet-done", pk))
