"""The workbooks we write: rejected rows with their reasons, the empty template of a kind, and everything of a kind."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets.cells import CellError, Value, letters_of
from servanda.importers.spreadsheets.fields import Field, as_shown
from servanda.importers.spreadsheets.kinds import RowKind
from servanda.importers.spreadsheets.names import NameList, load_list
from servanda.importers.spreadsheets.problems import Problem
from servanda.importers.spreadsheets.table import LEGEND, REMARK, Table

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_CELL = 32_767  # characters, a limit of the format
WIDTH, WIDE, MOST_LISTED, ROWS_OF_A_TEMPLATE = 22, 60, 5_000, 2_000
RIGHT_TO_LEFT = ("ar",)


class _Book:
    """A workbook under our hands, with the looks it needs."""

    def __init__(self, language: str = "en") -> None:
        self.out, self.language = io.BytesIO(), language
        self.book = xlsxwriter.Workbook(self.out, OPTIONS)
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrong = self.book.add_format({"bg_color": "#FBE3E4", "border": 1})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.text = self.book.add_format({"num_format": "@"})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(self, name: str, headings: Sequence[str]) -> Any:
        sheet = self.book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(headings) - 1, 0), WIDTH)
        sheet.write_row(0, 0, headings, self.bold)
        if self.language.split("-")[0] in RIGHT_TO_LEFT:
            sheet.right_to_left()
        return sheet

    def bytes(self) -> bytes:
        self.book.close()
        return self.out.getvalue()

    def write(self, sheet: Any, row: int, column: int, value: Value, look: Any = None) -> None:
        """A value as what it is: text as text, so that no formula can hide in it."""
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
            sheet.write_datetime(row, column, value, look or self.day)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, look)
        elif str(value):
            sheet.write_string(row, column, str(value)[:LONGEST_CELL], look)
        elif look:
            sheet.write_blank(row, column, None, look)


# --- rejected rows ----------------------------------------------------------------------------------------------------


def rejected(table: Table, rows: Sequence[tuple[int, tuple[Problem, ...]]]) -> bytes:
    """The rows as they came, with their reasons in a column behind them and at the cells."""
    book = _Book(table.layout.language)
    letters = list(table.headings)
    heading = f"{REMARK} " + _("What is wrong (this column is left out when you import the file again)")
    sheet = book.sheet(_("Rejected rows"), [*table.headings.values(), heading])
    sheet.set_column(len(letters), len(letters), WIDE)
    by_number = {row.number: row for row in table.rows}
    for place, (number, problems) in enumerate(rows, 1):
        wrong = {_letter(problem.address): problem for problem in problems}
        for column, letter in enumerate(letters):
            look = book.wrong if letter in wrong else None
            book.write(sheet, place, column, _as_came(by_number[number].cells.get(letter, "")), look)
            if letter in wrong:
                sheet.write_comment(place, column, f"{wrong[letter].reason} {wrong[letter].suggestion}"[:500])
        book.write(sheet, place, len(letters), "\n".join(in_words(problem) for problem in problems), book.wrap)
    return book.bytes()


def in_words(problem: Problem) -> str:
    return f"{problem.sheet} {problem.address}: {problem.reason} {problem.suggestion}"


def _letter(address: str) -> str:
    return address.rstrip("0123456789")


def _as_came(value: Value) -> Value:
    return str(value) if isinstance(value, CellError) else value


# --- template ---------------------------------------------------------------------------------------------------------


def template(kind: RowKind, language: str) -> bytes:
    """An empty sheet with our headings, one that explains them, and one with the values that the cells offer."""
    with translation.override(language):
        book = _Book(language)
        sheet = book.sheet(str(kind.title), headings(kind))
        _explain(book, kind)
        _offer(book, sheet, kind)
        return book.bytes()


def headings(kind: RowKind) -> list[str]:
    return [str(one.title) for one in kind.fields]


def _explain(book: _Book, kind: RowKind) -> None:
    titles = [_("Heading"), _("Needed"), _("What goes in"), _("Example"), _("Possible values")]
    sheet = book.sheet(f"{LEGEND}fields", titles)
    sheet.set_column(2, 4, WIDE)
    for row, one in enumerate(kind.fields, 1):
        needed = _("for new rows") if one.required else ""
        values = "; ".join(str(label) for _code, label in one.values)
        for column, text in enumerate((str(one.title), needed, str(one.meaning), one.example, values)):
            book.write(sheet, row, column, text, book.wrap)
    book.write(sheet, len(kind.fields) + 2, 0, str(kind.meaning))
    clear = _("A blank cell changes nothing. %(clear)s empties what the register says.") % {"clear": read.CLEAR}
    book.write(sheet, len(kind.fields) + 3, 0, clear)


def _offer(book: _Book, sheet: Any, kind: RowKind) -> None:
    """Lists of values behind the cells. A name that is not in the list may be written all the same: it is asked about."""
    listed = [one for one in kind.fields if (one.values or one.list_code) and not one.many]
    values = book.sheet(f"{LEGEND}values", [str(one.title) for one in listed])
    for place, one in enumerate(listed):
        labels = _labels(one)[:MOST_LISTED]
        for row, label in enumerate(labels, 1):
            book.write(values, row, place, label)
        if labels:
            letter, column = letters_of(place), kind.fields.index(one)
            source = f"='{LEGEND}values'!${letter}$2:${letter}${len(labels) + 1}"
            asked = {"validate": "list", "source": source, "error_type": "stop" if one.values else "information"}
            sheet.data_validation(1, column, ROWS_OF_A_TEMPLATE, column, asked)


def _labels(one: Field) -> list[str]:
    if one.values:
        return [str(label) for _code, label in one.values]
    return sorted(entry.label for entry in load_list(one.list_code).entries)


# --- export -----------------------------------------------------------------------------------------------------------


def export(kind: RowKind, person: Any, language: str) -> bytes:
    """Everything of the kind that the person may see: what is imported again unchanged changes nothing."""
    with translation.override(language):
        book, lists = _Book(language), dict[str, NameList]()
        sheet = book.sheet(str(kind.title), headings(kind))
        for row, held in enumerate(kind.held(person, language), 1):
            for column, one in enumerate(kind.fields):
                book.write(sheet, row, column, _cell(one, held.values.get(one.code, ""), lists), _look(book, one))
        return book.bytes()


def _look(book: _Book, one: Field) -> Any:
    return {read.day: book.day, read.number: None}.get(one.parse, book.text)  # type: ignore[arg-type]


def _cell(one: Field, value: Any, lists: dict[str, NameList]) -> Value:
    """The value as the reading of the field understands it again."""
    if value in ("", None, []):
        return ""
    if isinstance(value, list):
        return "; ".join(_name(one, str(part), lists) for part in value)
    if one.parse is read.day:
        return datetime.date.fromisoformat(value)
    if one.parse is read.number:
        return float(value) if read.canonical_number(repr(float(value))) == value else value
    shown = _name(one, value, lists) if isinstance(value, str) else as_shown(value)
    return "" if len(shown) > LONGEST_CELL else shown  # a blank cell changes nothing; half a text would


def _name(one: Field, value: str, lists: dict[str, NameList]) -> str:
    """The label of a choice or entry where it leads back to the same one, else its code."""
    if one.values:
        label = str(dict(one.values).get(value, value))
        return label if read.known_choices(one).get(read.choice_key(label)) == value else value
    if not one.list_code:
        return value
    entries = lists.setdefault(one.list_code, load_list(one.list_code))
    label = entries.by_id[value].label if value in entries.by_id else value
    return label if ";" not in label and "\n" not in label and entries.exact(label) == value else value
