"""CSV for spreadsheets and programs: UTF-8, with the mark at its beginning that Excel needs to read it rightly."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.core.cells import harmless
from servanda.exporters.registry import Cell, Line, register

MARK = "\ufeff"
LINES_AT_A_TIME = 200


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
