"""What the screens show. Everything here is read only; objects carry what a template needs, without logic in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from servanda.importers.spreadsheets.models import SavedConfiguration, SheetImport, SheetRow
from servanda.importers.spreadsheets.problems import Problem


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


def kinds_for(person: Any) -> list[KindChoice]:
    """The kinds that the person has the rights to import."""
    raise NotImplementedError


def fields_of(kind: str) -> list[FieldChoice]:
    raise NotImplementedError


def imports_of(person: Any) -> Any:
    """Queryset of the person's imports, newest first, with file and starter; for the list of those under way and done."""
    raise NotImplementedError


def configurations_for(person: Any) -> list[SavedConfiguration]:
    raise NotImplementedError


def what_we_read(sheet_import: SheetImport) -> WhatWeRead:
    raise NotImplementedError


def columns_of(sheet_import: SheetImport) -> list[ColumnGuess]:
    raise NotImplementedError


def missing_fields(sheet_import: SheetImport) -> list[FieldChoice]:
    """Required fields that have no column yet."""
    raise NotImplementedError


def names_to_reconcile(sheet_import: SheetImport) -> list[NameToDecide]:
    """Undecided ones first, then decided and remembered ones; names that are exactly ours are not listed."""
    raise NotImplementedError


def choices_of(list_code: str) -> list[Choice]:
    """All entries of a list, for "another one": institutions, mechanisms, states, or the code of a scheme."""
    raise NotImplementedError


def preview(sheet_import: SheetImport, outcome: str = "new", page: int = 1) -> Preview:
    """One page of the kept plan; `outcome`: new, changed, same, rejected or looks_like. Computes nothing."""
    raise NotImplementedError


def rejected_workbook(sheet_import: SheetImport) -> bytes:
    """XLSX with the rejected rows as they came, a column saying what is wrong, and marks on the cells; corrected, it can be
    imported as it is."""
    raise NotImplementedError


def template_workbook(kind: str, language: str = "en") -> bytes:
    """An empty XLSX of the kind: headings, a sheet of explanations, and validation lists."""
    raise NotImplementedError


def export_workbook(kind: str, person: Any) -> bytes:
    """XLSX of everything of the kind that the person may see, in the columns of the template: changed there, it can be
    imported again."""
    raise NotImplementedError


def left_rows(sheet_import: SheetImport) -> Sequence[LeftRow]:
    """After an undo: the rows that were left, for `commands.decide_left_row`."""
    raise NotImplementedError


def undo_until(sheet_import: SheetImport) -> Any:
    """The moment until which the import can be taken back; None where it can't be (any more)."""
    raise NotImplementedError
