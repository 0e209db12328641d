"""What stands between two numbered paragraphs, or in the margin, is no wording of a recommendation."""

import pytest

from servanda.importers.reading.lines import Line, Page
from servanda.importers.reading.page_furniture import without_furniture
from servanda.importers.reading.paragraphs import paragraphs


def read(*texts: str) -> list[tuple[int | None, str]]:
    lines = [Line(text, page=1, x=100 if text[0].isdigit() else 120, top=700 - 12 * n) for n, text in enumerate(texts)]
    return [(p.number, p.text()) for p in paragraphs(lines, body_size=10)]


@pytest.mark.parametrize("heading", [("Access to justice",), ("National machinery for the", "advancement of women")])
def test_a_heading_of_the_same_size_is_not_glued_to_the_wording(heading: tuple[str, ...]) -> None:
    """Feature 7: the wording is the mechanism's, whole and nothing more."""
    found = read(
        "7. The Committee recommends that it withdraw its", "reservation without delay.", *heading, "8. It notes that"
    )
    assert found == [
        (7, "The Committee recommends that it withdraw its reservation without delay."),
        (None, " ".join(heading)),
        (8, "It notes that"),
    ]


@pytest.mark.parametrize(
    "end", [("and publish the results (Kenya);",), ("The register is kept.", "It is public."), ("Adopt it (Fiji)",)]
)
def test_an_end_of_the_wording_is_no_heading(end: tuple[str, ...]) -> None:
    """Feature 7: nothing of the wording is lost."""
    found = read("7. It recommends that it act.", *end, "8. It notes that")
    assert found[0] == (7, " ".join(("It recommends that it act.", *end)))


@pytest.mark.parametrize("furniture", ["CMDH/Ser.C/No. 58", "CMDH-24-0058", "OEA/Ser.L/V/II.173", "A/HRC/58/7"])
def test_symbols_in_the_margin_of_any_body_are_left_out(furniture: str) -> None:
    pages = [
        Page(
            1,
            842,
            [
                Line(furniture, 1, 60, 800, 9),
                Line("9. The State shall act.", 1, 60, 600),
                Line("It reports.", 1, 60, 580),
            ],
        )
    ]
    assert [line.text for line in without_furniture(pages).lines] == ["9. The State shall act.", "It reports."]


def test_the_same_words_in_the_text_stay() -> None:
    pages = [
        Page(1, 842, [Line(f"Line {n}", 1, 60, 700 - n) for n in range(12)] + [Line("CMDH/Ser.C/No. 58", 1, 60, 400)])
    ]
    assert any(line.text == "CMDH/Ser.C/No. 58" for line in without_furniture(pages).lines)
