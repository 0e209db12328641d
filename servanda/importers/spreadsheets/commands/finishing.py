"""Step 6: into the register, and out again."""

from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command, run_by_name
from servanda.accounts.policy import require
from servanda.assignments.models import Assignment
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.errors import NotPossibleNow
from servanda.importers.spreadsheets import background
from servanda.importers.spreadsheets.kinds import Held, RowKind, Values, kind_of, same
from servanda.importers.spreadsheets.models import SheetImport, SheetRow
from servanda.importers.spreadsheets.plan import Outcome
from servanda.importers.spreadsheets.work import layout_of

IMPORT = "importers.import_spreadsheet"
State, Step, Undo = SheetImport.State, SheetImport.Step, SheetRow.Undo
AT_A_TIME = 500
KEEP, SET_BACK = "keep", "set_back"


@command("importers.commit_spreadsheet", on="sheet_import", action=IMPORT)
def commit(*, sheet_import: SheetImport, digest: str, by: Any) -> SheetImport:
    """Write what the preview showed: `digest` is that of the preview the person saw (`Preview.digest`). In the background:
    `state` is "committing", then "done"; where the register changed meanwhile nothing is written, the plan is made anew,
    `state` is "open", step "preview", and `failure` = {"code": "changed_meanwhile"}."""
    if sheet_import.state != State.OPEN or sheet_import.step != Step.PREVIEW:
        raise NotPossibleNow(_("This import is being worked on, or is finished. Open it again to see where it stands."))
    if not digest or digest != sheet_import.digest:
        raise NotPossibleNow(_("The preview has changed since you opened it. Look at it again; nothing was written."))
    if not sheet_import.counts.get("new") and not sheet_import.counts.get("changed"):
        raise NotPossibleNow(_("There is nothing to write: every row is the same as the register, or rejected."))
    sheet_import.state, sheet_import.done, sheet_import.failure = State.COMMITTING, 0, {}
    sheet_import.save()
    background.order(sheet_import, background.WRITE, by)
    return sheet_import


@command("importers.undo_spreadsheet", on="sheet_import", action=IMPORT)
def undo(*, sheet_import: SheetImport, by: Any) -> SheetImport:
    """Take the import back, row by row, within thirty days. Rows that somebody changed since are left and listed
    (`queries.left_rows`) for a decision each. `state` becomes "undone"."""
    batch = sheet_import.batch
    if sheet_import.state != State.DONE or batch is None or batch.undone_at or batch.undo_until < clock.now():
        raise NotPossibleNow(_("This was taken back already, or can no longer be."))
    for step in batch.steps.all():
        run_by_name(step.command, by=by, **step.arguments)
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])
    sheet_import.refresh_from_db()
    return sheet_import


@command("importers.take_back_spreadsheet", action=IMPORT)
def take_back(*, sheet_import: str, by: Any, assigning: str = "") -> bool:
    """Step back of an import: everything that nobody changed since. `assigning`: the batch that gave its rows to
    institutions. False where something was left."""
    found = SheetImport.objects.select_for_update().get(pk=sheet_import)
    require(by, IMPORT, found)
    if found.state != State.DONE:
        return False
    kind = kind_of(found.kind)
    rows = list(found.rows.filter(outcome__in=(Outcome.NEW, Outcome.CHANGED)).order_by("-number"))
    untouched, left = _sorted(rows, _held(kind, found, by))
    _take_assignments_back(assigning, {_key(row) for row in left}, by)
    now = _held(kind, found, by)
    for row in untouched:
        row.undo = Undo.DONE if _take_row_back(kind, row, by, now, found) else Undo.LEFT
    SheetRow.objects.bulk_update(rows, ["undo"], batch_size=AT_A_TIME)
    found.state = State.UNDONE
    found.save()
    return all(row.undo == Undo.DONE for row in rows)


def _held(kind: RowKind, sheet_import: SheetImport, by: Any) -> dict[str, Held]:
    return {one.id: one for one in kind.held(by, layout_of(sheet_import).language)}


def _sorted(rows: list[SheetRow], now: dict[str, Held]) -> tuple[list[SheetRow], list[SheetRow]]:
    """Rows as the import left them, and rows that somebody changed since, marked so."""
    untouched, left = [], []
    for row in rows:
        held = now.get(row.thing)
        if held is not None and not held.is_locked and not differences(row.after, held.values):
            untouched.append(row)
        else:
            row.undo = Undo.LEFT
            left.append(row)
    return untouched, left


def differences(after: Values, now: Values) -> list[str]:
    """The fields that are otherwise now than the import left them."""
    return [code for code in after if not same(after[code], now.get(code))]


def _key(row: SheetRow) -> str:
    return row.thing.partition("/")[0]


def _take_assignments_back(assigning: str, left: set[str], by: Any) -> None:
    """Take back who was asked to follow up, but for things that are left as they are."""
    batch = Batch.objects.filter(pk=assigning, undone_at=None).first() if assigning else None
    if batch is None:
        return
    for step in batch.steps.all():
        about = step.arguments.get("assignment") or step.arguments.get("before", {}).get("id")
        of = Assignment.objects.filter(pk=about).values_list("recommendation_id", flat=True).first()
        if str(of) not in left:
            run_by_name(step.command, by=by, **step.arguments)
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])


def _take_row_back(kind: RowKind, row: SheetRow, by: Any, now: dict[str, Held], sheet_import: SheetImport) -> bool:
    if row.outcome == Outcome.NEW:
        return kind.remove(row.thing, by)
    return _set_back(kind, row, now.get(row.thing), [cell["field"] for cell in row.cells], by, sheet_import)


def _set_back(
    kind: RowKind, row: SheetRow, held: Held | None, fields: list[str], by: Any, sheet_import: SheetImport
) -> bool:
    """The fields as they were before the import, where they are not so already."""
    if held is None or held.is_locked:
        return False
    back = {code: row.before.get(code, "") for code in fields if not same(row.before.get(code), held.values.get(code))}
    if back:
        kind.change(held, back, back | {"_language": layout_of(sheet_import).language}, by)
    return True


@command("importers.decide_left_row", action=IMPORT)
def decide_left_row(*, row: SheetRow, choice: str, by: Any) -> bool:
    """A row that the undoing left: "keep" it as it is now, or "set_back" what the import wrote and nobody changed since (what
    others wrote stays). False where nothing could be set back."""
    sheet_import = row.sheet_import
    require(by, IMPORT, sheet_import)
    if row.undo != Undo.LEFT:
        raise NotPossibleNow(_("This row was decided already."))
    if choice == SET_BACK and not _set_back_what_is_ours(row, sheet_import, by):
        return False
    row.undo = Undo.DONE if choice == SET_BACK else Undo.KEPT
    row.save(update_fields=["undo"])
    return True


def _set_back_what_is_ours(row: SheetRow, sheet_import: SheetImport, by: Any) -> bool:
    kind = kind_of(sheet_import.kind)
    held = _held(kind, sheet_import, by).get(row.thing)
    if held is None:
        return False
    if row.outcome == Outcome.NEW:
        return kind.remove(row.thing, by)
    theirs = set(differences(row.after, held.values))
    ours = [cell["field"] for cell in row.cells if cell["field"] not in theirs]
    return bool(ours) and _set_back(kind, row, held, ours, by, sheet_import)
