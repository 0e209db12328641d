"""What the XML of an Excel workbook tells beside its values, looked through piece by piece, within the limits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from servanda.importers.reading.limits import Refused
from servanda.importers.reading.office_package import OfficePackage
from servanda.importers.spreadsheets.cells.book import letters_of, number_of

_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"([^>]*)>')
_IS_ERROR = re.compile(rb'\bt="e"')
_ERROR_TEXT = re.compile(rb"<(?:\w+:)?v>(#[^<]{1,20})</")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RIGHT_TO_LEFT = re.compile(rb'<(?:\w+:)?sheetView\s[^>]*\brightToLeft="(?:1|true)"')
_NUMBER = re.compile(rb'\b(r|min|max)="(\d{1,7})"')
_1904 = re.compile(rb'<(?:\w+:)?workbookPr\s[^>]*\bdate1904="(?:1|true)"')
MOST_COLUMNS = 16_384


@dataclass
class Told:
    """Of one sheet. Rows and columns of `errors` count from 0; hidden rows from 1, as a person sees them."""

    rows: int = 0
    columns: int = 0
    is_right_to_left: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: int = 0


@dataclass
class ToldOfBook:
    sheets: dict[str, Told]
    is_1904: bool = False


def look_through(package: OfficePackage) -> ToldOfBook:
    """Raises Refused where a sheet spans more cells than may be held."""
    book = package.read("xl/workbook.xml")
    places = _places(package)
    names = [(e.get("name"), _relation(e)) for event, e in _elements(package, "xl/workbook.xml", "sheet")]
    told = {}
    for name, relation in names:
        if (place := places.get(relation)) in package.members:
            told[name] = _sheet(package, place)
    for other in package.members:  # a sheet that the book doesn't name is opened by nobody, and counted all the same
        if other.startswith("xl/worksheets/") and other.endswith(".xml") and other not in places.values():
            _sheet(package, other)
    return ToldOfBook(told, bool(_1904.search(book)))


def _elements(package: OfficePackage, member: str, tag: str) -> Iterator[tuple[str, Any]]:
    return (pair for pair in package.elements(member, tags=("{*}" + tag,)) if pair[0] == "start")


def _relation(element: Any) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}id")), "")


def _places(package: OfficePackage) -> dict[str, str]:
    """Relation → name of the member."""
    member = "xl/_rels/workbook.xml.rels"
    if member not in package.members:
        return {}
    found = {}
    for _event, e in _elements(package, member, "Relationship"):
        target = str(e.get("Target") or "")
        found[e.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _sheet(package: OfficePackage, place: str) -> Told:
    told, tail = Told(), b""
    for chunk in package.chunks(place):
        piece = tail + chunk
        cut = max(piece.rfind(b"<c "), piece.rfind(b"<row "), piece.rfind(b":c "), piece.rfind(b":row "), 0)
        cut = max(cut - 8, 0)
        tail = piece[cut:][-4096:] if len(piece) - cut > 4096 else piece[cut:]
        _look(piece[: len(piece) - len(tail)], told)
        _refuse_wide(told, package)
    _look(tail, told)
    _refuse_wide(told, package)
    return told


def _look(piece: bytes, told: Told) -> None:
    for found in _CELL.finditer(piece):
        row, column = int(found[2]), number_of(found[1].decode())
        told.rows, told.columns = max(told.rows, row), max(told.columns, column + 1)
        if b't="e"' in found[0] and (text := _ERROR_TEXT.search(piece, found.end(), found.end() + 2000)):
            told.errors[row - 1, column] = text[1].decode(errors="replace")
    told.formulas += len(_FORMULA.findall(piece))
    told.is_right_to_left |= bool(_RIGHT_TO_LEFT.search(piece))
    for attributes in _ROW.findall(piece):
        if _HIDDEN.search(attributes) and (number := dict(_NUMBER.findall(attributes)).get(b"r")):
            told.hidden_rows.add(int(number))
    for attributes in _COLUMN.findall(piece):
        if _HIDDEN.search(attributes):
            told.hidden_columns |= _span(dict(_NUMBER.findall(attributes)))


def _span(numbers: dict[bytes, bytes]) -> set[str]:
    first, last = int(numbers.get(b"min", 1)), int(numbers.get(b"max", 0))
    return {letters_of(column - 1) for column in range(first, min(last, 1_000) + 1)}


def _refuse_wide(told: Told, package: OfficePackage) -> None:
    cells = told.rows * told.columns
    if cells > package.limits.cells:
        raise Refused(
            "too_many_cells",
            f"A sheet of this file spans {cells:,} cells; at most {package.limits.cells:,} are read. "
            "Delete empty rows and columns at the end, or import it in smaller parts.",
        )
