"""What the XML of an OpenDocument sheet tells beside its values: how far it spans, what is hidden, merged or wrong.

A cell or row may say that it is repeated a million times; only what holds something counts, as calamine counts it too.
"""

from typing import Any

from servanda.importers.reading.limits import Refused
from servanda.importers.reading.office_package import OfficePackage
from servanda.importers.spreadsheets.cells.book import letters_of
from servanda.importers.spreadsheets.cells.spreadsheetml import Told, ToldOfBook, _refuse_wide

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HIDDEN = ("collapse", "filter")
ERRORS = ("#", "Err:")
MOST_ROWS = 1_048_576
TAGS = tuple(TABLE + name for name in ("table", "table-row", "table-cell", "covered-table-cell", "table-column"))


def look_through(package: OfficePackage) -> ToldOfBook:
    if "Thumbnails/thumbnail.png" not in package.members and "META-INF/manifest.xml" not in package.members:
        raise Refused("not_a_spreadsheet", "This is no spreadsheet. Save it as .xlsx, .ods or .csv and upload that.")
    walk = _Walk(package)
    for event, element in package.elements("content.xml", tags=(*TAGS, STYLE + "style")):
        walk.meet(event, element)
    return ToldOfBook(walk.sheets)


class _Walk:
    """Where we are in the table: the next row and column, from 0."""

    def __init__(self, package: OfficePackage):
        self.package, self.sheets = package, dict[str, Told]()
        self.told, self.row, self.column, self.next_column = Told(), 0, 0, 0
        self.right_to_left: set[str] = set()

    def meet(self, event: str, element: Any) -> None:
        name = element.tag.rpartition("}")[2].replace("-", "_")
        handler = getattr(self, f"{event}_{name}", None)
        if handler:
            handler(element)

    def end_style(self, element: Any) -> None:
        for inner in element:
            if (inner.get(STYLE + "writing-mode") or "").startswith("rl"):
                self.right_to_left.add(element.get(STYLE + "name"))

    def start_table(self, element: Any) -> None:
        self.told, self.row, self.next_column = Told(), 0, 0
        self.told.is_right_to_left = element.get(TABLE + "style-name") in self.right_to_left
        self.sheets[element.get(TABLE + "name") or ""] = self.told

    def start_table_column(self, element: Any) -> None:
        count = repeated(element, "columns")
        if element.get(TABLE + "visibility") in HIDDEN:
            self.told.hidden_columns |= {letters_of(self.next_column + n) for n in range(min(count, 1_000))}
        self.next_column += count

    def start_table_row(self, element: Any) -> None:
        self.column = 0

    def end_table_row(self, element: Any) -> None:
        count = repeated(element, "rows")
        has_cells = any(is_filled(cell) for cell in element)
        if element.get(TABLE + "visibility") in HIDDEN:
            self.told.hidden_rows |= set(range(self.row + 1, self.row + 1 + min(count, 10_000)))
        self.row += count
        if has_cells:
            self.told.rows = self.row
        _refuse_wide(self.told, self.package)
        element.clear()

    def end_table_cell(self, element: Any) -> None:
        first, self.column = self.column, self.column + repeated(element, "columns")
        if not is_filled(element):
            return
        self.told.columns = max(self.told.columns, self.column)
        self.told.formulas += element.get(TABLE + "formula") is not None
        self._merged(element, first)
        text = "".join(element.itertext()).strip()
        if element.get(TABLE + "formula") and text.startswith(ERRORS):
            self.told.errors[self.row, first] = text[:20]

    end_covered_table_cell = end_table_cell

    def _merged(self, element: Any, first: int) -> None:
        rows, columns = (int(element.get(f"{TABLE}number-{what}-spanned") or 1) for what in ("rows", "columns"))
        if rows > 1 or columns > 1:
            last = self.row + min(rows, MOST_ROWS) - 1, first + min(columns, 16_384) - 1
            self.told.merged.append((self.row, first, *last))


def repeated(element: Any, what: str) -> int:
    try:
        return max(int(element.get(f"{TABLE}number-{what}-repeated") or 1), 1)
    except ValueError:
        return 1


def is_filled(element: Any) -> bool:
    return element.get(OFFICE + "value-type") is not None or bool("".join(element.itertext()).strip())
