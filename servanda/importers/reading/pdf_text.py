"""Text of a PDF by PDFium: every line with its page, its place and its size of type.

PDFium marks a hyphen at the end of a line with U+FFFE and joins the two lines. UN documents are set without automatic
hyphenation, so such a hyphen belongs to the word ("non-governmental"), unless the same word stands elsewhere in the
document in one piece.
"""

import ctypes
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .arabic_text import is_arabic, with_shapes_turned_back, with_stops_behind_numbers
from .limits import STANDARD, Budget, Limits, Refused
from .lines import SOFT_HYPHEN, Line, Page

LINE_END_HYPHEN = "\ufffe"
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d]+$"), re.compile(r"[^\W\d]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ufeff\u200b]")


def read_pages(path: Path, limits: Limits = STANDARD, budget: Budget | None = None) -> list[Page]:
    """All pages of the document; raises Refused where there are none, too many, or a password is asked."""
    budget = budget or Budget(limits)
    document = open_pdf(path)
    try:
        if not 0 < len(document) <= limits.pages:
            raise _wrong_number_of_pages(len(document), limits)
        pages = list(_pages(document, limits, budget))
    finally:
        document.close()
    return _with_hyphens_settled(pages)


def open_pdf(path: Path) -> Any:
    """A PDFium document; raises Refused with the reason where it cannot be opened."""
    import pypdfium2  # imported here: only PDF files pay for it

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _reason(error) from error


FEW_LETTERS = 60  # a stamp or a page number on a scanned page
LARGE_PICTURE = 0.5  # of the page
MANY_CURVES = 300  # letters that a program turned into outlines
MOST_OBJECTS = 20_000
_DRAWN = [2, 3]  # FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE


def scanned_pages(path: Path, pages: list[Page]) -> tuple[int, ...]:
    """Pages that are pictures: hardly any letters, and pictures (or letters drawn as curves) that cover most of the page."""
    doubtful = [page.number for page in pages if sum(len(line.text) for line in page.lines) < FEW_LETTERS]
    if not doubtful:
        return ()
    document = open_pdf(path)
    try:
        return tuple(number for number in doubtful if _share_of_pictures(document, number) > LARGE_PICTURE)
    finally:
        document.close()


