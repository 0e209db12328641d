"""OHCHR's thematic lists of recommendations, in their three layouts."""

from pathlib import Path

import pytest

from servanda.importers.reading import Reading, read_file
from tests.importers.reading.samples import word_file, word_paragraphs, word_row

HEADER = (
    b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>UPR of Peru (2</w:t>'
    b"</w:r><w:r><w:t>nd Cycle \xe2\x80\x93 14</w:t></w:r><w:r><w:t>th session) Thematic list of recommendations</w:t>"
    b"</w:r></w:p></w:hdr>"
)
COLUMNS_2012 = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
COLUMNS_2014 = ("Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons")
SOURCE = "\nSource of position: A/HRC/22/15/Add.1 - Para. 4"


def read(folder: Path, *rows: str, **parts: bytes) -> Reading:
    return read_file(word_file(folder, f"<w:tbl>{''.join(rows)}</w:tbl>", **parts))


@pytest.fixture
def coded(tmp_path: Path) -> Reading:
    return read(
        tmp_path,
        word_row(*COLUMNS_2012),
        word_row("Theme: A12 Acceptance of norms", span=4),
        word_row(
            f"120.7 Ratify the treaty on lamps (Chile) (Viet Nam);{SOURCE}",
            "Supported",
            "A12 Acceptance of norms\nS16 SDG 16 - peace\nAffected persons:\n- general\n- sailors",
            "Done in 2030",
        ),
        word_row(f"120.8. Light the coast (the former Yugoslav Republic of Macedonia);{SOURCE}", "Noted", "D1 Sea", ""),
        word__header1=HEADER,
    )


def test_each_row_is_a_recommendation_with_its_labels(coded: Reading) -> None:
    """Feature 6: a matrix gives themes, persons, goals, position and States of each row."""
    first, second = coded.recommendations
    assert (first.number, first.text, first.position) == ("120.7", "Ratify the treaty on lamps", "supported")
    assert [s.iso3 for s in first.recommending_states] == ["CHL", "VNM"]
    assert first.themes == ("A12 Acceptance of norms",)
    assert first.sdgs == ("S16 SDG 16 - peace",)
    assert first.persons == ("general", "sailors")
    assert first.section == "A12 Acceptance of norms"
    assert first.extra["comment"] == "Done in 2030"
    assert [s.iso3 for s in second.recommending_states] == ["MKD"]
    assert (second.number, second.position, second.persons, second.sdgs) == ("120.8", "noted", (), ())


def test_the_running_head_and_the_sources_give_the_facts(coded: Reading) -> None:
    facts = coded.document
    assert (facts.kind, facts.mechanism, facts.symbol) == ("thematic_list", "UPR", "A/HRC/22/15")
    assert (facts.state, facts.session, facts.cycle) == ("PER", 14, 2)
    assert coded.recommendations[0].extra["position_source"] == "A/HRC/22/15/Add.1 - Para. 4"


def test_the_layout_with_a_column_for_the_states(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        word_row(*COLUMNS_2014),
        word_row("Right or area: 2.1. Acceptance of norms", span=4),
        word_row(f"9.1. Ratify it (Chile); (Togo);{SOURCE}", "Chile\nTogo", "Supported/Noted", "2.1. Norms"),
        word_row(f"9.2. Publish it (Chile);{SOURCE}", "Peru", "Noted", "2.1. Norms"),
    )
    first, second = reading.recommendations
    assert first.position == "supported_in_part"
    assert [s.iso3 for s in first.recommending_states] == ["CHL", "TGO"]
    assert first.doubts == ()
    assert second.doubts == ("states_differ_between_text_and_column",)


def test_the_layout_without_codes(tmp_path: Path) -> None:
    labels = "- Right to the sea\nSDGs:\n- 14 - LIFE BELOW WATER\nAffected persons:\n- Sailors"
    reading = read(
        tmp_path, word_row(*COLUMNS_2012), word_row(f"9.1 Clean it (Chile);{SOURCE}", "Supported", labels, "")
    )
    (item,) = reading.recommendations
    assert (item.themes, item.sdgs, item.persons) == (("Right to the sea",), ("14 - LIFE BELOW WATER",), ("Sailors",))


def test_a_list_sorted_by_theme_warns_of_gaps_only(tmp_path: Path) -> None:
    rows = [word_row(f"9.{n} Do thing {n} (Chile);", "Noted", "Sea", "") for n in (4, 1, 2)]
    reading = read(tmp_path, word_row(*COLUMNS_2012), *rows, word__header1=HEADER)
    assert [(w.code, w.place) for w in reading.warnings] == [("number_missing", "9.3")]


def test_a_row_under_two_themes_is_given_once(tmp_path: Path) -> None:
    row = word_row("9.1 Do it (Chile);", "Noted", "Sea", "")
    assert len(read(tmp_path, word_row(*COLUMNS_2012), row, row).recommendations) == 1


def test_another_table_is_no_list(tmp_path: Path) -> None:
    body = (
        word_paragraphs("1. The Committee met and talked about the sea.") + f"<w:tbl>{word_row('Name', 'Post')}</w:tbl>"
    )
    assert read_file(word_file(tmp_path, body)).document.kind != "thematic_list"
