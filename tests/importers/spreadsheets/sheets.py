"""Spreadsheets for tests, made as people make them, and imports brought through their steps by the product's own commands."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from servanda.importers.spreadsheets import commands, queries
from servanda.importers.spreadsheets.models import SheetImport
from tests.factories import editor


def xlsx(*rows: Sequence[Any], name: str = "Sheet1") -> bytes:
    """A workbook of one sheet; texts as texts, numbers as numbers, dates as dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if hasattr(value, "year"):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    book.close()
    return out.getvalue()


def csv(*rows: Sequence[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    import csv as module

    out = io.StringIO(newline="")
    module.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def begun(kind: str, content: bytes, *, by: Any = None, name: str = "file.xlsx", **more: Any) -> SheetImport:
    return commands.begin(kind=kind, chunks=[content], name=name, by=by or editor(), **more)


def previewed(
    kind: str, content: bytes, *, by: Any = None, names: dict[str, str] | None = None, **more: Any
) -> SheetImport:
    """An import with its columns as guessed, names as given ({printed: target}), at its preview."""
    by = by or editor()
    made = begun(kind, content, by=by, **more)
    commands.set_columns(sheet_import=made, columns={}, by=by)
    decided = {
        one.key: names[one.printed] for one in queries.names_to_reconcile(made) if names and one.printed in names
    }
    if decided:
        commands.decide_name(sheet_import=made, decisions=decided, by=by)
    commands.go_to_preview(sheet_import=made, by=by)
    made.refresh_from_db()
    return made


def committed(kind: str, content: bytes, *, by: Any = None, **more: Any) -> SheetImport:
    by = by or editor()
    made = previewed(kind, content, by=by, **more)
    commands.commit(sheet_import=made, digest=made.digest, by=by)
    made.refresh_from_db()
    return made


def problems(made: SheetImport) -> list[tuple[str, str]]:
    """(address, code) of every problem of the rejected rows, in their order."""
    return [(one["address"], one["code"]) for row in made.rows.filter(outcome="rejected") for one in row.problems]
