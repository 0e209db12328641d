"""Makes the evidence of the invented State: letters, decrees, tables, and pictures drawn with Typst."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

import typst
import xlsxwriter

from tools.demo_documents.docx_pages import TEXT, new_document, save_frozen
from tools.demo_documents.pdf import literal

PICTURES = Path(__file__).with_name("pictures")
LETTER = """#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set page(paper: "a5", margin: 1.8cm)
#set text(font: ("Liberation Serif", "Noto Naskh Arabic"), size: 10pt, lang: {lang})
#set par(justify: true)
#align(center, text(size: 9pt, {issuer}))
#line(length: 100%, stroke: 0.5pt)
#v(0.4cm)
#text(size: 12pt, weight: "bold", {title})
"""


def make_evidence(source: Path, folder: Path) -> int:
    """Writes every paper of the source and every picture; says how many files that are."""
    papers = tomllib.loads(source.read_text(encoding="utf-8"))["paper"]
    writers = {".pdf": _write_pdf, ".docx": _write_docx, ".txt": _write_text, ".xlsx": _write_table}
    for paper in papers:
        target = folder / paper["file"]
        writers[target.suffix](paper, target)
    pictures = sorted(PICTURES.glob("*.typ"))
    for picture in pictures:
        (folder / f"{picture.stem}.png").write_bytes(typst.compile(picture, format="png", ppi=110.0))
    return len(papers) + len(pictures)


def paragraphs(paper: dict[str, Any]) -> list[str]:
    return [" ".join(part.split()) for part in paper["text"].strip().split("\n\n")]


def _write_pdf(paper: dict[str, Any], target: Path) -> None:
    day = paper["date"]
    words = {name: literal(paper[name]) for name in ("title", "issuer", "lang")}
    head = LETTER.format(**words, year=day.year, month=day.month, day=day.day)
    body = "\n\n".join(f"#par({literal(text)})" for text in [day.isoformat(), *paragraphs(paper)])
    target.write_bytes(typst.compile((head + body).encode()))


def _write_docx(paper: dict[str, Any], target: Path) -> None:
    day = paper["date"]
    page = new_document(paper["title"], day.year, day.month, day.day)
    for text in (paper["issuer"], day.isoformat()):
        page.add_paragraph(text, style=TEXT)
    page.add_paragraph(style=TEXT).add_run(paper["title"]).bold = True
    for text in paragraphs(paper):
        page.add_paragraph(text, style=TEXT)
    save_frozen(page, target)


def _write_text(paper: dict[str, Any], target: Path) -> None:
    target.write_text(f"{paper['issuer']}\n{paper['title']}\n{paper['date']}\n{paper['text']}", encoding="utf-8")


def _write_table(paper: dict[str, Any], target: Path) -> None:
    day = datetime.datetime.combine(paper["date"], datetime.time())
    book = xlsxwriter.Workbook(target)
    book.set_properties({"title": paper["title"], "author": paper["issuer"], "created": day})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write(0, 0, paper["title"], bold)
    for line, row in enumerate(paper["rows"], 2):
        sheet.write_row(line, 0, row, bold if line == 2 else None)
    sheet.write(len(paper["rows"]) + 3, 0, paper["issuer"])
    sheet.autofit()
    book.close()
