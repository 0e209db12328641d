"""Dates, numbers, choices and periods as people write them in six languages."""

import datetime
from typing import Any

import pytest

from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets.cells import CellError
from servanda.importers.spreadsheets.fields import Field, Reading
from servanda.importers.spreadsheets.kinds.actions import KIND as ACTIONS
from servanda.importers.spreadsheets.kinds.recommendations import KIND as RECOMMENDATIONS
from servanda.importers.spreadsheets.problems import SENTENCES, CellProblem, Problem


def moment(*parts: int) -> datetime.datetime:
    """A moment as spreadsheets know it: of no time zone."""
    return datetime.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


DAY = Field("day", "Day", read.day)
NUMBER = Field("number", "Number", read.number)
PERIOD = Field("period", "Period", read.period)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-05", "5.3.2024", "05/03/2024", "5-3-2024", "2024/03/05", "5 March 2024", "5th March 2024", "March 5, 2024",
        "5 mars 2024", "5 de marzo de 2024", "5 марта 2024 г.", "٥ مارس ٢٠٢٤", "٢٠٢٤/٠٣/٠٥", "٥ آذار ٢٠٢٤", "2024年3月5日",
        "2024-03-05T00:00:00", "05.03.2024 00:00", "5 mar. 2024", datetime.date(2024, 3, 5), moment(2024, 3, 5, 9), 45356,
    ],
)  # fmt: skip
def test_days(written: Any) -> None:
    """Feature 3: every usual way to write a day."""
    assert DAY.read(written, Reading()) == "2024-03-05"


@pytest.mark.parametrize("written", ["31.2.2024", "soon", "2024", "5.3.24", 12, "13/13/2024", "", "Q3 2024", True])
def test_what_is_no_day(written: Any) -> None:
    with pytest.raises(CellProblem):
        DAY.read(written, Reading())


def test_months_first_only_where_the_column_shows_it() -> None:
    assert read.writes_month_first(["03/05/2024", "05/31/2024"])
    assert not read.writes_month_first(["03/05/2024", "04/06/2024"])
    assert not read.writes_month_first(["31/05/2024", "05/31/2024"])
    assert DAY.read("03/05/2024", Reading(month_first=True)) == "2024-03-05"


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("1,250.5", "en", "1250.5"), ("1.250,5", "es", "1250.5"), ("1 250,5", "fr", "1250.5"), ("1\u202f250,5", "ru", "1250.5"),
        ("١٢٥٠٫٥", "ar", "1250.5"), ("١٬٢٥٠٫٥", "ar", "1250.5"), ("1,250", "en", "1250"), ("1,250", "fr", "1.25"),
        ("1.250", "en", "1.25"), ("0,125", "en", "0.125"), ("12,5", "en", "12.5"), ("1'250'000", "fr", "1250000"),
        ("1.250.000", "es", "1250000"), ("-3", "en", "-3"), ("−3,0", "en", "-3"), ("25 %", "en", "25"), (0.1, "en", "0.1"),
        (1e3, "en", "1000"), (7, "en", "7"), ("0", "en", "0"),
    ],
)  # fmt: skip
def test_numbers(written: Any, language: str, number: str) -> None:
    """Feature 3: decimal commas, thousands, Arabic-Indic digits."""
    assert NUMBER.read(written, Reading(language=language)) == number


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("1.250", "es"),
        ("12 persons", "en"),
        ("1,2,3", "en"),
        ("1,25,000", "en"),
        (True, "en"),
        ("", "en"),
        ("1e400", "en"),
        (CellError("#N/A"), "en"),
    ],
)
def test_what_is_no_number_for_sure(written: Any, language: str) -> None:
    with pytest.raises(CellProblem):
        NUMBER.read(written, Reading(language=language))


def test_the_column_decides_what_a_single_sign_means() -> None:
    assert read.decimal_of_column(["1.250", "3.5"]) == "."
    assert read.decimal_of_column(["1.250", "1.250,75"]) == ","
    assert read.decimal_of_column(["1.250", "2.000"]) == ""
    assert NUMBER.read("1.250", Reading(language="es", decimal=",")) == "1250"
    assert NUMBER.read("1.250", Reading(language="es", decimal=".")) == "1.25"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        (2025, "2025"),
        ("2025", "2025"),
        ("2025-Q3", "2025-Q3"),
        ("Q3 2025", "2025-Q3"),
        ("2025 T3", "2025-Q3"),
        ("2025-6", "2025-06"),
        ("٢٠٢٥", "2025"),
        (datetime.date(2025, 6, 1), "2025-06"),
    ],
)
def test_periods(written: Any, period: str) -> None:
    assert PERIOD.read(written, Reading()) == period


@pytest.mark.parametrize(
    ("written", "code"), [("Law", "law"), ("LAW ", "law"), ("policy", "policy"), ("programme", "programme")]
)
def test_choices_by_code_and_label(written: str, code: str) -> None:
    assert ACTIONS.field("kind").read(written, Reading()) == code


def test_a_near_choice_is_named_and_not_taken() -> None:
    with pytest.raises(CellProblem) as wrong:
        ACTIONS.field("kind").read("Lawe", Reading())
    assert (wrong.value.code, wrong.value.words["near"]) == ("not_one_of_near", "law")


def test_blank_is_not_empty() -> None:
    """A blank cell is not read at all; a word empties a field, where that is possible."""
    assert RECOMMENDATIONS.field("plain_line").read("[empty]", Reading()) == ""
    with pytest.raises(CellProblem, match="cannot_be_emptied"):
        RECOMMENDATIONS.field("text").read("[empty]", Reading())


def test_the_guard_of_text_files_is_taken_off_and_no_other_apostrophe() -> None:
    text = RECOMMENDATIONS.field("plain_line")
    assert text.read("'=SUM(A1)", Reading(is_delimited=True)) == "=SUM(A1)"
    assert text.read("'=SUM(A1)", Reading()) == "'=SUM(A1)"
    assert text.read("'s Gravenhage", Reading(is_delimited=True)) == "'s Gravenhage"


def test_every_problem_has_a_reason_and_a_suggestion() -> None:
    """Feature 3: what is wrong and what to do, in words, for each."""
    words = dict.fromkeys(
        ["guess", "least", "most", "values", "near", "length", "list", "other", "sentence", "title"], "that"
    )
    for code in SENTENCES:
        problem = Problem(code, "Sheet", "C3", "Heading", "x", words)
        assert len(problem.reason) >= 4, code
        assert len(problem.suggestion) > 10, code
        assert "%(" not in problem.reason + problem.suggestion
