"""Steps 2 to 5: what a person decides before anything is written. Each may be repeated; later steps are then asked anew."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.core.errors import NotPossibleNow, Refused
from servanda.importers.spreadsheets import background, work
from servanda.importers.spreadsheets.cells.encodings import OFFERED
from servanda.importers.spreadsheets.columns import IGNORED, NOTE, guess_layout
from servanda.importers.spreadsheets.kinds import kind_of
from servanda.importers.spreadsheets.models import NameDecision, SheetImport
from servanda.importers.spreadsheets.names import CREATABLE, NEW, REJECT, is_near, load_list
from servanda.importers.spreadsheets.table import table_of

IMPORT = "importers.import_spreadsheet"
State, Step = SheetImport.State, SheetImport.Step
MOST_HEADING_ROWS = 3


def _require_open(sheet_import: SheetImport) -> None:
    if sheet_import.state != State.OPEN:
        raise NotPossibleNow(_("This import is being worked on, or is finished. Open it again to see where it stands."))


def _back_to(sheet_import: SheetImport, step: str) -> None:
    """Whatever was planned is not true any more."""
    sheet_import.step, sheet_import.digest, sheet_import.counts = step, "", {}


@command("importers.choose_sheet", on="sheet_import", action=IMPORT)
def choose_sheet(
    *,
    sheet_import: SheetImport,
    by: Any,
    sheet: str | None = None,
    first_row: int | None = None,
    heading_rows: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    language: str | None = None,
) -> SheetImport:
    """Step 2: which sheet, the row (from 1) of the first heading, how many heading rows (0 to 3), and for text files encoding
    and delimiter; `language`: of texts in the file (BCP 47). None leaves what was guessed. Guesses the columns anew where
    the headings changed. Moves to step "columns"."""
    _require_open(sheet_import)
    old = work.layout_of(sheet_import)
    given: dict[str, Any] = {"encoding": _known_encoding(encoding), "delimiter": delimiter, "language": language}
    layout = replace(old, **{name: value for name, value in given.items() if value is not None})
    book = work.book_of(sheet_import.file, layout.encoding, layout.delimiter)
    if sheet is not None and sheet != old.sheet:
        guessed = guess_layout(book, kind_of(sheet_import.kind).fields, layout.language, sheet)
        layout = replace(layout, sheet=sheet, first_row=guessed.first_row, heading_rows=guessed.heading_rows)
    layout = replace(layout, first_row=first_row or layout.first_row)
    layout = replace(layout, heading_rows=layout.heading_rows if heading_rows is None else heading_rows)
    if not 0 <= layout.heading_rows <= MOST_HEADING_ROWS or layout.first_row < 1:
        raise Refused(_("Give the row of the headings as the file counts it, and at most three rows of headings."))
    before, found = work.table(sheet_import).headings, table_of(book, layout)
    if before != found.headings:
        sheet_import.columns = {guess.letter: guess.field for guess in work.guesses(sheet_import.kind, found)}
    sheet_import.layout = layout.as_dict()
    _back_to(sheet_import, Step.COLUMNS)
    sheet_import.save()
    return sheet_import


def _known_encoding(encoding: str | None) -> str | None:
    if encoding and encoding not in OFFERED:
        raise Refused(_("Choose one of the encodings in the list."))
    return encoding


@command("importers.set_columns", on="sheet_import", action=IMPORT)
def set_columns(*, sheet_import: SheetImport, columns: dict[str, str], by: Any) -> SheetImport:
    """Step 3: `columns` maps column letters to a field's code, to "note" (kept as a note) or "ignored". Letters that are not
    given keep their guess; a column is never dropped without being named. Refused where a field has two columns, or none
    has any. A required field without a column rejects rows that are new (`queries.missing_fields`), not those that only
    change something. Moves to step "names"."""
    _require_open(sheet_import)
    kind = kind_of(sheet_import.kind)
    known = {one.code: one for one in kind.fields}
    chosen = sheet_import.columns | columns
    fields = [code for code in chosen.values() if code not in (NOTE, IGNORED)]
    if unknown := [code for code in fields if code not in known]:
        raise Refused(_("“%(code)s” is no field of ours. Choose one from the list.") % {"code": unknown[0]})
    if twice := next((code for code in fields if fields.count(code) > 1), None):
        raise Refused(_("Two columns cannot both be “%(field)s”. Choose one of them.") % {"field": known[twice].title})
    if not fields:
        raise Refused(_("Say of at least one column which field it is."))
    sheet_import.columns = chosen
    _back_to(sheet_import, Step.NAMES)
    sheet_import.save()
    return sheet_import


@command("importers.decide_name", on="sheet_import", action=IMPORT)
def decide_name(*, sheet_import: SheetImport, decisions: dict[str, str], by: Any) -> SheetImport:
    """Step 4: `decisions` maps the key of a name (`NameToDecide.key`) to the id of one of its candidates or of another entry
    of the list (`queries.choices_of(list_code)`), to "new" (create it; only where `may_create`), "reject" (rows with it are
    rejected) or "" (not decided). Remembered for the source of the import, "reject" and "new" for this import only."""
    _require_open(sheet_import)
    source = work.source_of(sheet_import)
    for key, target in decisions.items():
        _decide(sheet_import, source, key, target, by)
    _back_to(sheet_import, Step.NAMES)
    sheet_import.save()
    return sheet_import


def _decide(sheet_import: SheetImport, source: str, key: str, target: str, by: Any) -> None:
    list_code, _colon, name = key.partition(":")
    remembered = NameDecision.objects.filter(source=source, list_code=list_code, name=name)
    if not target:
        sheet_import.names.pop(key, None)
        remembered.delete()
        return
    if target == NEW and list_code not in CREATABLE:
        raise Refused(_("A name of this list cannot be created here. Choose an entry, or leave its rows out."))
    if target not in (NEW, REJECT):
        _require_entry(list_code, target)
        facts = {"target": target, "printed": name[:400], "decided_by": by}
        NameDecision.objects.update_or_create(source=source, list_code=list_code, name=name[:400], defaults=facts)
    sheet_import.names[key] = target


def _require_entry(list_code: str, target: str) -> None:
    if target not in load_list(list_code).by_id:
        raise Refused(_("This entry is not in the list any more. Choose another one."))


def accept_near_names(*, sheet_import: SheetImport, by: Any, threshold: float | None = None) -> int:
    """Step 4, in bulk: take the best candidate of every undecided name whose score reaches the threshold (0–1; None: the
    standard, `names.NEAR`) and is clearly ahead of the second. Returns how many were taken."""
    from servanda.importers.spreadsheets.queries import names_to_reconcile

    near = {
        one.key: one.candidates[0].id
        for one in names_to_reconcile(sheet_import)
        if not one.decided and is_near(one.candidates, threshold)  # type: ignore[arg-type]
    }
    if near:
        decide_name(sheet_import=sheet_import, decisions=near, by=by)
    return len(near)


@command("importers.decide_row", on="sheet_import", action=IMPORT)
def decide_row(*, sheet_import: SheetImport, number: int, choice: str, by: Any) -> SheetImport:
    """Step 5: a row that looks like something in the register: `choice` is the id of that thing (the row then changes it),
    "new", "reject", or "" (not decided). The plan is made anew in the background."""
    _require_open(sheet_import)
    row = sheet_import.rows.filter(number=number).first()
    if row is None:
        raise Refused(_("There is no such row in this import."))
    offered = (
        {one["id"] for one in row.looks_like} | {NEW, REJECT, ""} | {sheet_import.rows_decided.get(str(number), "")}
    )
    if choice not in offered:
        raise Refused(_("Choose one of the entries that the row looks like, or say that it is new."))
    sheet_import.rows_decided[str(number)] = choice
    return _plan_anew(sheet_import, by)


@command("importers.go_to_preview", on="sheet_import", action=IMPORT)
def go_to_preview(*, sheet_import: SheetImport, by: Any) -> SheetImport:
    """From step 4 to 5: compare with the register, in the background. `state` is "planning" with `done` of `total` rows until
    it is "open" again and `counts` are there. Names that are still undecided reject their rows, with that reason."""
    _require_open(sheet_import)
    return _plan_anew(sheet_import, by)


def _plan_anew(sheet_import: SheetImport, by: Any) -> SheetImport:
    sheet_import.state, sheet_import.done, sheet_import.failure = State.PLANNING, 0, {}
    sheet_import.total = len(work.table(sheet_import).rows)
    sheet_import.save()
    background.order(sheet_import, background.PLAN, by)
    return sheet_import
