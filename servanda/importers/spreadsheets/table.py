"""The table in a sheet: where its headings are, and its rows under them. No database here."""

from dataclasses import dataclass, field
from typing import Any

from servanda.importers.spreadsheets.cells import Book, Sheet, Value, letters_of
from servanda.importers.spreadsheets.cells.book import is_blank

JOINER = " / "  # between a heading and the one under it
FURTHEST_HEADING = 25  # rows searched for the headings
REMARK = "⚠"  # begins the heading of a column that we added; it is left out when the workbook is imported again
LEGEND = "servanda-"  # sheets of our own templates that explain and list values


@dataclass(frozen=True)
class Layout:
    """Where the table is. `first_row`: of the first heading, from 1, as a person counts."""

    sheet: str = ""
    first_row: int = 1
    heading_rows: int = 1
    encoding: str = ""
    delimiter: str = ""
    language: str = "en"

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Row:
    """A row of data. `number`: as a person counts; `cells`: by column letters, blanks left out."""

    number: int
    cells: dict[str, Value]


@dataclass
class Table:
    sheet: Sheet
    layout: Layout
    headings: dict[str, str]  # letters → heading, of every column that holds something; may be ""
    rows: list[Row] = field(default_factory=list)

    def column(self, letter: str) -> list[Value]:
        return [row.cells[letter] for row in self.rows if letter in row.cells]


def table_of(book: Book, layout: Layout) -> Table:
    """The rows under the headings. A cell merged downwards holds for every row it covers; an empty row is left out."""
    sheet = book.sheet(layout.sheet)
    first_data = layout.first_row - 1 + layout.heading_rows
    headings = headings_of(sheet, layout.first_row, layout.heading_rows)
    down = _merged_down(sheet, first_data)
    rows = []
    for index in range(first_data, len(sheet.rows)):
        cells = {letters_of(n): value for n, value in enumerate(sheet.rows[index]) if not is_blank(value)}
        if cells:
            rows.append(Row(index + 1, down.get(index, {}) | cells))
    used = {letter for row in rows for letter in row.cells} | {letter for letter, name in headings.items() if name}
    ordered = [letters_of(n) for n in range(sheet.width) if letters_of(n) in used]
    return Table(sheet, layout, {letter: headings.get(letter, "") for letter in ordered}, rows)


def _merged_down(sheet: Sheet, first_data: int) -> dict[int, dict[str, Value]]:
    found: dict[int, dict[str, Value]] = {}
    for top, left, bottom, _right in sheet.merged:
        value = sheet.at(top, left)
        if top < first_data or is_blank(value):
            continue
        for index in range(top + 1, min(bottom + 1, len(sheet.rows))):
            found.setdefault(index, {})[letters_of(left)] = value
    return found


def headings_of(sheet: Sheet, first_row: int, heading_rows: int) -> dict[str, str]:
    """Letters → heading. With several rows of headings the upper ones stand before the lower: "Follow-up / Deadline"."""
    lines = [_heading_line(sheet, first_row - 1 + n) for n in range(heading_rows)]
    found = {}
    for column in range(sheet.width):
        parts = dict.fromkeys(line[column] for line in lines if line[column])
        found[letters_of(column)] = JOINER.join(parts)
    return found


def _heading_line(sheet: Sheet, row: int) -> list[str]:
    line = [" ".join(str(sheet.at(row, column)).split()) for column in range(sheet.width)]
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            text = " ".join(str(sheet.at(top, left)).split())
            for column in range(left, min(right + 1, len(line))):
                line[column] = line[column] or text
    return line


def is_merged_across(sheet: Sheet, row: int) -> bool:
    """Whether a heading of this row (from 0) spans several columns: another row of headings is under it."""
    return any(top == row and right > left and bottom == row for top, left, bottom, right in sheet.merged)
