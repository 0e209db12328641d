"""What the screens show. Everything here is read only; objects carry what a template needs, without logic in it."""

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from servanda.accounts.policy import visible
from servanda.core import clock
from servanda.importers.spreadsheets import work, workbooks
from servanda.importers.spreadsheets.cells import Book, Sheet, letters_of
from servanda.importers.spreadsheets.commands.finishing import differences
from servanda.importers.spreadsheets.fields import Field, as_shown, plain_text
from servanda.importers.spreadsheets.kinds import RowKind, kind_of
from servanda.importers.spreadsheets.models import Kind, SavedConfiguration, SheetImport, SheetRow
from servanda.importers.spreadsheets.names import (
    CREATABLE,
    MADE,
    NEW,
    REJECT,
    Match,
    Names,
    Undecided,
    is_near,
    load_list,
    title_of,
)
from servanda.importers.spreadsheets.plan import RowReader
from servanda.importers.spreadsheets.problems import Problem
from servanda.importers.spreadsheets.table import Table


@dataclass(frozen=True)
class KindChoice:
    """A kind of rows that the person may import."""

    code: str
    title: Any
    meaning: Any  # one sentence: what a row is
    visibility: str  # kind for `who_will_see`: "register", "reviewable", "account", "seat" …


@dataclass(frozen=True)
class FieldChoice:
    """One of our fields, for step 3 and the template."""

    code: str
    title: Any
    meaning: Any
    required: bool
    example: str
    values: tuple[tuple[str, Any], ...] = ()  # where only some are possible: (code, label)


@dataclass(frozen=True)
class WhatWeRead:
    """Step 2. Rows are what a person sees in her file: `rows[i].number` is the row's number there."""

    sheets: tuple["SheetChoice", ...]
    sheet: str
    first_row: int
    heading_rows: int
    encoding: str  # "" for XLSX and ODS
    delimiter: str  # "" for XLSX and ODS; "\t" for a tab
    language: str
    is_right_to_left: bool
    letters: tuple[str, ...]  # of the columns that hold something
    rows: tuple["ShownRow", ...]  # the first 20
    row_count: int  # of data, without headings
    remarks: tuple[
        str, ...
    ]  # translated: hidden rows and columns, merged cells, formulas, 1904 dates, macros left out …


@dataclass(frozen=True)
class SheetChoice:
    name: str
    rows: int
    columns: int
    is_hidden: bool


@dataclass(frozen=True)
class ShownRow:
    number: int
    cells: tuple[str, ...]  # as many as `letters`
    is_heading: bool
    is_hidden: bool


@dataclass(frozen=True)
class ColumnGuess:
    """Step 3: one of their columns."""

    letter: str
    heading: str
    samples: tuple[str, ...]  # up to 3 different values
    filled: int  # cells with something in them
    field: str  # code, "note" or "ignored": as decided, else as guessed
    is_guess: bool
    certainty: float  # 0–1 of the guess
    others: tuple[str, ...]  # next best fields


@dataclass(frozen=True)
class Candidate:
    id: str
    label: str
    score: float  # 0–1
    why: str  # translated: "same name", "abbreviation", "similar"


@dataclass(frozen=True)
class NameToDecide:
    """Step 4: a name in the file that is not exactly one of ours. `decided`: "" or what was decided (`decide_name`)."""

    key: str
    list_code: str
    list_title: Any
    printed: str
    rows: int  # how many rows hold it
    first_address: str
    candidates: tuple[Candidate, ...]  # best first, at most 5
    decided: str
    decided_label: str
    is_remembered: bool  # decided in an earlier import of this source
    is_near: bool  # `accept_near_names` would take the best candidate
    may_create: bool


@dataclass(frozen=True)
class CellChange:
    field: str
    title: Any
    address: str
    was: str
    becomes: str


@dataclass(frozen=True)
class PreviewRow:
    number: int
    outcome: str
    label: str
    cells: tuple[CellChange, ...]  # of a changed row: what changes; of a new row: all its cells
    problems: tuple[Problem, ...]
    notes: tuple[tuple[str, str], ...]  # (heading, text)
    looks_like: tuple[Candidate, ...]
    decided: str  # as decide_row took it


