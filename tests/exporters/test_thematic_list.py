"""OHCHR's thematic list, written by us: what is read back is what was written, comments of ministries included."""

import io
import re
import tempfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from servanda.exporters.thematic_list import NO_THEME, POSITIONS, Comments, Review, Row, written
from servanda.importers.reading import Reading, read_file
from servanda.importers.reading.recommending_states import find_brackets
from servanda.mechanisms import states
from tests.factories import House, assignment, editor, person, recommendation
from tests.portal.samples import many, payload, publish, term, update
from tests.support.visits import client_of

WORD = st.sampled_from(
    "Ratify the convention on lamps, and protect (in law and practice) women & girls; <b>all</b> of “them” – 100 % in 2030".split()
)
TEXT = (
    st.lists(WORD, min_size=2, max_size=14)
    .map(" ".join)
    .filter(
        lambda text: (
            not find_brackets(text) and not text[0].isdigit()
        )  # "12. 30 lamps" reads as number 12.30, as in OHCHR's lists
    )
)
LABEL = st.sampled_from(
    ["Right to health", "Liberty & security", "Administration of justice - fair trial", "A12 Norms <2>"]
)
NUMBER = st.one_of(
    st.from_regex(r"[1-9]\d{0,2}\.[1-9]\d{0,2}", fullmatch=True),
    st.from_regex(r"[1-9]\d{0,2}( \([a-z]{1,2}\))?", fullmatch=True),
)
KNOWN = [
    "Chile",
    "Viet Nam",
    "Côte d’Ivoire",
    "Iran (Islamic Republic of)",
    "United Kingdom of Great Britain and Northern Ireland",
]
GOALS = ["16 - Peace, justice and strong institutions", "16.3 - Promote the rule of law"]


def unique(values: Any, most: int = 3) -> Any:
    return st.lists(values, unique=True, max_size=most).map(tuple)


ROW = st.builds(
    Row,
    number=NUMBER,
    text=TEXT,
    states=unique(st.sampled_from(KNOWN)),
    position=st.sampled_from(["", *POSITIONS]),
    source=st.sampled_from(["", "A/HRC/58/7/Add.1 - Para. 4", "CAT/C/XAR/CO/3"]),
    themes=unique(LABEL),
    persons=unique(st.sampled_from(["Children", "Women & girls"])),
    sdgs=unique(st.sampled_from(GOALS)),
    comments=st.lists(TEXT, max_size=3).map("\n".join),
)
REVIEW = Review("Arandia", 4, 47)


def read(content: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.docx"
        path.write_bytes(content)
        reading = read_file(path)
    assert reading.refusal is None
    return reading


def facts(row: Row) -> tuple:
    codes = tuple(states.iso3_of(name) for name in row.states)
    return (
        row.number,
        row.text,
        codes,
        row.position or None,
        row.source or None,
        row.themes,
        row.persons,
        row.sdgs,
        row.theme,
    )


def facts_read(reading: Reading) -> list[tuple]:
    return [
        (
            i.number, i.text, tuple(s.iso3 for s in i.recommending_states), i.position, i.extra["position_source"],
            i.themes, i.persons, i.sdgs, i.section,
        )
        for i in reading.recommendations
    ]  # fmt: skip


@drawn(max_examples=40)
@given(rows=st.lists(ROW, min_size=1, max_size=8, unique_by=lambda row: (row.number, row.text)))
def test_what_is_written_is_read_back(rows: list[Row]) -> None:
    """Feature 6: a thematic list is written as OHCHR writes it; reading it gives exactly the same rows."""
    reading = read(b"".join(written(rows, REVIEW, Comments.PUBLISHED)))
    assert sorted(facts_read(reading), key=repr) == sorted(map(facts, rows), key=repr)
    said = {(i.number, i.text): i.extra.get("comment", "") for i in reading.recommendations}
    assert said == {(row.number, row.text): row.comments for row in rows}


def test_a_lost_state_would_be_seen() -> None:
    """The planted fault: the comparison above fails where one thing differs."""
    row = Row("5.1", "Ratify it", ("Chile", "Viet Nam"), "noted", themes=("Right to health",))
    reading = read(b"".join(written([row], REVIEW)))
    assert facts_read(reading) == [facts(row)]
    assert facts_read(reading) != [facts(Row("5.1", "Ratify it", ("Chile",), "noted", themes=("Right to health",)))]


def test_themes_are_merged_rows_in_the_order_of_their_scheme() -> None:
    rows = [
        Row("1.1", "B"),
        Row("1.2", "A", themes=("Z",), theme_order=(0, "A1")),
        Row("1.3", "C", themes=("A",), theme_order=(0, "B1")),
    ]
    document = docx.Document(io.BytesIO(b"".join(written(rows, REVIEW, Comments.EMPTY))))
    merged = [row.cells[0].text for row in document.tables[0].rows if len({cell._tc for cell in row.cells}) == 1]
    assert merged == ["Theme: Z", "Theme: A", f"Theme: {NO_THEME}"]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "Recommendation", "Recommending state/s", "Position", "Full list of themes",
        "Assessment/comments on level of implementation",
    ]  # fmt: skip


