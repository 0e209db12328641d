"""The file of an import as it stands: its cells, its table, and everything that a plan of it is made of."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from servanda.core.errors import Refused
from servanda.documents import store
from servanda.documents.models import File
from servanda.importers.reading import limits
from servanda.importers.spreadsheets import reasons
from servanda.importers.spreadsheets.cells import Book, read_book
from servanda.importers.spreadsheets.columns import IGNORED, NOTE, Guess, folded, guess_columns
from servanda.importers.spreadsheets.kinds import kind_of
from servanda.importers.spreadsheets.models import SavedConfiguration, SheetImport
from servanda.importers.spreadsheets.names import Names
from servanda.importers.spreadsheets.plan import Asked
from servanda.importers.spreadsheets.table import REMARK, Layout, Table, table_of


def book_of(file: File, encoding: str = "", delimiter: str = "") -> Book:
    """The cells of a kept file. Raises core.errors.Refused with a sentence."""
    try:
        return _book(str(store.path_of(file.place)), Path(file.name).stem[:31], encoding, delimiter)
    except limits.Refused as refused:
        raise reasons.in_words(refused) from refused
    except FileNotFoundError:
        raise Refused(str(reasons.REFUSALS["damaged_file"])) from None


@lru_cache(maxsize=4)
def _book(path: str, name: str, encoding: str, delimiter: str) -> Book:
    """Kept files never change, so the last few are remembered between the steps. The table of a text file is called as it is."""
    book = read_book(Path(path), encoding=encoding, delimiter=delimiter)
    if book.delimiter:
        book.sheets[0].name = name or book.sheets[0].name
    return book


def layout_of(sheet_import: SheetImport) -> Layout:
    return Layout(**sheet_import.layout)


def sheet_book(sheet_import: SheetImport) -> Book:
    layout = layout_of(sheet_import)
    return book_of(sheet_import.file, layout.encoding, layout.delimiter)


def table(sheet_import: SheetImport) -> Table:
    return table_of(sheet_book(sheet_import), layout_of(sheet_import))


def guesses(kind: str, found: Table) -> list[Guess]:
    """One guess for each column; what we wrote ourselves beside rejected rows is left out."""
    ours = {letter for letter, heading in found.headings.items() if heading.startswith(REMARK)}
    guessed = guess_columns(found, kind_of(kind).fields)
    return [Guess(one.letter, IGNORED, 1.0) if one.letter in ours else one for one in guessed]


def columns_from(configuration: SavedConfiguration, found: Table) -> dict[str, str]:
    """The columns of a file as they were called when the configuration was saved; unknown headings stay to be guessed."""
    known = configuration.columns
    return {
        letter: known[folded(heading)]
        for letter, heading in found.headings.items()
        if heading and folded(heading) in known
    }


def source_of(sheet_import: SheetImport) -> str:
    return sheet_import.source or sheet_import.kind


def asked_of(sheet_import: SheetImport, by: Any) -> Asked:
    """What the plan of the import is made of, as it stands now."""
    names = Names(source_of(sheet_import), dict(sheet_import.names))
    found = table(sheet_import)
    columns = {letter: sheet_import.columns.get(letter, NOTE) for letter in found.headings}
    return Asked(kind_of(sheet_import.kind), found, columns, names, by, dict(sheet_import.rows_decided))


@contextmanager
def on_disk(data: bytes) -> Iterator[Path]:
    """A temporary file with these bytes, gone afterwards."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        yield Path(file.name)
