"""Writes a source text as a Word document in the layout of the United Nations, with its style names."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tools.demo_documents.findings import bold_blocks
from tools.demo_documents.pdf import titles_of
from tools.demo_documents.source import BULLET, HEADING, NUMBERED, RECOMMENDATION, SUB, Block, Source

# Name of the style, size in points, bold, indents from the left and right in centimetres, space after in points.
STYLES = (
    ("_ H _Ch_G", 14, True, 1, 2, 10),
    ("_ H_1_G", 12, True, 1, 2, 8),
    ("_ H_2/3_G", 10, True, 2, 2, 6),
    ("_ Single Txt_G", 10, False, 2, 2, 6),
    ("_ Single Txt_G Rec", 10, True, 2, 2, 6),
    ("_ Masthead_G", 10, False, 0, 0, 0),
)
TEXT, ASKED = "_ Single Txt_G", "_ Single Txt_G Rec"
HEADINGS = {1: "_ H _Ch_G", 2: "_ H_1_G", 3: "_ H_2/3_G"}


def write_docx(source: Source, target: Path) -> None:
    page = new_document(source.symbol, source.date.year, source.date.month, source.date.day)
    _header_and_footer(page, source.symbol)
    _masthead(page, source)
    bold = bold_blocks(source)
    for block in source.blocks:
        _add(page, block, block in bold)
    save_frozen(page, target)


def new_document(title: str, year: int, month: int, day: int) -> Document:
    """An A4 page with our styles; the file's own dates are those of the document."""
    page = docx.Document()
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    for name, size, bold, left, right, after in STYLES:
        style = page.styles.add_style(name, 1)
        style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), bold
        shape = style.paragraph_format
        shape.left_indent, shape.right_indent, shape.space_after = Cm(left), Cm(right), Pt(after)
    facts = page.core_properties
    facts.title, facts.author, facts.comments = title, "Republic of Arandia (invented)", ""
    facts.created = facts.modified = datetime(year, month, day, tzinfo=UTC)
    return page


def save_frozen(page: Document, target: Path) -> None:
    """Saves with one fixed time in the archive, so that the same text is the same file."""
    memory = io.BytesIO()
    page.save(memory)
    with zipfile.ZipFile(memory) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)


def _header_and_footer(page: Document, symbol: str) -> None:
    """The symbol on top of every page but the first, on the outer side; page numbers below."""
    section = page.sections[0]
    section.different_first_page_header_footer = True
    page.settings.odd_and_even_pages_header_footer = True
    sides = (
        (section.header, section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_header, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for head, foot, side in sides:
        for paragraph in (head.paragraphs[0], foot.paragraphs[0]):
            paragraph.alignment = side
        head.paragraphs[0].add_run(symbol).bold = True
        _page_number(foot.paragraphs[0])


def _page_number(paragraph: Paragraph) -> None:
    run = paragraph.add_run()
    run.bold = True
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)


def _masthead(page: Document, source: Source) -> None:
    head = source.head
    about = f"{head.get('distribution', 'Distr.: General')}\n{source.printed_date}\n\nOriginal: {head['original']}"
    root, _, rest = source.symbol.partition("/")
    table = page.add_table(rows=2, cols=2)
    table.autofit = False
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(11.4), Cm(5)
    _in_cell(table.cell(0, 0), (head.get("nations", "United Nations"), 14, False), ruled=True)
    _in_cell(table.cell(0, 1), (root, 20, False), ("/" + rest, 10, False), ruled=True)
    _in_cell(table.cell(1, 0), (head["organ"], 14, True))
    _in_cell(table.cell(1, 1), (about, 10, False))
    for line in head["council"]:
        page.add_paragraph(style="_ Masthead_G").add_run(line).bold = True
    for title in titles_of(source):
        page.add_paragraph(title, style="_ H _Ch_G")
    note = page.sections[0].first_page_footer.paragraphs[0]
    note.text = f"* {head['footnote']}\n{head.get('job', '')}"


def _in_cell(cell: _Cell, *runs: tuple[str, int, bool], ruled: bool = False) -> None:
    """Fills a cell of the masthead: words with their size and weight, and a line under it."""
    paragraph = cell.paragraphs[0]
    paragraph.style = "_ Masthead_G"
    for words, size, bold in runs:
        run = paragraph.add_run(words)
        run.font.size, run.bold = Pt(size), bold
    if ruled:
        borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)


def _add(page: Document, block: Block, bold: bool) -> None:
    style = ASKED if bold else TEXT
    if block.kind == HEADING:
        page.add_paragraph(block.text, style=HEADINGS[len(block.number)])
    elif block.kind in (NUMBERED, RECOMMENDATION):
        dot = "." if block.kind == NUMBERED else ""
        _with_tab(page.add_paragraph(f"{block.number}{dot}\t{block.text}", style=style), 3)
    elif block.kind == SUB:
        paragraph = page.add_paragraph(f"({block.number})\t{block.text}", style=style)
        paragraph.paragraph_format.first_line_indent = Cm(1)
        _with_tab(paragraph, 4)
    else:
        page.add_paragraph(("• " if block.kind == BULLET else "") + block.text, style=style)


def _with_tab(paragraph: Paragraph, centimetres: float) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(centimetres), WD_TAB_ALIGNMENT.LEFT)