def test_the_running_head_names_state_cycle_and_session() -> None:
    head = read(b"".join(written([Row("1.1", "Act now")], Review("Slovenia", 3, 34)))).document
    assert (head.kind, head.state, head.cycle, head.session) == ("thematic_list", "SVN", 3, 34)
    assert Review("Slovenia", 2, 23).as_words() == "UPR of Slovenia (2nd Cycle - 23rd Session)"
    assert Review("Slovenia").as_words() == "Recommendations to Slovenia"


def test_comments_that_a_ministry_typed_are_read_by_row() -> None:
    rows = [Row("1.1", "Ratify it", themes=("T",)), Row("1.2", "Publish it", themes=("T",))]
    document = docx.Document(io.BytesIO(b"".join(written(rows, REVIEW, Comments.EMPTY))))
    cell = document.tables[0].rows[2].cells[4]
    cell.text = "Ratified in March."
    cell.add_paragraph("Deposited in May.")
    file = io.BytesIO()
    document.save(file)
    said = {item.number: item.extra.get("comment") for item in read(file.getvalue()).recommendations}
    assert said == {"1.1": "Ratified in March.\nDeposited in May.", "1.2": None}


def test_what_xml_cannot_hold_is_left_out() -> None:
    reading = read(b"".join(written([Row("1.1", "Ratify \x00 the \x1f treaty", comments="a\x0bb")], REVIEW)))
    assert reading.recommendations[0].text == "Ratify the treaty"


# --- doors -----------------------------------------------------------------------------------------------------------


def portal(question: str = "") -> bytes:
    response = Client().get(f"/en/recommendations.docx{question}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.django_db
def test_the_public_list_is_there_in_this_layout() -> None:
    """Feature 107: the filtered list as a thematic list: the number of rows is the number on the page."""
    publish(many(60))
    html = Client().get("/en/recommendations/?q=prison").content.decode()
    count = int(re.search(r"<b>(\d+) recommendations?</b>", html)[1])  # type: ignore[index]
    assert "/en/recommendations.docx?q=prison" in html
    assert len(read(portal("?q=prison")).recommendations) == count
    assert len(read(portal()).recommendations) == 60


@pytest.mark.django_db
def test_published_comments_stand_in_their_column() -> None:
    publish(
        [
            payload(
                terms=[term("themes", "Right to health"), term("sdgs", "16.3", "Promote the rule of law")],
                updates=[update()],
            )
        ]
    )
    item = read(portal("?comments=published")).recommendations[0]
    assert item.extra["comment"].splitlines() == ["Not assessed", "We did it.", "People are freer.", "Two regions."]
    assert item.sdgs == ("16.3 - Promote the rule of law",)
    assert "comment" not in read(portal("?comments=empty")).recommendations[0].extra
    assert "comment" not in read(portal()).recommendations[0].extra


@pytest.mark.django_db
def test_servanda_export_writes_the_same(tmp_path: Path) -> None:
    publish(many(12))
    for form in ("docx", "csv", "jsonl"):
        call_command("export", "recommendations", form, output=tmp_path / f"list.{form}", question="?q=prison")
    expected = {i.number for i in read(portal("?q=prison")).recommendations}
    assert {i.number for i in read((tmp_path / "list.docx").read_bytes()).recommendations} == expected
    assert len((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()) == len(expected) + 1


@pytest.mark.django_db
def test_the_register_gives_what_the_person_may_see(settings: Any) -> None:
    """Who works takes the list from the register, with an empty column; who may not read it gets none."""
    settings.SECOND_FACTOR = "optional"
    one = recommendation(wordings={"en": "Ratify the treaty."}, number="14 (b)")
    assignment(one, House().institution)
    answer = client_of(editor()).get("/en/work/recommendations/list.docx?comments=empty")
    assert answer.status_code == 200
    items = read(b"".join(answer.streaming_content)).recommendations
    assert [(item.number, item.text) for item in items] == [("14 (b)", "Ratify the treaty.")]
    assert client_of(person(role="cso")).get("/en/work/recommendations/list.docx").status_code == 403
