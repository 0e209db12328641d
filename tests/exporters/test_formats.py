"""Files that say exactly what the list says, and do no harm to who opens them."""

import csv
import io
import json
import re

import openpyxl
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.cells import FORMULA, harmless
from servanda.exporters.csv import MARK, Csv
from servanda.exporters.recommendations import COLUMNS, HEADINGS
from servanda.exporters.registry import FORMATS
from servanda.publication.models import Snapshot
from tests.portal.samples import STATES, assessment, institution, many, payload, publish, term

LIST = "/en/recommendations/"


def download(client: Client, form: str, question: str = "") -> bytes:
    response = client.get(f"/en/recommendations.{form}{question}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def xlsx_rows(content: bytes) -> list[dict]:
    lines = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    headings = next(lines)
    return [dict(zip(headings, line, strict=True)) for line in lines]


def json_rows(content: bytes) -> list[dict]:
    return [json.loads(line) for line in content.splitlines()]


READ = {"csv": csv_rows, "xlsx": xlsx_rows, "jsonl": json_rows}


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "question",
    ["", "?q=prison", "?theme=Right+to+health&status=not_assessed&late=1", "?q=unicorn", "?page=3&sort=document"],
)
def test_a_file_has_exactly_the_rows_of_the_list(client: Client, form: str, question: str) -> None:
    """Feature 107: CSV and XLSX of the filtered list; the number of rows is the number on the page."""
    publish(many(120))
    html = client.get(LIST + question).content.decode()
    count = int(re.search(r"<b>(\d+) recommendations?</b>", html)[1])  # type: ignore[index]
    rows = READ[form](download(client, form, question))
    assert len(rows) == count
    assert len({row["reference"] for row in rows}) == count


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMATS)
def test_codes_and_labels_stand_beside_each_other(client: Client, form: str) -> None:
    publish([
        payload(
            "XAR-CAT-3-21", "Act.", assessments=[assessment("implemented"), assessment("regressed", "nhri", as_of="2026-10-12")],
            institutions=[institution("moj", "Ministry of Justice"), institution("moh", "Ministry of Health", "contributing", None)],
            terms=[term("themes", "Right to health"), term("sdgs", "16.3")], position={"value": "noted", "explanations": {}, "source": ""},
            recommendation={"states": [{"iso3": code, "name": name} for code, name in STATES[:2]], "plain_lines": {"en": "Do it"}},
        )
    ])  # fmt: skip
    row = READ[form](download(client, form))[0]
    several = "URY; CHE" if form != "jsonl" else ["URY", "CHE"]
    wanted = {
        "reference": "XAR-CAT-3-21", "symbol": "CAT/C/XAR/CO/3", "mechanism": "CAT", "mechanism_name": "Committee against Torture",
        "status_state": "implemented", "status_state_label": "Implemented", "status_nhri": "regressed", "status_nhri_as_of": "2026-10-12",
        "position": "noted", "position_label": "Noted", "lead": "moj", "lead_name": "Ministry of Justice", "due_on": "2026-06-30",
        "recommending_states": several, "plain_line": "Do it", "text": "Act.", "text_language": "en",
        "url": "http://testserver/en/recommendations/XAR-CAT-3-21/",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    assert str(row["actions"]) == "0"


def test_every_heading_is_there_once() -> None:
    assert len(set(HEADINGS)) == len(HEADINGS)


@pytest.mark.django_db
def test_every_column_is_explained_on_the_data_page(client: Client) -> None:
    html = client.get("/en/data/").content.decode()
    for heading in HEADINGS:
        assert f"<code>{heading}</code>" in html
    assert all(str(column.meaning) for column in COLUMNS)


@pytest.mark.django_db
@pytest.mark.parametrize("start", FORMULA)
def test_a_formula_is_made_harmless(client: Client, start: str) -> None:
    """CSV injection: a cell that a spreadsheet would run is text there."""
    evil = f"{start}cmd|'/c calc'!A1"
    publish([payload("XAR-CAT-3-21", evil, recommendation={"number": f" {start}1"})])
    row = csv_rows(download(client, "csv"))[0]
    assert row["text"] == f"'{evil}"
    assert row["number"].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "xlsx"))).active
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
    assert json_rows(download(client, "jsonl"))[0]["text"] == evil


@given(st.text(max_size=30))
def test_no_text_begins_as_a_formula(text: str) -> None:
    safe = harmless(text)
    assert not safe.lstrip(" \u00a0\u3000").startswith(FORMULA)
    assert safe.removeprefix("'") == text or safe == text


@pytest.mark.django_db
def test_excel_gets_its_mark_and_programs_do_not(client: Client) -> None:
    publish([payload(text="Educación, سجون, 监狱")])
    assert download(client, "csv").decode().startswith(MARK)
    plain = download(client, "csv", "?bom=0").decode()
    assert plain.startswith("reference,symbol")
    assert "Educación, سجون, 监狱" in plain


@pytest.mark.django_db
def test_the_name_of_a_file_says_what_and_when(client: Client) -> None:
    publish([payload()])
    response = client.get("/en/recommendations.csv?q=Prison+“x”&status=implemented&late=1")
    assert re.search(
        r'filename="servanda-XAR-recommendations-prison-x-status-implemented-late-\d{4}-\d\d-\d\d\.csv"',
        response["Content-Disposition"],
    )


@pytest.mark.django_db
def test_one_withdrawn_meanwhile_is_left_out(client: Client) -> None:
    publish([payload("A-1"), payload("A-2")])
    client.get(LIST)
    Snapshot.objects.filter(public_id="A-1").update(withdrawn_at="2026-11-01T00:00Z", withdrawn_reason="x")
    assert [row["reference"] for row in csv_rows(download(client, "csv"))] == ["A-2"]


def test_a_long_file_comes_in_pieces() -> None:
    pieces = list(Csv().write("x", ["a"], ([number] for number in range(1000))))
    assert len(pieces) == 6
    assert b"".join(pieces).count(b"\r\n") == 1001


@pytest.mark.django_db
def test_the_queries_of_a_file_grow_by_chunks_only(client: Client, django_assert_max_num_queries) -> None:
    publish(many(700))
    download(client, "csv")
    with django_assert_max_num_queries(5):
        assert len(csv_rows(download(client, "csv"))) == 700
