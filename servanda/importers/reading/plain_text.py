"""A document as plain text: what harvesters keep of a web page or a PDF.

Nothing tells a heading by its type here; empty lines are all there is, so `top` falls by one for each line and by one
more for each empty line. A form feed begins a page.
"""

import re
from pathlib import Path

from .limits import Limits, Refused
from .lines import Line, Page

SAMPLE = 65_536  # bytes by which a file is judged to be text
_NOTE = re.compile(r"^\*{1,4}\s*[^\W\d_]")
TEXT_SIZE, NOTE_SIZE = 10.0, 8.0
_NUMBER_ALONE = re.compile(r"^\s*(?:\d{1,3}\.|\([a-z]{1,2}\))\s*$")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ufeff\u200b\ufffe\uffff]")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
MOST_CONTROL_CHARACTERS = 0.01  # share of a text that may be control characters


def is_text(path: Path) -> bool:
    """Whether the file is text in UTF-8, UTF-16 with its mark, or a Western one-byte encoding."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    text = _decoded(head)
    return bool(text) and len(_CONTROL.findall(text)) <= len(text) * MOST_CONTROL_CHARACTERS


def _decoded(data: bytes) -> str:
    """The text of the bytes; empty where they are none."""
    mark = next((name for start, name in _BYTE_ORDER_MARKS.items() if data.startswith(start)), None)
    if mark:
        return data.decode(mark, errors="ignore")
    if b"\0" in data:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_at_the_end = error.reason == "unexpected end of data" and len(data) - error.start < 4
        return data.decode("utf-8", errors="ignore") if cut_at_the_end else data.decode("cp1252", errors="ignore")


def read_text_pages(path: Path, limits: Limits) -> list[Page]:
    """The lines of the file, page by page."""
    text = _decoded(path.read_bytes())
    if len(text) > limits.characters:
        raise Refused("too_much_text", "This text holds far more than a document. Upload the part you need.")
    sheets = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return [Page(number, 0.0, _lines(sheet, number)) for number, sheet in enumerate(sheets, 1)]


def _lines(sheet: str, page: int) -> list[Line]:
    """The printed lines; a paragraph's number that stands on a line of its own is put before its words. A note, which
    begins with an asterisk and ends with its paragraph, is given the small type in which it was printed."""
    lines: list[Line] = []
    waiting, size = "", TEXT_SIZE
    for place, printed in enumerate(_CONTROL.sub("", sheet).split("\n")):
        words = " ".join(printed.split())
        if _NUMBER_ALONE.match(printed):
            waiting = words + " "
        elif words:
            size = NOTE_SIZE if _NOTE.match(words) else size
            lines.append(Line(waiting + words, page, 0.0, -float(place), size))
            waiting = ""
        else:
            size = TEXT_SIZE
    return lines
