"""Steps 2 to 5: what a person decides before anything is written. Each may be repeated; later steps are then asked anew."""

from typing import Any

from servanda.importers.spreadsheets.models import SheetImport


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
    version: int | None = None,
) -> SheetImport:
    """Step 2: which sheet, the row (from 1) of the first heading, how many heading rows (0 to 3), and for text files encoding
    and delimiter; `language`: of texts in the file (BCP 47). None leaves what was guessed. Guesses the columns anew where
    the headings changed. Moves to step "columns"."""
    raise NotImplementedError


def set_columns(
    *, sheet_import: SheetImport, columns: dict[str, str], by: Any, version: int | None = None
) -> SheetImport:
    """Step 3: `columns` maps column letters to a field's code, to "note" (kept as a note) or "ignored". Letters that are not
    given keep their guess; a column is never dropped without being named. Refused where a required field has no column,
    or a field has two. Moves to step "names"."""
    raise NotImplementedError


def decide_name(
    *, sheet_import: SheetImport, decisions: dict[str, str], by: Any, version: int | None = None
) -> SheetImport:
    """Step 4: `decisions` maps the key of a name (`NameToDecide.key`) to the id of one of its candidates or of another entry
    of the list (`queries.choices_of(list_code)`), to "new" (create it; only where `may_create`), "reject" (rows with it are
    rejected) or "" (not decided). Remembered for the source of the import, "reject" and "new" for this import only."""
    raise NotImplementedError


def accept_near_names(*, sheet_import: SheetImport, by: Any, threshold: float | None = None) -> int:
    """Step 4, in bulk: take the best candidate of every undecided name whose score reaches the threshold (0–1; None: the
    standard, `names.NEAR`) and is clearly ahead of the second. Returns how many were taken."""
    raise NotImplementedError


def decide_row(*, sheet_import: SheetImport, number: int, choice: str, by: Any) -> SheetImport:
    """Step 5: a row that looks like something in the register: `choice` is the id of that thing (the row then changes it),
    "new", or "reject". The plan is made anew in the background."""
    raise NotImplementedError


def go_to_preview(*, sheet_import: SheetImport, by: Any, version: int | None = None) -> SheetImport:
    """From step 4 to 5: compare with the register, in the background. `state` is "planning" with `done` of `total` rows until
    it is "open" again and `counts` are there. Names that are still undecided reject their rows, with that reason."""
    raise NotImplementedError
