"""CSV and TSV: encoding and delimiter are found out, quotes and line breaks in cells are kept."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from servanda.importers.reading.limits import Limits, Refused
from servanda.importers.spreadsheets.cells.book import Book, Sheet, Value, without_trailing_blanks
from servanda.importers.spreadsheets.cells.encodings import encoding_of

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 60
LONGEST_CELL = 1_000_000  # characters


def read_delimited(path: Path, limits: Limits, encoding: str = "", delimiter: str = "") -> Book:
    data = path.read_bytes()
    encoding = encoding or encoding_of(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Refused(
            "wrong_encoding", "The text of this file is not written in the encoding chosen. Choose another one."
        ) from error
    _refuse_binary(text)
    text, told = _told_delimiter(text.lstrip("\ufeff"))
    delimiter = delimiter or told or delimiter_of(text)
    rows = without_trailing_blanks([list(row) for row in _rows(text, delimiter, limits)])
    return Book([Sheet(path.stem[:31] or "Sheet", rows)], encoding=encoding, delimiter=delimiter)


def _refuse_binary(text: str) -> None:
    head = text[:100_000]
    odd = sum(1 for letter in head if ord(letter) < 32 and letter not in "\t\r\n\f\x0b")
    if odd > len(head) * 0.001:
        raise Refused(
            "not_a_table", "This file holds no table as text. Save it as Excel (.xlsx), OpenDocument (.ods) or CSV."
        )


def _told_delimiter(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`. It is emptied, not removed, so that rows keep their numbers."""
    first, line_break, rest = text.partition("\n")
    word = first.strip().strip('"')
    if word.lower().startswith("sep=") and len(word) == 5:
        return line_break + rest, word[-1]
    return text, ""


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first rows into the most columns, evenly; a comma where none does."""
    sample = text[:200_000]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter)) if sample.strip() else ","


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(len(row))
            if len(rows) == SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    widths = Counter(width for width in rows if width > 1)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return round(count / len(rows), 1), width


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[list[Value]]:
    csv.field_size_limit(LONGEST_CELL)
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > limits.cells:
                raise Refused(
                    "too_many_cells", f"This file has more than {limits.cells:,} cells. Import it in smaller parts."
                )
            yield list(row)
    except csv.Error as error:
        raise Refused(
            "torn_quotes", "The quotation marks of this file do not fit together. Save it anew as Excel (.xlsx) or CSV."
        ) from error
