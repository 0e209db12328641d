"""XLSX, XLSM and ODS: values by calamine, and from the XML what it does not tell (hidden rows, errors, direction)."""

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from servanda.importers.reading.limits import Limits, Refused
from servanda.importers.reading.office_package import OfficePackage
from servanda.importers.spreadsheets.cells import opendocument, spreadsheetml
from servanda.importers.spreadsheets.cells.book import Book, CellError, Sheet, Value, without_trailing_blanks

LARGEST_EXACT = 2**53


def read_workbook(path: Path, limits: Limits) -> Book:
    with OfficePackage(path, limits) as package:
        inner = _inner(package)
        told = inner.look_through(package)
        macros = any("vbaProject" in name for name in package.members)
    sheets = [_sheet(name, rows, is_hidden, merged, told) for name, rows, is_hidden, merged in _values(path)]
    if not sheets:
        raise Refused("no_sheets", "This file holds no sheet with cells. Choose another file.")
    remarks = ["macros"] * macros + ["dates_1904"] * told.is_1904
    return Book(sheets, remarks=remarks)


def _inner(package: OfficePackage) -> Any:
    if "xl/workbook.xml" in package.members:
        return spreadsheetml
    if "content.xml" in package.members:
        return opendocument
    if "xl/workbook.bin" in package.members:
        raise Refused("binary_workbook", "This is a binary Excel workbook. Save it as .xlsx and upload that.")
    raise Refused("not_a_spreadsheet", "This is no spreadsheet. Save it as .xlsx, .ods or .csv and upload that.")


def _values(path: Path) -> list[tuple[str, list[list[Any]], bool, list[Any]]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))  # known by its content
        return [
            (
                meta.name,
                (sheet := book.get_sheet_by_name(meta.name)).to_python(skip_empty_area=False),
                meta.visible != calamine.SheetVisibleEnum.Visible,
                sheet.merged_cell_ranges or [],
            )
            for meta in book.sheets_metadata
            if meta.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise Refused(
            "encrypted_file", "This file is protected with a password. Save it without one and upload it again."
        ) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(
            "damaged_file", "This file is damaged and cannot be opened. Open it in its own program and save it anew."
        ) from error


def _sheet(name: str, rows: list[list[Any]], is_hidden: bool, merged: list[Any], told: Any) -> Sheet:
    found = told.sheets.get(name) or spreadsheetml.Told()
    values = [[plain(value) for value in row] for row in rows]
    for (row, column), code in found.errors.items():
        _put(values, row, column, CellError(code))
    return Sheet(
        name=name,
        rows=without_trailing_blanks(values),
        is_hidden=is_hidden,
        is_right_to_left=found.is_right_to_left,
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        merged=tuple((r1, c1, r2, c2) for (r1, c1), (r2, c2) in merged) or tuple(found.merged),
        formulas=found.formulas,
        errors=len(found.errors),
    )


def _put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = value


def plain(value: Any) -> Value:
    """A whole number as an int, midnight as its day; everything else as it is."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_EXACT:
        return int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value
