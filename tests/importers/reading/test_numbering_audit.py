"""The audit of numbers: nothing is lost silently."""

from hypothesis import given
from hypothesis import strategies as st

from servanda.importers.reading import ReadParagraph, ReadRecommendation
from servanda.importers.reading.numbering_audit import audit, audit_paragraphs, split_number


def numbered(*numbers: str) -> list[ReadRecommendation]:
    return [ReadRecommendation(number, "Do it", page=1) for number in numbers]


def complaints(*numbers: str, in_order: bool = True) -> list[tuple[str, str]]:
    return [(warning.code, warning.place) for warning in audit(numbered(*numbers), in_order=in_order)]


def test_a_complete_list_gives_no_warning() -> None:
    assert complaints("7.1", "7.2", "7.3", "8.1", "8.2") == []


def test_a_gap_is_named_with_its_place() -> None:
    """Feature 5: every gap in the numbers becomes a warning."""
    assert complaints("7.1", "7.3") == [("number_missing", "7.2")]
    assert complaints("7.1", "7.5") == [("number_missing", "7.2–7.4")]
    assert complaints("7.3") == [("number_missing", "7.1–7.2")]
    assert complaints("9 (a)", "9 (c)") == [("number_missing", "9 (b)")]


def test_repeats_and_disorder_are_named() -> None:
    assert complaints("7.1", "7.2", "7.2") == [("number_repeated", "7.2")]
    assert complaints("7.1", "7.3", "7.2") == [("number_missing", "7.2"), ("number_out_of_order", "7.2")]


def test_a_list_by_theme_has_no_order_but_still_no_gaps() -> None:
    assert complaints("7.3", "7.1", "7.2", in_order=False) == []
    assert complaints("7.3", "7.1", in_order=False) == [("number_missing", "7.2")]


def test_parts_of_one_item_are_no_repeat() -> None:
    parts = [ReadRecommendation("7.1", "a", part=1), ReadRecommendation("7.1", "b", part=2)]
    assert list(audit(parts)) == []


def test_paragraph_numbers_may_leap() -> None:
    assert complaints("7", "9", "14") == []


@given(st.sets(st.integers(1, 60), min_size=1))
def test_every_missing_number_is_within_a_warning(present: set[int]) -> None:
    warnings = audit(numbered(*(f"5.{n}" for n in sorted(present))))
    missing: set[int] = set()
    for warning in warnings:
        ends = [split_number(place)[1] for place in warning.place.split("–")]
        missing |= set(range(ends[0], ends[-1] + 1))
    assert missing == set(range(1, max(present))) - present


def test_a_paragraph_that_is_left_out_is_told() -> None:
    """Feature 5: no gap is silent, also among the paragraphs of observations."""
    read = [
        ReadParagraph(number, "Words", page) for number, page in (("1", 1), (None, 1), ("2", 1), ("4", 2), ("7", 3))
    ]
    assert [(w.code, w.place, w.page) for w in audit_paragraphs(read)] == [
        ("number_missing", "3", 2), ("number_missing", "5–6", 3),
    ]  # fmt: skip


def test_a_count_that_begins_anew_is_no_gap() -> None:
    assert list(audit_paragraphs([ReadParagraph(number, "Words") for number in ("8", "9", "1", "2")])) == []
