"""Which recommendation of the register is which one of the source."""

import pytest

from servanda.importers.drafts import Draft
from servanda.importers.matching import Held, is_same_place, moved, normal, normal_number, pair

LAW = "Adopt a law against torture"
BAIL = "Reform the rules on bail"


def draft(key: str, number: str, text: str, **more: str) -> Draft:
    return Draft(key=key, number=number, text=text, **more)


def held(number: str, text: str, language: str = "en", kind: str = "recommendation") -> Held:
    return Held(number, kind, {language: text})


def test_the_number_as_printed_is_enough() -> None:
    law, bail = held("21 (a)", LAW), held("21 (b)", BAIL)
    assert pair([draft("1", "21(a).", "Adopt a law on torture")], [bail, law]) == {"1": [law]}


def test_two_under_one_number_are_told_apart_by_their_words() -> None:
    law, bail = held("130.9", LAW), held("130.9", BAIL)
    pairs = pair([draft("1", "130.9", "Reform all rules on bail"), draft("2", "130.9", LAW + ";")], [law, bail])
    assert pairs == {"1": [bail], "2": [law]}


def test_a_third_text_under_a_number_is_new() -> None:
    assert (
        pair(
            [draft("1", "130.9", "Something else altogether, about schools")], [held("130.9", LAW), held("130.9", BAIL)]
        )
        == {}
    )


def test_another_language_of_the_document_is_paired_by_its_order() -> None:
    law, bail = held("8", LAW), held("8", BAIL)
    spanish = [draft("1", "8", "Aprobar una ley", language="es"), draft("2", "8", "Reformar las normas", language="es")]
    assert pair(spanish, [law, bail]) == {"1": [law], "2": [bail]}


def test_a_concern_and_a_recommendation_of_one_paragraph_are_two() -> None:
    concern = held("8", "The Committee is concerned about bail", kind="concern")
    assert pair([draft("1", "8", BAIL)], [concern]) == {}


def test_without_a_number_only_the_same_words_make_it_the_same() -> None:
    law = held("21", LAW)
    assert pair([draft("1", "", "adopt a law against torture.")], [law]) == {"1": [law]}
    assert pair([draft("1", "", "Adopt a law against all torture")], [law]) == {}
    assert pair([draft("1", "22", LAW)], [law]) == {}


def test_nothing_is_paired_twice() -> None:
    law = held("21", LAW)
    assert len(pair([draft("1", "21", LAW), draft("2", "21", LAW)], [law])) == 1


def test_what_printing_changes_is_no_difference() -> None:
    assert normal("The “State’s”  duty;") == normal('the "state\'s" duty.')
    assert normal_number(" 21 (a). ") == "21(a)"


def test_two_told_apart_here_and_given_as_one_there_are_both_meant() -> None:
    law, bail, other = held("122.3", LAW), held("122.3", BAIL), held("122.4", BAIL)
    joined = draft("1", "122.3", f"{LAW} (Niger); {BAIL}")
    assert pair([joined], [law, bail, other]) == {"1": [law, bail]}


def test_one_here_and_given_as_two_there_is_meant_twice() -> None:
    both = held("122.3", f"{LAW} (Niger); {BAIL}")
    assert pair([draft("1", "122.3", LAW), draft("2", "122.3", BAIL)], [both]) == {"1": [both], "2": [both]}


def test_the_same_words_under_another_number_have_moved() -> None:
    law, bail = held("130.9", LAW), held("130.10", BAIL)
    assert moved([draft("1", "131.1", LAW), draft("2", "131.2", "Something new")], [law, bail]) == {"1": [law]}


def test_the_same_words_twice_are_not_guessed_at() -> None:
    twice = [held("130.9", LAW), held("130.10", LAW)]
    assert moved([draft("1", "131.1", LAW)], twice) == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("21", "21 (a)", True),
        ("130.1", "130.16", False),
        ("130", "130.1", False),
        ("21(a)", "21 (b)", False),
        ("9.", "9", True),
    ],
)
def test_numbers_that_may_name_one_paragraph(one: str, other: str, same: bool) -> None:
    assert is_same_place(one, other) is is_same_place(other, one) is same