def _share_of_pictures(document: Any, number: int) -> float:
    """How much of the page its pictures cover; more than 1 where they lie upon each other."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        page = document[number - 1]
        width, height = page.get_size()
        found = list(itertools.islice(page.get_objects(_DRAWN, max_depth=3), MOST_OBJECTS))
        if sum(drawn.type == pdfium.FPDF_PAGEOBJ_PATH for drawn in found) > MANY_CURVES:
            return 1.0
        boxes = [drawn.get_bounds() for drawn in found if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE]
    except pypdfium2.PdfiumError:
        return 0.0
    areas = (max(right - left, 0) * max(top - bottom, 0) for left, bottom, right, top in boxes)
    return sum(areas) / max(width * height, 1)


def _reason(error: Exception) -> Refused:
    said = str(error).lower()
    if "password" in said:
        return Refused(
            "encrypted_pdf",
            "This PDF is protected with a password. Remove the protection (print it to a new PDF) and upload it again.",
        )
    return Refused(
        "damaged_pdf",
        "This PDF is damaged and cannot be opened. Download it again from its source, or save it anew as PDF.",
    )


def _wrong_number_of_pages(pages: int, limits: Limits) -> Refused:
    if not pages:
        return Refused("no_pages", "This PDF has no pages. Download it again from its source.")
    return Refused(
        "too_many_pages",
        f"This PDF has {pages} pages; the reader takes at most {limits.pages}. Upload the part that you need.",
    )


def _pages(document: Any, limits: Limits, budget: Budget) -> Iterator[Page]:
    characters = 0
    for index in range(len(document)):
        budget.check()
        page = _read_page(document, index, limits)
        characters += sum(len(line.text) for line in page.lines)
        if characters > limits.characters:
            raise Refused("too_much_text", "This PDF holds far more text than a document. Upload the part you need.")
        yield page


def _read_page(document: Any, index: int, limits: Limits) -> Page:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, 0.0, [])  # a broken page among good ones: reported as a page without text
    try:
        text_page = page.get_textpage()
        try:
            return Page(index + 1, page.get_height(), _lines(text_page, index + 1, limits))
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        return Page(index + 1, 0.0, [])
    finally:
        page.close()


def _lines(text_page: Any, number: int, limits: Limits) -> list[Line]:
    count = text_page.count_chars()
    if not count:
        return []
    if count > limits.characters_a_page:
        raise Refused(
            "too_much_text",
            f"Page {number} holds more than {limits.characters_a_page} characters. This is no ordinary document: "
            "save it anew, or upload the part you need.",
        )
    measure = _Measure(text_page)
    lines, offset = [], 0
    whole = text_of(text_page)
    settle = with_stops_behind_numbers if is_arabic(whole) else str
    for raw in _printed_lines(whole):
        text = settle(_CONTROL.sub(" ", raw).strip())
        if text:
            start = offset + len(raw) - len(raw.lstrip())
            lines.append(Line(text, number, *measure.place(start), measure.size(start + len(text) // 2)))
        offset += len(raw) + (0 if raw.endswith(LINE_END_HYPHEN) else 2)
    return lines


def text_of(text_page: Any) -> str:
    """The text of a page in reading order."""
    text = text_page.get_text_range()
    return with_shapes_turned_back(text_page, text) if is_arabic(text) else text


def _printed_lines(text: str) -> Iterator[str]:
    """The lines of a page, a hyphen at the end of a line left in its place."""
    for line in text.split("\r\n"):
        *torn, last = line.split(LINE_END_HYPHEN)
        yield from (piece + LINE_END_HYPHEN for piece in torn)
        yield last


class _Measure:
    """Where a character stands and how large it is printed, by its place in the page's text."""

    def __init__(self, text_page: Any):
        import pypdfium2.raw as pdfium

        self.pdfium, self.text_page = pdfium, text_page
        self.box = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        self.matrix = pdfium.FS_MATRIX()

    def place(self, offset: int) -> tuple[float, float]:
        """Left and top edge of the character."""
        index = self.pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, offset)
        if index < 0 or not self.pdfium.FPDFText_GetCharBox(self.text_page, index, *self.box):
            return 0.0, 0.0
        return round(self.box[0].value, 1), round(self.box[3].value, 1)

    def size(self, offset: int) -> float:
        """Size of type; the middle of a line tells it better than its start, which may be a footnote's mark."""
        index = self.pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, offset)
        if index < 0 or not self.pdfium.FPDFText_GetMatrix(self.text_page, index, self.matrix):
            return 0.0
        return round(self.pdfium.FPDFText_GetFontSize(self.text_page, index) * abs(self.matrix.d), 1)


def _with_hyphens_settled(pages: list[Page]) -> list[Page]:
    everything = "\n".join(line.text for page in pages for line in page.lines).lower()
    if LINE_END_HYPHEN not in everything:
        return pages
    for page in pages:
        for i, line in enumerate(page.lines):
            if line.text.endswith(LINE_END_HYPHEN):
                behind = page.lines[i + 1].text if i + 1 < len(page.lines) else ""
                hyphen = _hyphen(line.text[:-1], behind, everything)
                page.lines[i] = line._replace(text=line.text[:-1] + hyphen)
    return pages


def _hyphen(before: str, behind: str, everything: str) -> str:
    """A hyphen that belongs to the word, or a soft one where the word stands elsewhere in one piece."""
    start, end = _LAST_WORD.search(before), _FIRST_WORD.match(behind)
    in_one_piece = (start[0] + end[0]).lower() if start and end else None
    return SOFT_HYPHEN if in_one_piece and in_one_piece in everything else "-"
