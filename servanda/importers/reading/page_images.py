"""The picture of a page, and where a recommendation stands on it: what the review screen shows beside the words.

Neither is needed to read a document, so neither costs anything until it is asked for.
"""

import itertools
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .apart import Stopped, run_module
from .limits import Refused
from .pdf_text import LINE_END_HYPHEN, open_pdf, text_of
from .reading import Box, Reading, ReadRecommendation
from .text_on_page import ANCHORS, WHOLE, begins_on, span_of

WIDEST = 2400  # pixels
MOST_PIXELS = 8_000_000


def render_page(path: str | Path, page: int, width: int = 900) -> bytes:
    """A PNG of page `page` (from 1), `width` pixels wide; raises Refused where there is no such page."""
    document = open_pdf(Path(path))
    try:
        if not 1 <= page <= len(document):
            raise Refused("no_such_page", f"This document has {len(document)} pages; page {page} does not exist.")
        sheet = document[page - 1]
        bitmap = sheet.render(scale=_scale(sheet, width), rev_byteorder=True, prefer_bgrx=False)
        return _png(bitmap)
    finally:
        document.close()


class Drawn(NamedTuple):
    """A page as a grey picture (PGM), and its size in PDF points."""

    picture: bytes
    width: float
    height: float


def drawn_apart(path: Path, page: int, width: int, *, as_grey: bool = False) -> Drawn | None:
    """A page drawn in a process that may be stopped: a picture inside a PDF can unpack to gigabytes. PNG, or PGM where
    `as_grey`; None where there is no such page, or it asks for more than a page does."""
    try:
        child = run_module(__name__, str(path), str(page), str(width), "grey" if as_grey else "colour")
    except Stopped:
        return None
    size, _, picture = child.stdout.partition(b"\n")
    if child.returncode or not picture.startswith((b"\x89PNG", b"P5")):
        return None
    return Drawn(picture, *(float(value) for value in size.split()))


def _drawn(path: Path, page: int, width: int, kind: str) -> bytes:
    document = open_pdf(path)
    sheet = document[page - 1]
    size = b"%.2f %.2f\n" % sheet.get_size()
    if kind != "grey":
        return size + render_page(path, page, width)
    bitmap = sheet.render(scale=_scale(sheet, width), grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[start : start + bitmap.width] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    return size + b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)


def _scale(sheet: Any, width: int) -> float:
    """Pixels a point, so that the picture is `width` wide and never too large."""
    page_width, page_height = sheet.get_size()
    scale = min(width, WIDEST) / max(page_width, 1)
    return min(scale, (MOST_PIXELS / max(page_width * page_height, 1)) ** 0.5)


def _png(bitmap: Any) -> bytes:
    """PNG of a bitmap of three bytes a pixel, without another library."""
    if bitmap.n_channels != 3:
        raise Refused("cannot_draw", "This page cannot be drawn as a picture.")
    data, line = bytes(bitmap.buffer), bitmap.width * 3
    rows = b"".join(
        b"\0" + data[start : start + line] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)
    )
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def locate(path: str | Path, reading: Reading) -> list[tuple[Box, ...]]:
    """For each recommendation of the reading, one box for each page it stands on; empty where it wasn't found."""
    document = open_pdf(Path(path))
    pages = _Pages(document)
    try:
        return [tuple(_boxes(pages, item)) for item in reading.recommendations]
    finally:
        pages.close()
        document.close()


class _PageText(NamedTuple):
    """A page's letters without blanks and hyphens, each with its place among the page's characters."""

    text_page: Any
    letters: str
    places: list[int]
    width: float
    height: float


def _boxes(pages: "_Pages", item: ReadRecommendation) -> Iterator[Box]:
    for number in item.pages or pages.where(item.wording):
        page = pages[number]
        span = span_of(page.letters, item.wording)
        box = _box(page, number, *span) if span else None
        if box:
            yield box


class _Pages:
    """The pages of a document, each read when it is first asked for."""

    def __init__(self, document: Any):
        self.document, self.read, self.last = document, dict[int, _PageText](), 1

    def __getitem__(self, number: int) -> _PageText:
        if number not in self.read:
            self.read[number] = _page_text(self.document[number - 1])
        return self.read[number]

    def where(self, text: str) -> tuple[int, ...]:
        """The page of a text whose page is not known, or the two over which it goes; sought from the last found on."""
        count = len(self.document)
        order = (*range(self.last, count + 1), *range(1, self.last))
        for anchor, number in itertools.product(ANCHORS, order):
            share = begins_on(self[number].letters, text, anchor)
            if share:
                self.last = number
                return (number,) if share == WHOLE or number == count else (number, number + 1)
        return ()

    def close(self) -> None:
        for page in self.read.values():
            page.text_page.close()


def _page_text(page: Any) -> _PageText:
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    text = text_of(text_page) if text_page.count_chars() else ""
    kept = [(c, i) for i, c in enumerate(text) if c.isalnum() and c != LINE_END_HYPHEN]
    places = [pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, i) for _, i in kept]
    return _PageText(text_page, "".join(c for c, _ in kept), places, *page.get_size())


def _box(page: _PageText, number: int, start: int, end: int) -> Box | None:
    first, last = page.places[start], page.places[end - 1]
    count = page.text_page.count_rects(first, last - first + 1)
    rects = [page.text_page.get_rect(i) for i in range(count)]
    if not rects:
        return None
    lefts, bottoms, rights, tops = zip(*rects, strict=True)
    return Box(number, min(lefts), min(bottoms), max(rights), max(tops), page.width, page.height)


if __name__ == "__main__":
    sys.stdout.buffer.write(_drawn(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
