"""Exports of the Universal Human Rights Index, with their quirks."""

import json
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from servanda.importers.reading import read_file
from servanda.importers.reading.uhri_export import date_of, labels, number_and_text, plain, record_of, records

RECORD = {
    "AnnotationId": "7b2c",
    "Text": "<p>12.4&nbsp;Protect lighthouse keepers&rsquo; pensions (Chile);</p>",
    "Symbol": "A/HRC/39/95",
    "Body": "- UPR",
    "Countries": ["Türkiye"],
    "Themes": [" Right to social security", "Labour rights "],
    "Sdgs": ["8 - DECENT WORK"],
    "AnnotationType": "- Recommendations",
    "AffectedPersons": ["older persons"],
    "Regions": ["Eastern Europe "],
    "PublicationDate": "2018-04-04T00:00:00",
    "PublicationDateOnUhri": "2018-09-01T10:11:12.345",
    "DocumentId": "d-1",
    "UprCycle": "Cycle 3",
    "UprPositions": ["Supported/Noted"],
    "UprRecommendingCountry": ["Chile"],
    "UprSession": ["28th Session"],
}
COLUMNS = (
    "Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "Themes", "Affected Persons", "Sdgs",
    "Document Publication Date", "UPR Reccomending States", "UPR Position", "Type", "OHCHR Annotation Id",
    "UPR Session", "Regions Concerned", "Recommending Regions", "Date of publication on UHRI",
)  # fmt: skip
ROW = (
    "12.4 Protect lighthouse keepers’ pensions (Chile);", "- Türkiye", "- UPR", "A/HRC/39/95",
    "- Right to social security\n- Labour rights", "- older persons", "- 8 - DECENT WORK", 43194, "- Chile",
    "- Supported/Noted", "- Recommendations", "7b2c", "- 28th Session - Cycle 3", "- Eastern Europe", "", 43344.42,
)  # fmt: skip


def json_file(folder: Path, *rows: dict, indent: int | None = 1) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(list(rows), indent=indent, ensure_ascii=False), encoding="utf-8")
    return path


def line_broken_file(folder: Path, *rows: dict) -> Path:
    path = folder / "export.json"
    path.write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n", encoding="utf-8")
    return path


def xlsx_file(folder: Path, *rows: tuple, columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "export.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((columns, *rows)):
            sheet.write_row(number, 0, row)
    return path


def test_a_record_is_cleaned() -> None:
    """Feature 7: labels lose their marks, texts their HTML and number, States get their code."""
    record = record_of(RECORD)
    assert record.number == "12.4"
    assert record.text == "Protect lighthouse keepers’ pensions (Chile);"
    assert record.themes == ("Right to social security", "Labour rights")
    assert record.regions == ("Eastern Europe",)
    assert [s.iso3 for s in (*record.countries, *record.recommending_states)] == ["TUR", "CHL"]
    assert (record.kind, record.position) == ("recommendation", "supported_in_part")
    assert (record.document.session, record.document.cycle, record.document.date) == (28, 3, "2018-04-04")
    assert record.published_on_uhri == "2018-09-01"


@pytest.mark.parametrize("make", [json_file, line_broken_file])
def test_both_forms_of_json_give_the_same_records(tmp_path: Path, make) -> None:
    assert list(records(make(tmp_path, RECORD, RECORD))) == [record_of(RECORD)] * 2


def test_the_spreadsheet_gives_the_same_record(tmp_path: Path) -> None:
    (record,) = records(xlsx_file(tmp_path, ROW))
    same = record_of(RECORD)
    for name in ("number", "text", "kind", "position", "themes", "persons", "sdgs", "recommending_states"):
        assert getattr(record, name) == getattr(same, name), name
    assert record.document == same.document


def test_both_spellings_of_the_columns_are_known(tmp_path: Path) -> None:
    right = tuple(heading.replace("Reccomending", "Recommending") for heading in COLUMNS)
    (record,) = records(xlsx_file(tmp_path, ROW, columns=right))
    assert record.document.mechanism == "UPR"
    assert [s.iso3 for s in record.recommending_states] == ["CHL"]


def test_missing_fields_are_empty() -> None:
    record = record_of({"Text": "Do it"})
    assert (record.text, record.themes, record.document.symbol, record.position) == ("Do it", (), None, None)


def test_an_export_of_one_document_has_its_facts(tmp_path: Path) -> None:
    reading = read_file(json_file(tmp_path, RECORD, RECORD))
    assert (reading.document.kind, reading.document.symbol) == ("uhri_export", "A/HRC/39/95")
    item = reading.recommendations[0]
    assert (item.number, item.text) == ("12.4", "Protect lighthouse keepers’ pensions")
    assert item.as_dict()["document"]["mechanism"] == "UPR"


def test_an_export_of_several_documents_has_none_of_its_own(tmp_path: Path) -> None:
    reading = read_file(json_file(tmp_path, RECORD, RECORD | {"Symbol": "CAT/C/PER/CO/9", "Body": "- CAT"}))
    assert reading.document.symbol is None
    assert [r.extra["document"]["symbol"] for r in reading.recommendations] == ["A/HRC/39/95", "CAT/C/PER/CO/9"]


@pytest.mark.parametrize(
    ("wording", "is_upr", "number", "text"),
    [
        ("12.4 Do it", True, "12.4", "Do it"),
        ("12.4.Do it", True, "12.4", "Do it"),
        ("Recommendation No. 4 para. 12 Do it", True, "12.4", "Do it"),
        ("Para. 12 Do it", True, "12", "Do it"),
        ("Do it in 2030", True, None, "Do it in 2030"),
        ("7. The Committee recommends it", False, "7", "The Committee recommends it"),
        ("Rural women 7.The Committee recommends it", False, "7", "The Committee recommends it"),
        ("B.Positive aspects 3.The Committee welcomes it", False, "3", "The Committee welcomes it"),
        ("The Committee recommends it", False, None, "The Committee recommends it"),
    ],
)
def test_the_number_is_taken_out_of_the_text(wording: str, is_upr: bool, number: str | None, text: str) -> None:
    read_number, _, read_text = number_and_text(wording, is_upr=is_upr)
    assert (read_number, read_text) == (number, text)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2018-04-04T00:00:00", "2018-04-04"), (43194, "2018-04-04"), (43194.7, "2018-04-04"), (None, None),
        ("", None), ("soon", None), (0, None), (1e300, None), ("2018-99-99", None), (True, None),
    ],
)  # fmt: skip
def test_dates_are_iso_or_nothing(value: object, iso: str | None) -> None:
    assert date_of(value) == iso


@given(st.dictionaries(st.sampled_from([*RECORD, "Else"]), st.none() | st.text() | st.integers() | st.lists(st.text())))
def test_any_row_gives_a_record(row: dict) -> None:
    record = record_of(row)
    assert "<p>" not in record.text
    assert all(label == label.strip() and label for label in (*record.themes, *record.persons, *record.sdgs))


@given(st.text())
def test_plain_text_is_stable(text: str) -> None:
    assert plain(plain(text).replace("&", "")) == plain(text).replace("&", "").strip() or "<" in text or "&" in text


def test_labels_on_one_line_are_told_apart() -> None:
    assert labels("- Chile- Peru") == ("Chile", "Peru")
    assert labels(["- Chile", " Peru ", "Chile"]) == ("Chile", "Peru")
    assert labels("- Non-citizens") == ("Non-citizens",)
