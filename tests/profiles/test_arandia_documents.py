"""The documents of the invented State say what their sources say, and our reader finds in them what they hold."""

import json
import re
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest

from servanda.importers.reading import read_file
from tests.profiles.arandia import PROFILE, key, rows
from tools.demo_documents import uhri_export
from tools.demo_documents.source import read_source
from tools.make_demo_documents import DOCUMENTS, FORMS, SOURCES

PAGES = [(stem, suffix) for stem, suffixes in FORMS.items() for suffix in suffixes]
LARGEST = 150_000  # bytes


def bare(text: str) -> str:
    """Without blanks and hyphens, which a line end may add or hide."""
    return re.sub(r"[\s\-\ufffe\u00ad]", "", text)


def text_of(path: Path) -> str:
    return _pdf_text(path) if path.suffix == ".pdf" else _docx_text(path)


def _docx_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)


def _pdf_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(_page_text(page, number) for number, page in enumerate(pdf, 1))


def _page_text(page: pypdfium2.PdfPage, number: int) -> str:
    """The text of a page without its head and foot: symbol, page number, and the footnote of the first page."""
    lines = page.get_textpage().get_text_range().splitlines()
    if number == 1:
        note = next(place for place, line in enumerate(lines) if line.startswith("* "))
        return "\n".join(lines[:note])
    return "\n".join(lines[1:] if lines[-1] != str(number) else lines[1:-1])


@pytest.mark.parametrize(("stem", "suffix"), PAGES)
def test_documents_hold_the_words_of_their_source_in_order(stem: str, suffix: str) -> None:
    text, at = bare(text_of(DOCUMENTS / f"{stem}{suffix}")), 0
    for block in read_source(SOURCES / f"{stem}.md").blocks:
        found = text.find(bare(block.as_printed), at)
        assert found >= 0, block.as_printed
        at = found + 1


@pytest.mark.parametrize(("stem", "suffix"), PAGES)
def test_documents_name_their_symbol_and_date_and_stay_small(stem: str, suffix: str) -> None:
    path, head = DOCUMENTS / f"{stem}{suffix}", read_source(SOURCES / f"{stem}.md").head
    assert path.stat().st_size < LARGEST
    if suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            first = pdf[0].get_textpage().get_text_range()
        assert bare(head["symbol"]) in bare(first)
        assert str(head["date"].year) in first


def test_export_holds_the_same_words_as_json_and_as_spreadsheet() -> None:
    pairs = uhri_export.read_records(SOURCES / "uhri-older.toml")
    records = json.loads((DOCUMENTS / "uhri_export.json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(DOCUMENTS / "uhri_export.xlsx").active
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(pairs) == len(records) == len(lines)
    for (_, record), exported, line in zip(pairs, records, lines, strict=True):
        assert line[0] == uhri_export.plain_text(record)
        assert line[11] == exported["AnnotationId"]
        assert record["number"] + ".&nbsp;" in exported["Text"]


def _expected(file: str) -> dict[tuple[str, str], dict[str, str]]:
    return {key(row): row for row in rows("truth/expected.csv") if row["file"] == file}


@pytest.mark.parametrize("stem", FORMS)
def test_feature_5_the_reader_finds_what_the_document_holds(stem: str) -> None:
    """Feature 5: every recommendation, concern and operative point of every sample document, and nothing else."""
    file = f"{stem}{FORMS[stem][0]}"
    expected = _expected(file)
    reading = read_file(DOCUMENTS / file)
    found = {(reading.document.symbol, item.number): item for item in reading.recommendations}
    assert set(found) == set(expected)
    for named, row in expected.items():
        assert found[named].kind == row["kind"]
        assert (found[named].position or "") == row["position"]
        assert bare(found[named].wording).startswith(bare(row["text_start"]))


@pytest.mark.parametrize("stem", ["upr-cycle3-report", "upr-cycle4-report"])
def test_feature_21_the_reader_names_every_recommending_state(stem: str) -> None:
    """Feature 21: several recommending States for each recommendation, by their codes."""
    read: dict[str, list[str]] = {}
    for item in read_file(DOCUMENTS / f"{stem}.pdf").recommendations:
        read.setdefault(item.number, []).extend(state.iso3 or "" for state in item.recommending_states)
    for (_, number), row in _expected(f"{stem}.pdf").items():
        assert set(read[number]) == set(filter(None, row["recommending_states"].split("|"))), number


def test_the_matrix_lists_the_recommendations_of_its_report() -> None:
    expected = _expected("upr-cycle3-report.pdf")
    reading = read_file(DOCUMENTS / "upr-cycle3-matrix.docx")
    assert {item.number for item in reading.recommendations} == {number for _, number in expected}
    assert {item.number: item.position for item in reading.recommendations} == {
        number: row["position"] for (_, number), row in expected.items()
    }


def test_every_document_of_the_list_is_there() -> None:
    for row in rows("documents.csv"):
        assert all((DOCUMENTS / name).is_file() for name in row["files"].split("|"))
        assert (PROFILE / "documents" / "source" / row["source"]).is_file()