@dataclass(frozen=True)
class Preview:
    """Step 5, one page of one tab."""

    digest: str
    counts: dict[str, int]  # new, changed, same, rejected, looks_like
    outcome: str
    page: int
    pages: int
    rows: tuple[PreviewRow, ...]
    stale: bool = False  # the register changed since; it was compared anew


@dataclass(frozen=True)
class LeftRow:
    """A row that the undoing left, because somebody changed it since."""

    row: SheetRow
    label: str
    changed_since: tuple[CellChange, ...]  # was: as the import left it; becomes: as it is now
    decided: str  # "", "kept", "done"


@dataclass(frozen=True)
class Choice:
    id: str
    label: str


PAGE = 50
FIRST_ROWS = 20
SAMPLES = 3
LOOKS_LIKE = "looks_like"
WHY = {
    "same": gettext_lazy("same name"),
    "abbreviation": gettext_lazy("abbreviation"),
    "similar": gettext_lazy("similar"),
}


# --- what there is to choose ------------------------------------------------------------------------------------------


def kinds_for(person: Any) -> list[KindChoice]:
    """The kinds that the person has the rights to import."""
    kinds = [kind_of(code) for code in Kind.values]
    return [KindChoice(one.code, one.title, one.meaning, one.visibility) for one in kinds if one.is_open_to(person)]


def fields_of(kind: str) -> list[FieldChoice]:
    return [_choice(one) for one in kind_of(kind).fields]


def _choice(one: Field) -> FieldChoice:
    return FieldChoice(one.code, one.title, one.meaning, one.required, one.example, one.values)


def imports_of(person: Any) -> QuerySet[SheetImport]:
    """Queryset of the person's imports, newest first, with file and starter; for the list of those under way and done."""
    return visible(person, SheetImport.objects.select_related("file", "started_by", "batch"))


def configurations_for(person: Any) -> list[SavedConfiguration]:
    kinds = [one.code for one in kinds_for(person)]
    return list(visible(person, SavedConfiguration.objects.filter(kind__in=kinds)))


# --- step 2: what we read ---------------------------------------------------------------------------------------------


def what_we_read(sheet_import: SheetImport) -> WhatWeRead:
    book, found = work.sheet_book(sheet_import), work.table(sheet_import)
    layout, sheet = found.layout, found.sheet
    letters = tuple(found.headings)
    return WhatWeRead(
        sheets=tuple(SheetChoice(s.name, len(s.rows), s.width, s.is_hidden) for s in book.sheets),
        sheet=sheet.name,
        first_row=layout.first_row,
        heading_rows=layout.heading_rows,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
        language=layout.language,
        is_right_to_left=sheet.is_right_to_left,
        letters=letters,
        rows=tuple(_first_rows(found, letters)),
        row_count=len(found.rows),
        remarks=tuple(_remarks(book, found)),
    )


def _first_rows(found: Table, letters: Sequence[str]) -> Iterable[ShownRow]:
    sheet, layout = found.sheet, found.layout
    first_data = layout.first_row + layout.heading_rows
    for number in range(layout.first_row, min(first_data + FIRST_ROWS, len(sheet.rows) + 1)):
        cells = {letters_of(n): value for n, value in enumerate(sheet.rows[number - 1])}
        shown = tuple(plain_text(cells.get(letter, "")) for letter in letters)
        if any(shown):
            yield ShownRow(number, shown, number < first_data, number in sheet.hidden_rows)


def _remarks(book: Book, found: Table) -> Iterable[str]:
    sheet = found.sheet
    if "macros" in book.remarks:
        yield _("The macros of the file were left out.")
    if "dates_1904" in book.remarks:
        yield _("The file counts its days from 1904; they were read so.")
    yield from _hidden(sheet, found)
    if sheet.merged:
        n = len(sheet.merged)
        yield ngettext(
            "%(n)d cell is merged: its value holds for every row that it covers.",
            "%(n)d cells are merged: their values hold for every row that they cover.",
            n,
        ) % {"n": n}
    if sheet.formulas:
        n = sheet.formulas
        yield ngettext(
            "%(n)d cell holds a formula: its value was read.", "%(n)d cells hold formulas: their values were read.", n
        ) % {"n": n}
    if sheet.errors:
        n = sheet.errors
        yield ngettext(
            "%(n)d cell holds an error instead of a value; its row will be rejected.",
            "%(n)d cells hold an error instead of a value; their rows will be rejected.",
            n,
        ) % {"n": n}


