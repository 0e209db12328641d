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
