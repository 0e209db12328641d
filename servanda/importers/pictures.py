"""The picture of a page, drawn in a process of its own that may take so much memory and time and no more.

What is drawn comes from outside: a picture inside a PDF can unpack to gigabytes, and the library that draws cannot be
stopped from inside. A page is drawn once and kept for the items that stand on it. No Django in the child.
"""

import functools
import subprocess
import sys
from pathlib import Path

SECONDS = 9
MEMORY = 512 * 1024 * 1024
WIDTH = 1100  # pixels: sharp on a screen of twice as many dots, and quick to draw
ROOT = Path(__file__).parents[2]


class CannotDraw(Exception):
    """There is no such page, or it asks for more than a page does."""


@functools.lru_cache(maxsize=24)  # a reader stays on a page for some ten items
def picture_of(path: Path, page: int) -> bytes:
    """PNG of page `page` (from 1) of a PDF."""
    command = [sys.executable, "-m", __name__, str(path), str(page)]
    try:
        child = subprocess.run(  # noqa: S603  our own module, and a path of ours
            command, capture_output=True, timeout=SECONDS, env={"PYTHONPATH": str(ROOT)}, check=False
        )
    except subprocess.TimeoutExpired:
        raise CannotDraw from None
    if child.returncode or not child.stdout.startswith(b"\x89PNG"):
        raise CannotDraw
    return child.stdout


def main(path: str, page: str) -> None:
    import resource

    from servanda.importers.reading.page_images import render_page

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    sys.stdout.buffer.write(render_page(path, int(page), WIDTH))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
