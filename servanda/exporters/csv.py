"""CSV for spreadsheets and programs: UTF-8, with the mark at its beginning that Excel needs to read it rightly."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.exporters.registry import Cell, Line, register

MARK = "\ufeff"
LINES_AT_A_TIME = 200
# A cell that begins so is a formula to a spreadsheet, and could run what a stranger wrote (OWASP: CSV injection). The
# full-width forms are read as the plain signs by some.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that a spreadsheet takes for text: an apostrophe stands before what would be a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip(" \u00a0\u3000").startswith(FORMULA) else text


def plain(value: Cell) -> str | int | float:
    """The value as one cell holds it: several joined, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else value


def cell(value: Cell) -> str | int | float:
    shown = plain(value)
    return harmless(shown) if isinstance(shown, str) else shown


@register
class Csv:
    title: Any = _("CSV")
    extension = "csv"
    media_type = "text/csv; charset=utf-8"
    mark = MARK

    def write(self, name: str, columns: Sequence[str], lines: Iterable[Line]) -> Iterator[bytes]:
        out = io.StringIO()
        writer = csv.writer(out)
        out.write(self.mark)
        writer.writerow(columns)
        for number, line in enumerate(lines, 1):
            writer.writerow([cell(value) for value in line])
            if number % LINES_AT_A_TIME == 0:
                yield _emptied(out)
        yield _emptied(out)


class CsvWithoutMark(Csv):
    """For programs that stumble over the mark: `?bom=0`."""

    mark = ""


def _emptied(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()
