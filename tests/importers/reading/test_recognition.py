"""Scans: said to be scans, and read by character recognition where somebody asks for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from servanda.importers.reading import command_line, read_file, recognition
from servanda.importers.reading.reader import as_ranges
from servanda.importers.reading.reading import reading_from
from servanda.importers.reading.recognition import Recognised, Word, recognise
from tests.importers.reading.samples import scanned, upr_report
from tests.support.missing import cannot_run


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return upr_report(tmp_path_factory.mktemp("scans"))


def tesseract() -> None:
    if "en" not in recognition.languages():
        cannot_run("Tesseract is not here", remedy="apt-get install tesseract-ocr")


def as_words(lines: list[str]) -> tuple[Word, ...]:
    return tuple(
        Word(text, row, 60.0 + 30 * column, 780.0 - 14 * row, 85.0 + 30 * column, 790.0 - 14 * row)
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split())
    )


def test_a_scan_says_that_it_is_one_and_which_pages(report: Path) -> None:
    """Feature 5: a PDF without text is said to be a scan."""
    reading = read_file(scanned(report))
    assert reading.refusal is not None
    assert reading.refusal.code == "no_text_layer"
    assert "This is a scan" in reading.refusal.message
    assert reading.scanned == (1, 2, 3, 4)


def test_a_document_with_some_scanned_pages_names_them(report: Path) -> None:
    reading = read_file(scanned(report, 4))
    assert reading.refusal is None
    assert reading.scanned == (4,)
    assert [w.place for w in reading.warnings if w.code == "scanned_pages"] == ["4"]


def test_an_empty_page_is_no_scan(report: Path) -> None:
    assert read_file(report).scanned == ()


def test_page_numbers_are_listed_as_a_person_writes_them() -> None:
    assert as_ranges((1, 2, 3, 7, 9, 10)) == "1-3, 7, 9-10"


def test_recognised_pages_take_the_place_of_pictures_and_are_marked(report: Path) -> None:
    """What was recognised is less sure, doubted, in its place on the page, and warned of."""
    lines = ["5.4 Open a museum of lighthouses (Chile).", "5.5 Close it again (Peru)."]
    page = Recognised(3, 595.0, 842.0, "en", 60.0, as_words(lines))
    reading = read_file(scanned(report, 3), recognised={3: page.as_dict()})
    assert reading.recognised == (3,)
    assert reading.scanned == ()
    marked = {item.number: item for item in reading.recommendations if item.page == 3}
    assert {"5.4", "5.5"} <= marked.keys()
    for item in marked.values():
        assert recognition.DOUBT in item.doubts
        assert item.confidence <= recognition.SURE_AT_MOST
    assert marked["5.4"].boxes[0].page == 3
    assert {"read_by_recognition", "badly_recognised"} <= {w.code for w in reading.warnings}
    untouched = next(item for item in reading.recommendations if item.number == "5.1")
    assert (untouched.doubts, untouched.boxes) == ((), ())
    assert reading_from(reading.as_dict(paragraphs=True)) == reading


def test_where_tesseract_is_missing_it_is_said(
    report: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(recognition, "languages", frozenset)
    assert command_line.main([str(scanned(report)), "--ocr"]) == 2
    assert "apt-get install tesseract-ocr" in capsys.readouterr().err


@pytest.mark.slow
def test_our_own_scan_is_read_as_the_original(report: Path) -> None:
    """Every recommendation of the scanned sample is read as from its text: number, words, States, position."""
    tesseract()
    scan = scanned(report)
    pages = recognise(scan, read_file(scan).scanned)
    got = read_file(scan, recognised={number: page.as_dict() for number, page in pages.items()})
    wanted = read_file(report)

    def facts(reading):
        return [
            (i.number, i.text, [s.iso3 for s in i.recommending_states], i.position) for i in reading.recommendations
        ]

    assert facts(got) == facts(wanted)
    assert replace(got.document, title=None) == replace(wanted.document, title=None)  # sizes of type are hard to tell
    assert all(item.boxes for item in got.recommendations)
