"""The rows of an export, one at a time, each with its digest; a row is taken apart only by who asks for it.

In a file with one record a line an unchanged row is known by the digest of its bytes: it is never parsed.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from servanda.importers.reading.detect import kind_of
from servanda.importers.reading.limits import STANDARD, Refused
from servanda.importers.reading.uhri_export import (
    field_name,
    is_an_export_sheet,
    is_line_broken,
    json_rows,
    looks_like_an_export,
    spreadsheet_rows,
    torn,
)

AROUND_A_RECORD = b"\xef\xbb\xbf \t\r\n,[]"  # an object begins and ends in braces: nothing of it is lost
Row = tuple[int, int, bytes]  # digest, bytes of the file read so far, the record as JSON

_names: dict[tuple[str, ...], list[str | None]] = {}


def must_be_an_export(path: Path) -> None:
    """`Refused` unless this is an export of the index, as JSON or as a spreadsheet."""
    kind = kind_of(path)
    if kind == "json" and looks_like_an_export(path):
        return
    if kind == "xlsx" and is_an_export_sheet(path, STANDARD):
        return
    raise Refused("unknown_json" if kind == "json" else "unknown_spreadsheet", "")


def digest_of(record: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(record, digest_size=8).digest(), "big", signed=True)


def rows_of(path: Path) -> Iterator[Row]:
    """Every record, in the order of the file."""
    with path.open("rb") as file:
        start = file.read(65536)
        if start[:4] == b"PK\x03\x04":
            yield from _packed(spreadsheet_rows(path, STANDARD), path.stat().st_size)
        elif is_line_broken(start):
            file.seek(0)
            yield from _lines(file)
        else:
            yield from _packed(json_rows(path), path.stat().st_size)


def _lines(file: Any) -> Iterator[Row]:
    at, blake2b, from_bytes = 0, hashlib.blake2b, int.from_bytes
    for line in file:
        at += len(line)
        record = line.strip(AROUND_A_RECORD)
        if record:
            yield from_bytes(blake2b(record, digest_size=8).digest(), "big", signed=True), at, record


def _packed(rows: Iterator[dict[str, Any]], size: int) -> Iterator[Row]:
    for row in rows:
        record = orjson.dumps(row, default=str, option=orjson.OPT_SORT_KEYS)
        yield digest_of(record), size, record


def fields_of(record: bytes, number: int) -> dict[str, Any] | None:
    """The fields of a record under our own names; None for something that is no record. `number`: its place, for errors."""
    try:
        row = orjson.loads(record)
    except orjson.JSONDecodeError as error:
        raise torn(f"record {number}") from error
    if not isinstance(row, dict):
        return None
    headings = tuple(row)
    names = _names.get(headings)
    if names is None:
        names = [field_name(heading) for heading in headings]
        if len(_names) < 1000:  # rows with ever other fields are not remembered
            _names[headings] = names
    return dict(zip(names, row.values(), strict=True))  # type: ignore[arg-type]
