"""Symbols, dates, sessions and languages, as title pages print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.importers.reading import symbols
from servanda.importers.reading.lines import SOFT_HYPHEN, Line, Page, join_lines
from servanda.importers.reading.ordinals_and_dates import first_date, ordinal
from servanda.importers.reading.page_furniture import SYMBOL_LINE, without_furniture
from servanda.importers.reading.title_page import language_of, read_facts, symbol_of


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("first", 1), ("twelfth", 12), ("Twentieth", 20), ("twenty-sixth", 26), ("Fifty-fourth", 54), ("41st", 41),
        ("23rd", 23), ("one hundred and thirty-second", 132), ("ninety ninth", 99), ("committee", None), ("", None),
    ],
)  # fmt: skip
def test_ordinals(printed: str, number: int | None) -> None:
    assert ordinal(printed) == number


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("4 April 2014", "2014-04-04"), ("20 JULY 2009", "2009-07-20"), ("4  April  2014", "2014-04-04"),
        ("1er juillet 2019", "2019-07-01"), ("3 de marzo de 2020", "2020-03-03"), ("12 января 2018 года", "2018-01-12"),
        ("2019年3月5日", "2019-03-05"), ("31 February 2014", None), ("no date", None),
    ],
)  # fmt: skip
def test_dates(printed: str, iso: str | None) -> None:
    assert first_date(f"Distr.: General {printed} Original") == iso


@pytest.mark.parametrize(
    ("symbol", "kind", "mechanism", "state"),
    [
        ("CEDAW/C/PRY/CO/7", "concluding_observations", "CEDAW", "PRY"),
        ("CERD/C/HND/CO/9-11", "concluding_observations", "CERD", "HND"),
        ("E/C.12/AUS/CO/6", "concluding_observations", "CESCR", "AUS"),
        ("CRC/C/OPAC/ISL/CO/1", "concluding_observations", "CRC-OP-AC", "ISL"),
        ("CCPR/C/HND/3", "state_report", "CCPR", "HND"),
        ("CCPR/C/CHN-HKG/CO/4", "concluding_observations", "CCPR", "CHN"),
        ("CAT/C/PER/QPR/8", "list_of_issues_prior_to_reporting", "CAT", "PER"),
        ("A/HRC/WG.6/48/SVN/1", "upr_national_report", "UPR", "SVN"),
        ("A/HRC/WG.6/48/SVN/2", "upr_compilation", "UPR", "SVN"),
        ("CRC/C/GC/25", "general_comment", "CRC", None),
        ("CAT/OP/PER/1", "visit_report", "SPT", "PER"),
        ("A/HRC/32/9", None, None, None),
        ("ANY/THING", None, None, None),
    ],
)
def test_a_symbol_tells_kind_mechanism_and_state(symbol: str, kind: str, mechanism: str, state: str) -> None:
    facts = symbols.facts_of(symbol)
    assert (facts.kind, facts.mechanism, facts.state) == (kind, mechanism, state)


@pytest.mark.parametrize(
    ("session", "cycle"),
    [(1, 1), (12, 1), (13, 2), (26, 2), (27, 3), (40, 3), (41, 4), (54, 4), (0, None), (None, None)],
)
def test_sessions_belong_to_cycles(session: int | None, cycle: int | None) -> None:
    assert symbols.upr_cycle(session) == cycle


@pytest.mark.parametrize(
    "furniture",
    [
        "A/HRC/8/31",
        "A/HRC/11/25*",
        "Page 17",
        "page 3",
        "22",
        "18 GE.10-12527",
        "GE.09-16299 27",
        "28 GE. 09-16299",
        "-----",
    ],
)
def test_heads_and_feet_are_known_by_their_form(furniture: str) -> None:
    assert SYMBOL_LINE.match(furniture)


@pytest.mark.parametrize("text", ["22 States took part", "Page by page", "A/HRC/8/31 was issued on 4 May", "The end."])
def test_text_is_no_furniture(text: str) -> None:
    assert not SYMBOL_LINE.match(text)


def page(number: int, *texts: str, size: float = 10.0) -> Page:
    return Page(number, 842.0, [Line(text, number, 113.0, 700.0 - 14 * i, size) for i, text in enumerate(texts)])


def test_a_footnote_that_goes_on_overleaf_is_no_text() -> None:
    one, two = page(1, "The text of the page is far longer than its note, and goes"), page(2, "on here.")
    one.lines.append(Line("3 A note that is long", 1, 113.0, 90.0, 8.0))
    two.lines.append(Line("and goes on overleaf.", 2, 113.0, 90.0, 8.0))
    body = without_furniture([one, two])
    assert [line.text for line in body.lines] == [one.lines[0].text, "on here."]
    assert len(body.notes) == 2


def test_the_symbol_of_most_pages_wins() -> None:
    first = page(1, "Reissued as A/HRC/1/1", "A/HRC/39/95*")
    assert symbol_of([first, page(2, "A/HRC/39/95"), page(3, "A/HRC/39/95")]) == "A/HRC/39/95"
    assert symbol_of([page(1, "A/HRC/39/95*", "text")]) == "A/HRC/39/95"
    assert symbol_of([page(1, "nothing here")]) is None
    assert symbol_of([]) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the law and the courts of the State and that of the people " * 3, "en"),
        ("le droit et les cours que dans des cas et les juges " * 3, "fr"),
        ("el derecho y los jueces que para las personas y el Estado " * 3, "es"),
        ("право и суд в стране на основе закона для людей и по делу что " * 3, "ru"),
        ("القانون والمحاكم في الدولة", "ar"),
        ("法律和法院", "zh"),
        ("", None),
    ],
)
def test_the_language_is_told_by_script_and_small_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_an_empty_document_has_no_facts() -> None:
    assert set(read_facts([page(1)]).as_dict().values()) == {None}


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["one", "two"], "one two"),
        (["self-", "employed"], "self-employed"),
        (["gov" + SOFT_HYPHEN, "ernment"], "government"),
        (["1990 -", "2000"], "1990 - 2000"),
        (["", " one ", ""], "one "),
        ([], ""),
    ],
)
def test_wrapped_lines_are_joined(lines: list[str], text: str) -> None:
    assert join_lines(lines).strip() == text.strip()


@given(st.lists(st.text(alphabet="ab -", max_size=8)))
def test_joining_loses_no_letter(lines: list[str]) -> None:
    assert join_lines(lines).replace(" ", "") == "".join(lines).replace(" ", "")
