"""Whether a PDF's table of objects is right. PDFium mends a wrong one silently; a person should know that it did.

A file that was mangled in transit (line ends changed, an end cut off) may open with all its pages or with half of them.
"""

import re

from .reading import Warning

TAIL = 2048  # bytes at the end of the file that name the tables
SAMPLE = 12  # entries of a table that are looked up
_TABLE = re.compile(rb"xref\b")
_OBJECT = re.compile(rb"\s{0,4}\d+\s+\d+\s+obj\b")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
_DAMAGED = Warning(
    "damaged_but_readable",
    "The structure of this PDF is damaged; its text was recovered. Compare the number of pages and recommendations "
    "with the original, or download it again.",
)


def structure_warnings(data: bytes) -> list[Warning]:
    tail = data[-TAIL:]
    start = tail.rfind(b"startxref")
    named = re.match(rb"startxref\s+(\d+)", tail[start:]) if start >= 0 else None
    if named is None or b"%%EOF" not in tail:
        return [_DAMAGED]
    tables = {int(named[1]), *map(int, re.findall(rb"/(?:Prev|XRefStm)\s+(\d+)", tail))} - {0}
    return [] if all(_is_sound(data, table) for table in tables) else [_DAMAGED]


def _is_sound(data: bytes, table: int) -> bool:
    """A table of objects stands there, and most of its entries point to an object."""
    here = data[table : table + 64].lstrip()
    if _OBJECT.match(here):  # a table packed in a stream: PDFium reads it or refuses the file
        return True
    if not _TABLE.match(here):
        return False
    entries = [int(e[1]) for e in _ENTRY.finditer(data, table, table + 40 * SAMPLE)][:SAMPLE]
    return sum(_OBJECT.match(data, place) is not None for place in entries) * 2 >= len(entries)
