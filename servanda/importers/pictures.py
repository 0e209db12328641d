"""The picture of a page, drawn once and kept for the items that stand on it."""

import functools
from pathlib import Path

from servanda.importers.reading.page_images import drawn_apart

WIDTH = 1100  # pixels: sharp on a screen of twice as many dots, and quick to draw


class CannotDraw(Exception):
    """There is no such page, or it asks for more than a page does."""


@functools.lru_cache(maxsize=24)  # a reader stays on a page for some ten items
def picture_of(path: Path, page: int) -> bytes:
    """PNG of page `page` (from 1) of a PDF."""
    drawn = drawn_apart(path, page, WIDTH)
    if drawn is None:
        raise CannotDraw
    return drawn.picture
