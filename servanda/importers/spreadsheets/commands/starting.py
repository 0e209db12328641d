"""Beginning and giving up an import; saved configurations."""

import uuid
from collections.abc import Iterable
from typing import Any

from servanda.importers.spreadsheets.models import SavedConfiguration, SheetImport


def begin(
    *,
    kind: str,
    chunks: Iterable[bytes],
    name: str,
    by: Any,
    source: str = "",
    configuration: SavedConfiguration | None = None,
    token: uuid.UUID | None = None,
) -> SheetImport:
    """Step 1: keep the file, read it once, guess its sheet, heading rows and columns. `kind`: of its rows
    (`queries.kinds_for(person)`); `source`: a name for where such files come from, under which decisions on names are
    remembered ("" takes the configuration's, else the kind); `token`: the same form sent twice makes one import.

    Raises core.errors.Refused with a sentence where the file can't be read; then nothing is kept. Afterwards `step` is
    "reading" ("preview" is never reached without the steps between, but a configuration that fits fills them)."""
    raise NotImplementedError


def begin_with_paste(
    *, kind: str, text: str, by: Any, source: str = "", configuration: Any = None, token: uuid.UUID | None = None
) -> SheetImport:
    """Step 1 with cells pasted from Excel or LibreOffice: tab-separated text, or the HTML table of the clipboard as text."""
    raise NotImplementedError


def discard(*, sheet_import: SheetImport, by: Any, version: int | None = None) -> SheetImport:
    """Give an import up. What is in the register already is not discarded but taken back (NotPossibleNow)."""
    raise NotImplementedError


def save_configuration(*, sheet_import: SheetImport, name: str, by: Any) -> SavedConfiguration:
    """Keep layout, columns and source under a name; the same name of the same kind is replaced."""
    raise NotImplementedError


def forget_configuration(*, configuration: SavedConfiguration, by: Any) -> None:
    """Delete a saved configuration. Imports made with it stay as they are."""
    raise NotImplementedError
