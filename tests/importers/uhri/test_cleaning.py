"""Cleaning a record: what is repaired, what is only marked, and that the quick way says what the long way says."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from servanda.importers.reading.uhri_export import number_and_text, plain
from servanda.importers.uhri import cleaning
from servanda.importers.uhri.rules import BITS, RULES


def rules(fixes: object) -> list[str]:
    return [fix[0] for fix in fixes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("raw", "is_upr", "number", "text", "expected"),
    [
        ("<p>12.Protect everybody always.</p>", False, "12", "Protect everybody always.", ["markup", "glued_number"]),
        ("<p>12.&nbsp; Protect all people.</p>", False, "12", "Protect all people.", ["markup", "entity", "text_blanks"]),
        ("118.4 Protect all people (Kenya);", True, "118.4", "Protect all people (Kenya);", []),
        ("Recommendation No. 4 para. 118 Protect all.", True, "118.4", "Protect all.", ["number_form", "fragment"]),
        ("Rural women<br />7. Protect all people.", False, "7", "Protect all people.", ["markup", "heading"]),
        ("Protect all people &amp;lt;now&amp;gt; here", False, "", "Protect all people &lt;now&gt; here", ["entity"]),
        ("Protect non\u2011citizens\u200e everywhere", False, "", "Protect non-citizens everywhere", ["hyphen", "invisible"]),
        ("Take steps to e nsure that all", False, "", "Take steps to e nsure that all", ["torn_word"]),
        ("<p> </p>", False, "", "", ["markup", "no_words"]),
        ("Protect\x00 all the people", False, "", "Protect all the people", ["invisible"]),
    ],
)  # fmt: skip
def test_texts(raw: str, is_upr: bool, number: str, text: str, expected: list[str]) -> None:
    found = cleaning.clean_text(raw, is_upr)
    assert (found.number, found.text, rules(found.fixes)) == (number, text, expected)


TEXTS = st.lists(st.sampled_from([
    "<p>", "</p>", "<br />", "12.", "118.4", " ", "&nbsp;", "&rsquo;", "&amp;", "&#8209;", "&lrm;", "&eacute;", "Protect",
    "women", "é", "\u00a0", "\n", "R", "Para. 7", "<", "&",
]), max_size=12).map("".join)  # fmt: skip


@given(TEXTS, st.booleans())
@example("&amp;nbsp;", False)
@example("&amp;amp;&nbsp;", False)
def test_the_quick_way_says_what_the_long_way_says(raw: str, is_upr: bool) -> None:
    number, heading, text = number_and_text(plain(raw), is_upr=is_upr)
    found = cleaning.clean_text(raw, is_upr)
    assert (found.text, found.number, found.heading) == (text, number or "", heading or "")


@pytest.mark.parametrize(
    ("clean", "printed", "label", "code", "expected"),
    [
        (cleaning.body_of, "- UPR", "UPR", "UPR", ["list_mark"]),
        (cleaning.body_of, "- Committee on the Rights of the Child", "CRC", "CRC", ["list_mark", "body_name"]),
        (cleaning.body_of, "-", "", "", ["no_body"]),
        (cleaning.country_of, "PK", "Pakistan", "PAK", ["country_code"]),
        (cleaning.country_of, "Swaziland", "Eswatini", "SWZ", ["country_name"]),
        (cleaning.country_of, "European Union", "European Union", "", ["no_state"]),
        (cleaning.label_of, " Right to food", "Right to food", "", ["label_blanks"]),
        (cleaning.label_of, "girls", "Girls", "", ["label_capital"]),
        (cleaning.label_of, "Reservations", "Reservations", "", ["unreliable"]),
    ],
)
def test_labels(clean: object, printed: str, label: str, code: str, expected: list[str]) -> None:
    found = clean(printed)  # type: ignore[operator]
    assert (found.label, found.code, rules(found.fixes)) == (label, code, expected)


def test_every_rule_has_its_bit_and_its_sentence() -> None:
    assert len(BITS) == len(RULES) <= 31, "a column of the database holds 31 bits"
    assert all(str(rule.sentence).endswith(".") for rule in RULES)


@pytest.mark.parametrize("unit", ["<p>", "&nbsp;", "1.", " b ", "A. ", "<", "&", "Para. 1 ", "\u200b"])
def test_hostile_texts_take_no_time(unit: str) -> None:
    raw = (unit * 100_000)[:100_000]
    start = time.process_time()
    cleaning.clean_text(raw, True)
    cleaning.clean_text(raw, False)
    assert time.process_time() - start < 1