def _hidden(sheet: Sheet, found: Table) -> Iterable[str]:
    rows = [row.number for row in found.rows if row.number in sheet.hidden_rows]
    if rows:
        yield ngettext(
            "%(n)d row is hidden in the file and was read all the same: %(which)s.",
            "%(n)d rows are hidden in the file and were read all the same: %(which)s.",
            len(rows),
        ) % {"n": len(rows), "which": _some(rows)}
    columns = [letter for letter in found.headings if letter in sheet.hidden_columns]
    if columns:
        yield ngettext(
            "%(n)d column is hidden in the file and was read all the same: %(which)s.",
            "%(n)d columns are hidden in the file and were read all the same: %(which)s.",
            len(columns),
        ) % {"n": len(columns), "which": _some(columns)}


def _some(things: Sequence[Any], most: int = 12) -> str:
    return ", ".join(map(str, things[:most])) + (" …" if len(things) > most else "")


# --- step 3: columns --------------------------------------------------------------------------------------------------


def columns_of(sheet_import: SheetImport) -> list[ColumnGuess]:
    found = work.table(sheet_import)
    guesses = {guess.letter: guess for guess in work.guesses(sheet_import.kind, found)}
    columns = []
    for letter, heading in found.headings.items():
        guess, values = guesses[letter], found.column(letter)
        chosen = sheet_import.columns.get(letter, guess.field)
        samples = tuple(list(dict.fromkeys(filter(None, map(plain_text, values[:200]))))[:SAMPLES])
        is_guess = chosen == guess.field
        certainty = guess.certainty if is_guess else 1.0
        columns.append(ColumnGuess(letter, heading, samples, len(values), chosen, is_guess, certainty, guess.others))
    return columns


def missing_fields(sheet_import: SheetImport) -> list[FieldChoice]:
    """Required fields that have no column: rows that are new will be rejected; rows that change something need only what
    identifies them."""
    chosen = set(sheet_import.columns.values())
    return [_choice(one) for one in kind_of(sheet_import.kind).fields if one.required and one.code not in chosen]


# --- step 4: names ----------------------------------------------------------------------------------------------------


def names_to_reconcile(sheet_import: SheetImport) -> list[NameToDecide]:
    """Undecided ones first, then decided and remembered ones; names that are exactly ours are not listed."""
    asked = work.asked_of(sheet_import, sheet_import.started_by)
    _read_names(asked)
    found = [_to_decide(key, one, asked.names) for key, one in asked.names.asked.items()]
    return sorted(found, key=lambda one: (bool(one.decided), one.list_code, -one.rows, one.printed))


def _read_names(asked: Any) -> None:
    """Read the columns that hold names, so that every name is met once."""
    reader = RowReader(asked)
    reader.columns = {letter: of for letter, of in reader.columns.items() if of.list_code}
    reader.notes = []
    for row in asked.table.rows:
        reader.values_of(row)


def _to_decide(key: str, one: Undecided, names: Names) -> NameToDecide:
    entries = names.list_of(one.list_code)
    candidates = entries.candidates(one.printed)
    here = names.decided.get(key, "")
    target = here or names.remembered.get(key, "")
    label = entries.by_id[target].label if target in entries.by_id else ""
    return NameToDecide(
        key=key,
        list_code=one.list_code,
        list_title=title_of(one.list_code),
        printed=one.printed,
        rows=len(one.rows),
        first_address=one.address,
        candidates=tuple(_candidate(match) for match in candidates),
        decided=target if label or target in (NEW, REJECT) else "",
        decided_label=label,
        is_remembered=bool(label) and not here,
        is_near=is_near(candidates),
        may_create=one.list_code in CREATABLE,
    )


def _candidate(match: Match) -> Candidate:
    return Candidate(match.id, match.label, match.score, str(WHY[match.why]))


def choices_of(list_code: str) -> list[Choice]:
    """All entries of a list, for "another one": institutions, mechanisms, states, or the code of a scheme."""
    return sorted(
        (Choice(one.id, one.label) for one in load_list(list_code).entries), key=lambda one: one.label.casefold()
    )


# --- step 5: preview --------------------------------------------------------------------------------------------------


