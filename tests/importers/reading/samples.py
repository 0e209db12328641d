"""Documents in UN form with texts of our own, made in memory: no real report is in the project."""

from collections.abc import Sequence
from pathlib import Path

from servanda.importers.reading.lines import Line
from servanda.importers.reading.page_furniture import Body
from tests.hostile_files import docx

PARAGRAPH, ITEM, WRAPPED = 113.0, 142.0, 141.0
TITLE_PAGE = [
    ("Human Rights Council", 56, 12),
    ("Thirty-ninth session", 56, 10),
    ("Agenda item 6", 56, 10),
    ("Universal Periodic Review", 56, 10),
    ("Report of the Working Group on the Universal", 85, 17),
    ("Periodic Review*", 85, 17),
    ("Iceland", 85, 14),
    ("* The annex to the present report is circulated as received.", 98, 9),
    ("United Nations A/HRC/39/95", 56, 14),
    ("General Assembly Distr.: General", 56, 10),
    ("4 April 2018", 400, 10),
    ("Original: English", 400, 10),
]
OPENING = [
    ("Introduction", 85, 14),
    ("1. The Working Group on the Universal Periodic Review, established in accordance", 113, 10),
    ("with Human Rights Council resolution 5/1, held its twenty-eighth session from 6 to 17", 113, 10),
    ("November 2017. The review of Iceland was held at the 2nd meeting, on 6 November.", 113, 10),
    ("2. The following documents were issued for the review: A/HRC/WG.6/28/ISL/1.", 113, 10),
    ("I. Summary of the proceedings of the review process", 85, 14),
    ("3. Norway recommended that Iceland: (a) publish its figures on complaints; and (b) open a", 113, 10),
    ("second office for the ombudsman. It thanked the delegation.", 113, 10),
    ("4. Peru commended Iceland. Peru recommended that Iceland teach human rights in all schools.", 113, 10),
]
CONCLUSIONS = [
    ("II. Conclusions and/or recommendations**", 85, 14),
    ("5. The recommendations formulated during the interactive dialogue and listed below", 113, 10),
    ("enjoy the support of Iceland:", 113, 10),
    ("5.1 Ratify the convention on harbours (Chile);", 142, 10),
    ("5.2. Give every fishing village a legal clinic, and pay particular attention to self-", 142, 10),
]
OVERLEAF = [
    ("employed women (Mexico) (Côte d’Ivoire);", 141, 10),
    ("5.3 Sign (Kenya) and ratify the treaty on lighthouses (Iran (Islamic Republic of));3 publish a", 142, 10),
    ("yearly report on lighthouses and on those who keep them (Togo, Viet Nam).", 141, 10),
    ("6. The following recommendations will be examined by Iceland, which will provide", 113, 10),
    ("responses in due time:", 113, 10),
    ("6.1 Consider a law on volcanoes (Trinidad and Tobago).", 142, 10),
    ("7. The recommendations noted in the report in paragraphs 3 (b) and 4 above did not enjoy", 113, 10),
    ("the support of Iceland.", 113, 10),
    ("8. All conclusions and/or recommendations contained in the present report reflect the position", 113, 10),
    ("of the submitting State(s) and/or the State under review.", 113, 10),
    ("III. Voluntary pledges and commitments", 85, 14),
    ("9. Iceland will translate its constitution into the languages of its residents.", 113, 10),
    ("3 The recommendation as read during the dialogue: ratify the treaty (Islamic Republic of Iran).", 113, 8),
]
ANNEX = [
    ("Annex", 85, 14),
    ("Composition of the delegation", 85, 12),
    ("The delegation was headed by the Minister.", 113, 10),
]


def pdf_of(pages: Sequence[Sequence[tuple[str, float, float]]], *, symbol: str = "A/HRC/39/95") -> bytes:
    """A PDF whose pages carry these lines (text, left edge, size of type), a running head and a page number."""
    streams = [_stream(lines, symbol if number > 1 else None, number) for number, lines in enumerate(pages, 1)]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(streams),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (5 + 2 * index)
            + b"/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    return _assembled(objects)


def _stream(lines: Sequence[tuple[str, float, float]], symbol: str | None, number: int) -> bytes:
    placed = [(symbol, 56.0, 9.0, 800.0)] if symbol else []
    placed += [(text, x, size, 770.0 - 14 * row) for row, (text, x, size) in enumerate(lines)]
    placed += [(str(number), 530.0, 9.0, 40.0)]
    return b"\n".join(
        b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET" % (size, x, y, _escaped(text)) for text, x, size, y in placed
    )


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _assembled(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    )  # fmt: skip


def upr_report(folder: Path) -> Path:
    """A Working Group report with page breaks, a footnote, split items, references and pledges."""
    path = folder / "report.pdf"
    path.write_bytes(pdf_of([TITLE_PAGE, [*OPENING, *CONCLUSIONS], OVERLEAF, ANNEX]))
    return path


def scanned(path: Path, *pages: int) -> Path:
    """A copy of a PDF in which these pages (from 1; all where none is named) are pictures, as a scanner makes them."""
    import pypdfium2

    source, scan = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    for number in range(1, len(source) + 1):
        if pages and number not in pages:
            scan.import_pages(source, [number - 1])
            continue
        bitmap = source[number - 1].render(scale=200 / 72, grayscale=False)
        picture = pypdfium2.PdfImage.new(scan)
        picture.set_bitmap(bitmap)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(*source[number - 1].get_size()))
        sheet = scan.new_page(*source[number - 1].get_size())
        sheet.insert_obj(picture)
        sheet.gen_content()
    made = path.with_name(f"scan-{path.name}")
    scan.save(made)
    return made


def drawn_by_typst(folder: Path, texts: Sequence[str], language: str, font: str) -> Path:
    """A PDF of these paragraphs, set with a real font."""
    import typst

    paragraphs = "\n\n".join(f'#"{text}"' for text in texts)
    source = folder / f"{language}.typ"
    source.write_text(
        f'#set page(paper: "a4", margin: 2.5cm)\n#set text(lang: "{language}", font: "{font}", size: 11pt)\n{paragraphs}',
        encoding="utf-8",
    )
    made = source.with_suffix(".pdf")
    made.write_bytes(typst.compile(str(source)))
    return made


def lines_of(text: str, *, x: float = PARAGRAPH, page: int = 1) -> list[Line]:
    """Lines of a text; those that begin with a dotted or indented number stand at the items' indent."""
    return [
        Line(line.strip(), page, ITEM if line.startswith("    ") else x, 0.0, 10.0)
        for line in text.strip("\n").splitlines()
        if line.strip()
    ]


def body_of(text: str) -> Body:
    return Body(lines_of(text), [], 10.0)


def word_row(*cells: str, span: int = 1) -> str:
    """A table row; cells hold paragraphs separated by line ends."""
    return "<w:tr>" + "".join(_cell(cell, span) for cell in cells) + "</w:tr>"


def _cell(text: str, span: int) -> str:
    merged = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span > 1 else ""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc>{merged}{paragraphs}</w:tc>"


def word_file(folder: Path, body: str, **parts: bytes) -> Path:
    path = folder / "document.docx"
    path.write_bytes(docx(body, **parts))
    return path


def word_paragraphs(*texts: str, style: str = "") -> str:
    kept = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return "".join(f"<w:p>{kept}<w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
