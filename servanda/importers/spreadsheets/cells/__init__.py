"""Cells as files really hold them: `read_book(path)` gives the sheets of any file we take. No database here."""

from pathlib import Path

from servanda.importers.reading.limits import STANDARD, Limits, Refused
from servanda.importers.spreadsheets.cells.book import Book, CellError, Sheet, Value, address, letters_of
from servanda.importers.spreadsheets.cells.delimited import read_delimited
from servanda.importers.spreadsheets.cells.workbook import read_workbook

__all__ = ["Book", "CellError", "Refused", "Sheet", "Value", "address", "letters_of", "read_book"]


def read_book(path: Path, limits: Limits = STANDARD, *, encoding: str = "", delimiter: str = "") -> Book:
    """All sheets of a file with their cells; raises Refused with a reason for a file that can't be read. `encoding` and
    `delimiter` are of text files, and found out where they are not given."""
    with path.open("rb") as file:
        is_package = file.read(4) == b"PK\x03\x04"
    if path.stat().st_size > limits.file_bytes:
        raise Refused("too_large", "This file is larger than a spreadsheet may be. Import it in smaller parts.")
    return read_workbook(path, limits) if is_package else read_delimited(path, limits, encoding, delimiter)
