"""The line of a demand in one sentence: a change is one of the State's answer to the same, never of two things asked at once."""

from typing import Any

import pytest

from servanda.recommendations.line_in_words import in_one_sentence


def step(year: int, *answers: str, symbol: str = "", standing: str = "confirmed") -> dict[str, Any]:
    given = [{"value": value, "on": f"{year + n}-09-01"} for n, value in enumerate(answers)]
    return {"symbol": symbol or str(year), "on": f"{year}-03-01", "standing": standing, "answers": given}


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([step(2010)], ""),
        ([step(2010), step(2015)], "Asked 2 times since 2010."),
        (
            [step(2010, "noted"), step(2015, "supported")],
            "Asked 2 times since 2010; the answer changed from “noted” to “supported” in 2015.",
        ),
        ([step(2010, "noted"), step(2015, "noted")], "Asked 2 times since 2010; the answer stayed “noted”."),
        (
            [step(2010), step(2015, "noted", "supported")],
            "Asked 2 times since 2010; the answer changed from “noted” to “supported” in 2016.",
        ),
        (
            [step(2010), step(2015, "noted", symbol="A"), step(2015, "supported", symbol="A")],
            "Asked 3 times since 2010.",
        ),
        ([step(2010, "pending"), step(2015, "noted")], "Asked 2 times since 2010."),
        ([step(2010), step(2012, standing="withdrawn"), step(2015)], "Asked 2 times since 2010."),
    ],
)
def test_in_one_sentence(steps: list[dict[str, Any]], sentence: str) -> None:
    """Feature 159: how the State's answers changed."""
    assert in_one_sentence(steps) == sentence
