"""The addendum: what the State says about the recommendations it had left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.importers.reading.paragraphs import paragraphs
from servanda.importers.reading.upr_report.addendum import expand, read_positions
from tests.importers.reading.samples import lines_of

BY_POSITION = """
1. The Government thanks all. It examined the recommendations in paragraph 21 of the report in 2031.
2. Peru accepts the following recommendations: 21.1, 21.3-5,
21.7.
21.3
The harbour was lit on 4 May.
Another one will be.
3. Peru supports in part the following recommendations: 21.2 and 21.6.
4. Peru notes recommendation 21.8.
"""
ONE_BY_ONE = """
1. Peru accepts the recommendation and has lit the harbour.
2., 3. Peru accepts these recommendations. The coast is long.
4. Peru cannot accept the recommendation.
"""


def stated(text: str) -> dict[str, str | None]:
    return {p.number: p.position for p in read_positions(paragraphs(lines_of(text)))}


def test_positions_are_listed_with_ranges() -> None:
    """Feature 5: the addendum's lists give each recommendation its position."""
    assert stated(BY_POSITION) == {
        "21.1": "supported", "21.3": "supported", "21.4": "supported", "21.5": "supported", "21.7": "supported",
        "21.2": "supported_in_part", "21.6": "supported_in_part", "21.8": "noted",
    }  # fmt: skip


def test_an_explanation_belongs_to_its_number() -> None:
    by_number = {p.number: p for p in read_positions(paragraphs(lines_of(BY_POSITION)))}
    assert by_number["21.3"].explanation == "The harbour was lit on 4 May. Another one will be."
    assert by_number["21.3"].paragraph == 2
    assert by_number["21.1"].explanation == ""


def test_early_addenda_answer_one_by_one() -> None:
    assert stated(ONE_BY_ONE) == {"1": "supported", "2": "supported", "3": "supported", "4": "noted"}
    by_number = {p.number: p for p in read_positions(paragraphs(lines_of(ONE_BY_ONE)))}
    assert by_number["3"].explanation == "Peru accepts these recommendations. The coast is long."


LINE_BY_LINE = """
1. Peru has examined all recommendations.
110.1 Accepted
110.2. Noted. The Constitution would have to change.
110.3: Partially accepted. Only the first half.
Recommendation 110.4: Supported.
110.5 Not accepted.
The State does not intend it.
"""
UNDER_HEADINGS = """
1. Peru has examined all recommendations.
A. Recommendations that enjoy the support of Peru
110.1, 110.4
B. Recommendations noted
110.2 Abolish the fees (Norway)
110.5
C. Recommendations partially supported
110.3
"""
IN_A_TABLE = """
110.1 Ratify the convention on harbours (Chile) Accepted
110.2 Light the coast (Kenya). Noted
The Constitution would have to change.
110.3 Build piers (Togo) Partly supported
110.4 Train pilots (Fiji) Accepted
110.5 Abolish all fees for the use of
harbours (Norway) Not accepted
"""


@pytest.mark.parametrize("text", [LINE_BY_LINE, UNDER_HEADINGS, IN_A_TABLE])
def test_answers_line_by_line_under_headings_and_in_a_table(text: str) -> None:
    """Feature 5: the layouts in which States answer besides sentences."""
    assert stated(text) == {
        "110.1": "supported", "110.4": "supported", "110.2": "noted", "110.5": "noted", "110.3": "supported_in_part",
    }  # fmt: skip


def test_what_follows_an_answer_explains_it() -> None:
    explained = {p.number: p.explanation for p in read_positions(paragraphs(lines_of(LINE_BY_LINE)))}
    assert explained["110.2"] == "The Constitution would have to change."
    assert explained["110.5"] == "The State does not intend it."


def test_an_answer_without_a_position_is_given_to_be_looked_at() -> None:
    """Feature 5: doubtful answers are marked, not left out."""
    more = "".join(f"{n}. Peru accepts the recommendation.\n" for n in (5, 6, 7))
    found = stated(f"{ONE_BY_ONE}{more}8. Peru cannot, at this point in time, say anything definite.\n")
    assert found["8"] is None
    assert list(found) == [str(n) for n in range(1, 9)]


@pytest.mark.parametrize(
    ("listed", "numbers"),
    [
        ("21.1", ["21.1"]),
        ("21.1, 21.3-5 and 22.1", ["21.1", "21.3", "21.4", "21.5", "22.1"]),
        ("14–16, 20", ["14", "15", "16", "20"]),
        ("21.9-21.11", ["21.9", "21.10", "21.11"]),
        ("9-3", ["9", "3"]),
        ("1-900", ["1", "900"]),
    ],
)
def test_ranges_are_counted_out(listed: str, numbers: list[str]) -> None:
    assert expand(listed) == numbers


@given(st.integers(1, 99), st.integers(1, 150), st.integers(0, 49))
def test_a_range_has_all_its_numbers(paragraph: int, first: int, more: int) -> None:
    assert expand(f"{paragraph}.{first}-{first + more}") == [f"{paragraph}.{first + i}" for i in range(more + 1)]
