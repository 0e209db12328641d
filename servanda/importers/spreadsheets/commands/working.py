"""What the background keeps: progress, the plan, and the one step into the register with its way back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.at_once import at_once
from servanda.core.errors import NotPossibleNow, Refused
from servanda.importers.spreadsheets.kinds import RowKind, Values
from servanda.importers.spreadsheets.models import SheetImport, SheetRow
from servanda.importers.spreadsheets.plan import Line, Outcome, Plan, make_plan
from servanda.importers.spreadsheets.work import asked_of, layout_of

IMPORT = "importers.import_spreadsheet"
State, Step = SheetImport.State, SheetImport.Step
AT_A_TIME = 500
CHANGED_MEANWHILE = "changed_meanwhile"


def note_progress(sheet_import: SheetImport, done: int, total: int) -> None:
    """How far the work is. No command: nothing is changed but the figure on the screen."""
    SheetImport.objects.filter(pk=sheet_import.pk).update(done=done, total=total)


@command("importers.keep_spreadsheet_plan", on="sheet_import", action=IMPORT)
def keep_plan(*, sheet_import: SheetImport, plan: Plan, by: Any, failure: str = "") -> SheetImport:
    """Keep the plan for the preview. `failure`: a code where it was made because the register had changed."""
    if sheet_import.state not in (State.PLANNING, State.COMMITTING):
        return sheet_import  # given up meanwhile
    _keep(sheet_import, plan)
    sheet_import.failure = {"code": failure} if failure else {}
    sheet_import.save()
    return sheet_import


def _keep(sheet_import: SheetImport, plan: Plan) -> None:
    sheet_import.rows.all().delete()
    rows = (SheetRow(sheet_import=sheet_import, **line.as_dict()) for line in plan.lines)
    SheetRow.objects.bulk_create(rows, batch_size=AT_A_TIME)
    sheet_import.state, sheet_import.step = State.OPEN, Step.PREVIEW
    sheet_import.counts, sheet_import.digest = plan.counts(), plan.digest()
    sheet_import.done = sheet_import.total = len(plan.lines)


@command("importers.give_up_spreadsheet_work", on="sheet_import", action=IMPORT)
def give_up(*, sheet_import: SheetImport, code: str, message: str, by: Any) -> SheetImport:
    """The work could not be done: keep the reason; the import stands where it stood, and nothing of it is in the register."""
    if sheet_import.state in (State.PLANNING, State.COMMITTING):
        sheet_import.state, sheet_import.failure = State.OPEN, {"code": code, "message": message}
        sheet_import.save()
    return sheet_import


@command("importers.write_spreadsheet", on="sheet_import", action=IMPORT)
def write(*, sheet_import: SheetImport, by: Any) -> SheetImport:
    """Carry out the plan that was shown, in one transaction. Where the register has changed since, keep the new plan instead,
    for the person to see; nothing is written."""
    if sheet_import.state != State.COMMITTING:
        raise NotPossibleNow(_("This import is not waiting to be written."))
    plan = make_plan(asked_of(sheet_import, by))
    if plan.digest() != sheet_import.digest:
        _keep(sheet_import, plan)
        sheet_import.failure = {"code": CHANGED_MEANWHILE}
        sheet_import.save()
        return sheet_import
    _carry_out(sheet_import, plan, by)
    sheet_import.state, sheet_import.step, sheet_import.failure = State.DONE, Step.DONE, {}
    sheet_import.finished_at = clock.now()
    sheet_import.save()
    return sheet_import


def _carry_out(sheet_import: SheetImport, plan: Plan, by: Any) -> None:
    require(by, plan.kind.action)
    with at_once():
        written = [*_create(plan, by), *_change(plan, by)]
        assigning = plan.kind.finish([(thing, _settled(line)) for line, thing in written], by)
    sheet_import.batch = open_batch(kind=Batch.Kind.SPREADSHEET, title=_title(sheet_import, len(written)), by=by)
    steps = {"assigning": str(assigning.pk)} if assigning else {}
    add_step(sheet_import.batch, "importers.take_back_spreadsheet", sheet_import=str(sheet_import.pk), **steps)
    _remember(sheet_import, plan.kind, written, by)


def _create(plan: Plan, by: Any) -> Iterator[tuple[Line, str]]:
    new = [line for line in plan.lines if line.outcome == Outcome.NEW]
    made = plan.kind.make_all([line.values for line in new], by)
    for line in new:
        with _naming(line):
            yield line, next(made)


def _change(plan: Plan, by: Any) -> Iterator[tuple[Line, str]]:
    for line in plan.lines:
        if line.outcome == Outcome.CHANGED and line.held is not None:
            with _naming(line):
                plan.kind.change(line.held, line.changes, line.values, by)
            yield line, line.held.id


@contextmanager
def _naming(line: Line) -> Iterator[None]:
    """A refusal says which row it is about."""
    try:
        yield
    except Refused as refused:
        sentence = _(
            "Row %(number)d cannot be written: %(reason)s Correct it and import the file again; nothing was written."
        )
        raise Refused(sentence % {"number": line.number, "reason": refused}) from refused


def _settled(line: Line) -> Values:
    """For what is written together at the end: the new values of a new row, of a changed one only what it changes, with what
    belongs to it."""
    if line.held is None:
        return line.values
    return line.changes | {code: line.changes.get(code, line.held.values.get(code)) for code in _with(line.changes)}


def _with(changes: Values) -> tuple[str, ...]:
    return ("lead", "due_on") if changes.keys() & {"lead", "due_on"} else ()


def _title(sheet_import: SheetImport, count: int) -> str:
    sentence = ngettext("%(n)d row imported from %(file)s", "%(n)d rows imported from %(file)s", count)
    return sentence % {"n": count, "file": sheet_import.file.name}


def _remember(sheet_import: SheetImport, kind: RowKind, written: Iterable[tuple[Line, str]], by: Any) -> None:
    """How each thing stands after the import: by that it is seen later whether somebody changed it since."""
    things = {line.number: thing for line, thing in written}
    now = {one.id: one for one in kind.held(by, layout_of(sheet_import).language)}
    rows = (
        list(sheet_import.rows.filter(number__in=list(things)))
        if len(things) < AT_A_TIME
        else list(sheet_import.rows.all())
    )
    changed = [row for row in rows if row.number in things]
    for row in changed:
        row.thing = things[row.number]
        row.after = dict(now[row.thing].values) if row.thing in now else {}
    SheetRow.objects.bulk_update(changed, ["thing", "after"], batch_size=AT_A_TIME)
