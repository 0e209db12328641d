"""Step 6: into the register, and out again."""

from typing import Any

from servanda.importers.spreadsheets.models import SheetImport, SheetRow


def commit(*, sheet_import: SheetImport, digest: str, by: Any) -> SheetImport:
    """Write what the preview showed: `digest` is that of the preview the person saw (`Preview.digest`). In the background:
    `state` is "committing" with `done` of `total`, then "done"; where the register changed meanwhile nothing is written,
    the plan is made anew, `state` is "open", step "preview", and `failure` = {"code": "changed_meanwhile"}."""
    raise NotImplementedError


def undo(*, sheet_import: SheetImport, by: Any) -> SheetImport:
    """Take the import back, row by row, within thirty days. Rows that somebody changed since are left and listed
    (`queries.left_rows`) for a decision each. `state` becomes "undone"."""
    raise NotImplementedError


def decide_left_row(*, row: SheetRow, choice: str, by: Any) -> bool:
    """A row that the undoing left: "keep" it as it is now, or "set_back" what the import wrote and nobody changed since (what
    others wrote stays). False where nothing could be set back."""
    raise NotImplementedError