def preview(sheet_import: SheetImport, outcome: str = "new", page: int = 1) -> Preview:
    """One page of the kept plan; `outcome`: new, changed, same, rejected or looks_like. Computes nothing."""
    rows = rows_of(sheet_import, outcome)
    count = rows.count()
    pages = max(math.ceil(count / PAGE), 1)
    page = min(max(page, 1), pages)
    kind = kind_of(sheet_import.kind)
    shown = [_preview_row(row, kind, sheet_import.rows_decided) for row in rows[(page - 1) * PAGE : page * PAGE]]
    stale = sheet_import.failure.get("code") == "changed_meanwhile"
    return Preview(sheet_import.digest, dict(sheet_import.counts), outcome, page, pages, tuple(shown), stale)


def rows_of(sheet_import: SheetImport, outcome: str) -> QuerySet[SheetRow]:
    rows = sheet_import.rows.all()
    if outcome == LOOKS_LIKE:
        return rows.filter(outcome=SheetRow.Outcome.NEW).exclude(looks_like=[])
    return rows.filter(outcome=outcome)


def problems_of(row: SheetRow) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in row.problems)


def _preview_row(row: SheetRow, kind: RowKind, decided: dict[str, str]) -> PreviewRow:
    near = tuple(Candidate(one["id"], one["label"], one["score"], str(WHY["similar"])) for one in row.looks_like)
    return PreviewRow(
        number=row.number,
        outcome=row.outcome,
        label=row.label,
        cells=tuple(_change(kind, **cell) for cell in row.cells),
        problems=problems_of(row),
        notes=tuple(row.notes.items()),
        looks_like=near,
        decided=decided.get(str(row.number), ""),
    )


def _change(kind: RowKind, field: str, address: str, was: Any, becomes: Any) -> CellChange:
    of = kind.field(field)
    return CellChange(field, of.title, address, _shown(of, was), _shown(of, becomes))


def _shown(of: Field, value: Any) -> str:
    """A value as a person reads it: the label of a choice; a name that will be created, marked so."""
    if isinstance(value, list):
        return "; ".join(_shown(of, one) for one in value)
    if isinstance(value, str) and value.startswith(MADE):
        return _("%(name)s (new)") % {"name": value.removeprefix(MADE)}
    labels = dict(of.values)
    return str(labels[value]) if value in labels else as_shown(value)


def rejected_workbook(sheet_import: SheetImport) -> bytes:
    """XLSX with the rejected rows as they came, a column saying what is wrong, and marks on the cells; corrected, it can be
    imported as it is."""
    rows = [(row.number, problems_of(row)) for row in rows_of(sheet_import, SheetRow.Outcome.REJECTED)]
    return workbooks.rejected(work.table(sheet_import), rows)


def template_workbook(kind: str, language: str = "en") -> bytes:
    """An empty XLSX of the kind: headings, a sheet of explanations, and validation lists."""
    return workbooks.template(kind_of(kind), language)


def export_workbook(kind: str, person: Any, language: str = "en") -> bytes:
    """XLSX of everything of the kind that the person may see, in the columns of the template: changed there, it can be
    imported again."""
    return workbooks.export(kind_of(kind), person, language)


# --- step 6: done, and taken back -------------------------------------------------------------------------------------


def left_rows(sheet_import: SheetImport) -> Sequence[LeftRow]:
    """After an undo: the rows that were left, for `commands.decide_left_row`."""
    rows = sheet_import.rows.filter(undo__in=(SheetRow.Undo.LEFT, SheetRow.Undo.KEPT))
    if not rows:
        return []
    kind = kind_of(sheet_import.kind)
    now = {one.id: one.values for one in kind.held(sheet_import.started_by, work.layout_of(sheet_import).language)}
    return [_left(row, kind, now.get(row.thing, {})) for row in rows]


def _left(row: SheetRow, kind: RowKind, now: dict[str, Any]) -> LeftRow:
    known = {one.code for one in kind.fields}
    changed = [code for code in differences(row.after, now) if code in known]
    cells = tuple(_change(kind, code, "", row.after[code], now.get(code, "")) for code in changed)
    return LeftRow(row, row.label, cells, "kept" if row.undo == SheetRow.Undo.KEPT else "")


def undo_until(sheet_import: SheetImport) -> datetime.datetime | None:
    """The moment until which the import can be taken back; None where it can't be (any more)."""
    batch = sheet_import.batch
    if sheet_import.state != SheetImport.State.DONE or batch is None or batch.undone_at:
        return None
    return batch.undo_until if batch.undo_until > clock.now() else None
