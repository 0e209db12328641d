"""What a file of cells is, whatever its format."""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True)
class CellError:
    """A cell whose formula failed: "#REF!", "#DIV/0!" …"""

    code: str

    def __str__(self) -> str:
        return self.code


Value = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | CellError
EMPTY = ""


@dataclass
class Sheet:
    """`rows[0][0]` is A1; rows may be of different lengths. Numbers of rows count from 1, as a person sees them."""

    name: str
    rows: list[list[Value]]
    is_hidden: bool = False
    is_right_to_left: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column; from 0
    formulas: int = 0
    errors: int = 0

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> Value:
        """The value of a cell, counted from 0; "" outside of the sheet."""
        line = self.rows[row] if 0 <= row < len(self.rows) else []
        return line[column] if column < len(line) else EMPTY


@dataclass
class Book:
    """`remarks`: codes of what the person should be told (`macros`, `dates_1904`)."""

    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""
    remarks: list[str] = field(default_factory=list)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, else the first visible one."""
        visible = [sheet for sheet in self.sheets if not sheet.is_hidden] or self.sheets
        return next((sheet for sheet in self.sheets if sheet.name == name), visible[0])


@lru_cache(maxsize=2048)
def letters_of(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """0 for A: the other way round."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(row: int, column: int) -> str:
    """C14 for row 13 and column 2, counted from 0."""
    return f"{letters_of(column)}{row + 1}"


def without_trailing_blanks(rows: list[list[Value]]) -> list[list[Value]]:
    """The rows without empty ones at the end, each without empty cells at its end."""
    kept = []
    for row in rows:
        last = next((n for n in range(len(row), 0, -1) if not is_blank(row[n - 1])), 0)
        kept.append(row[:last])
    while kept and not kept[-1]:
        kept.pop()
    return kept


def is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u200b\u200e\u200f\ufeff")
