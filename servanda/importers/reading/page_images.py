"""The picture of a page, and where a recommendation stands on it: what the review screen shows beside the words.

Neither is needed to read a document, so neither costs anything until it is asked for.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .limits import Refused
from .pdf_text import LINE_END_HYPHEN, open_pdf
from .reading import Box, Reading, ReadRecommendation

WIDEST = 2400  # pixels
MOST_PIXELS = 8_000_000
ANCHORS = (40, 20, 10)  # letters by which the start or the end of a text is sought on a page, surest first


def render_page(path: str | Path, page: int, width: int = 900) -> bytes:
    """A PNG of page `page` (from 1), `width` pixels wide; raises Refused where there is no such page."""
    document = open_pdf(Path(path))
    try:
        if not 1 <= page <= len(document):
            raise Refused("no_such_page", f"This document has {len(document)} pages; page {page} does not exist.")
        sheet = document[page - 1]
        page_width, page_height = sheet.get_size()
        scale = min(width, WIDEST) / max(page_width, 1)
        scale = min(scale, (MOST_PIXELS / max(page_width * page_height, 1)) ** 0.5)
        bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        return _png(bitmap)
    finally:
        document.close()


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
    pages: dict[int, _PageText] = {}
    try:
        return [tuple(_boxes(document, pages, item)) for item in reading.recommendations]
    finally:
        for page in pages.values():
            page.text_page.close()
        document.close()


class _PageText(NamedTuple):
    """A page's letters without blanks and hyphens, each with its place among the page's characters."""

    text_page: Any
    letters: str
    places: list[int]
    width: float
    height: float


def _boxes(document: Any, pages: dict[int, _PageText], item: ReadRecommendation) -> Iterator[Box]:
    wanted = "".join(c for c in item.wording if c.isalnum())
    for number in item.pages:
        if number not in pages:
            pages[number] = _page_text(document[number - 1])
        page = pages[number]
        span = _span(page.letters, wanted)
        box = _box(page, number, *span) if span else None
        if box:
            yield box


def _page_text(page: Any) -> _PageText:
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    text = text_page.get_text_range() if text_page.count_chars() else ""
    kept = [(c, i) for i, c in enumerate(text) if c.isalnum() and c != LINE_END_HYPHEN]
    places = [pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, i) for _, i in kept]
    return _PageText(text_page, "".join(c for c, _ in kept), places, *page.get_size())


def _span(letters: str, wanted: str) -> tuple[int, int] | None:
    """Where the letters stand on the page: whole, or their start (it goes on overleaf), or their end."""
    start = letters.find(wanted)
    if start >= 0 and wanted:
        return start, start + len(wanted)
    for anchor in ANCHORS:
        span = _goes_on_overleaf(letters, wanted, anchor) or _comes_from_overleaf(letters, wanted, anchor)
        if span:
            return span
    return None


def _goes_on_overleaf(letters: str, wanted: str, anchor: int) -> tuple[int, int] | None:
    start = letters.find(wanted[:anchor]) if len(wanted) > anchor else -1
    return (start, start + _common(letters[start:], wanted)) if start >= 0 else None


def _comes_from_overleaf(letters: str, wanted: str, anchor: int) -> tuple[int, int] | None:
    end = letters.find(wanted[-anchor:]) if len(wanted) > anchor else -1
    if end < 0:
        return None
    end += anchor
    return end - _common(letters[:end][::-1], wanted[::-1]), end


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _box(page: _PageText, number: int, start: int, end: int) -> Box | None:
    first, last = page.places[start], page.places[end - 1]
    count = page.text_page.count_rects(first, last - first + 1)
    rects = [page.text_page.get_rect(i) for i in range(count)]
    if not rects:
        return None
    lefts, bottoms, rights, tops = zip(*rects, strict=True)
    return Box(number, min(lefts), min(bottoms), max(rights), max(tops), page.width, page.height)
