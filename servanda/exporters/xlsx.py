"""XLSX: one sheet, its first row frozen and filtered. Texts are written as texts, so no formula can hide in them."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from servanda.exporters.csv import plain
from servanda.exporters.registry import Line, register

PIECE = 64 * 1024
IN_MEMORY = 4 * 1024 * 1024  # bytes; a larger file waits on disk
LONGEST_CELL = 32_767  # characters, a limit of the format
WIDTH = 24
SAFE = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


@register
class Xlsx:
    title: Any = _("XLSX")
    extension = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, name: str, columns: Sequence[str], lines: Iterable[Line]) -> Iterator[bytes]:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            _fill(file, name, columns, lines)
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece


def _fill(file: IO[bytes], name: str, columns: Sequence[str], lines: Iterable[Line]) -> None:
    book = xlsxwriter.Workbook(file, SAFE)
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(columns) - 1, WIDTH)
    sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
    last = 0
    for last, line in enumerate(lines, 1):
        for place, value in enumerate(line):
            written = plain(value)
            if isinstance(written, str):
                sheet.write_string(last, place, written[:LONGEST_CELL])
            else:
                sheet.write_number(last, place, written)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
