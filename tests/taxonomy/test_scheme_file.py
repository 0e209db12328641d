"""A scheme of terms from a CSV file."""

import pytest

from servanda.core.errors import Refused
from servanda.taxonomy.scheme_file import MOST_TERMS, read_terms


def test_terms_in_their_order_with_labels_and_parents() -> None:
    text = "\ufeffcode,parent,label_en,label_ar\n1,,Poverty,الفقر\n1.1,1,Extreme poverty,\n"
    assert read_terms(text) == [
        {"code": "1", "parent": None, "labels": {"en": "Poverty", "ar": "الفقر"}},
        {"code": "1.1", "parent": "1", "labels": {"en": "Extreme poverty"}},
    ]


def test_semicolons_of_a_spreadsheet_are_understood() -> None:
    assert read_terms("code;label_en\nwater;Water, and sanitation")[0]["labels"] == {"en": "Water, and sanitation"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The first line must name the columns"),
        ("a,b\n1,2", "The first line must name the columns"),
        ("code,label_en\n", "There is no term in the file"),
        ("code,label_en\n,Water", "Line 2: give a code"),
        ("code,label_en\nw,Water\nw,Wells", "Line 3: the code w stands on an earlier line"),
        ("code,parent,label_en\nw,x,Water", "Line 2: the parent x must stand on an earlier line"),
        ("code,label_en\nw,", "Line 2: give a label"),
        ("code,label_en\n" + "\n".join(f"{n},x" for n in range(MOST_TERMS + 1)), "at most 5000 terms"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_terms(text)
