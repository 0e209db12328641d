"""The brackets behind a recommendation, and the cutting of items at them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.importers.reading.recommending_states import (
    find_brackets,
    read_state_list,
    split_item,
    without_last_brackets,
)
from servanda.mechanisms import states

NAMES = [state.name for state in states.all_states() if state.status == "member"]
SENTENCE = st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=45, max_size=90).map(
    lambda words: "Protect " + " ".join(words.split())
)


def codes(content: str) -> list[str | None] | None:
    listed = read_state_list(content)
    return [state.iso3 for state in listed[0]] if listed else None


@pytest.mark.parametrize(
    ("content", "iso3"),
    [
        ("Chile", ["CHL"]),
        ("Chile, Norway; Peru / Togo", ["CHL", "NOR", "PER", "TGO"]),
        ("Chile and Norway", ["CHL", "NOR"]),
        ("Bosnia and Herzegovina, Trinidad and Tobago", ["BIH", "TTO"]),
        ("Iran (Islamic Republic of), Israel", ["IRN", "ISR"]),
        ("United Kingdom of Great Britain and Northern Ireland, Ireland", ["GBR", "IRL"]),
        ("Chile Norway", ["CHL", "NOR"]),
        ("Chile,5 Mexico6", ["CHL", "MEX"]),
        ("Sweden on behalf of others", ["SWE"]),
        ("Lichtenstain, Chile", ["LIE", "CHL"]),
        ("CEDAW", None),
        ("and militias under its purview", None),
        ("article 9, paragraph 2", None),
        ("A/HRC/14/15/Add.1", None),
        ("Ministry of Justice", None),
        ("", None),
    ],
)
def test_a_bracket_lists_states_or_belongs_to_the_text(content: str, iso3: list[str] | None) -> None:
    assert codes(content) == iso3


@pytest.mark.parametrize(
    ("item", "parts"),
    [
        ("Ratify it (Chile);", [("Ratify it", ["CHL"])]),
        ("Ratify it (Chile) (Peru).", [("Ratify it", ["CHL", "PER"])]),
        ("Ratify it (Chile); (Peru);", [("Ratify it", ["CHL", "PER"])]),
        ("Ratify A (Chile); ratify B (Peru, Togo);", [("Ratify A", ["CHL"]), ("ratify B", ["PER", "TGO"])]),
        ("Ratify it (CEDAW) and its protocol (Peru)", [("Ratify it (CEDAW) and its protocol", ["PER"])]),
        ("Sign (Chile) or ratify (Peru) the treaty", [("Sign the treaty", ["CHL"]), ("ratify the treaty", ["PER"])]),
        ("Ratify A (Chile) in full (Peru)", [("Ratify A", ["CHL"]), ("Ratify A in full", ["PER"])]),
        ("Ratify it (Iran (Islamic Republic of));", [("Ratify it", ["IRN"])]),
        ("Ratify it (Chile", [("Ratify it", ["CHL"])]),
        ("Ratify it (Chile) in 2030", [("Ratify it in 2030", ["CHL"])]),
        ("Ratify it", [("Ratify it", [])]),
        ("Ratify it (Borduria).", [("Ratify it", [None])]),
    ],
)  # fmt: skip
def test_an_item_is_cut_behind_each_group_of_states(item: str, parts: list) -> None:
    assert [(p.text, [s.iso3 for s in p.states]) for p in split_item(item)] == parts


@pytest.mark.parametrize(
    ("item", "doubt"),
    [
        ("Ratify it", "no_recommending_state"),
        ("Ratify it (Borduria)", "unknown_state"),
        ("Ratify it (Azerbajan)", "state_name_misspelt"),
        ("Ratify it (Chile", "bracket_not_closed"),
        ("Ratify it (Chile) one day", "words_behind_states"),
        ("Sign (Chile) or ratify (Peru) the treaty", "words_shared_with_others"),
    ],
)
def test_what_was_guessed_is_said(item: str, doubt: str) -> None:
    assert doubt in {d for part in split_item(item) for d in part.doubts}


@given(st.lists(st.tuples(SENTENCE, st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)), min_size=1))
def test_what_is_joined_can_be_cut_again(recommendations: list[tuple[str, list[str]]]) -> None:
    printed = " ".join(f"{text} ({', '.join(named)});" for text, named in recommendations)
    read = [(part.text, [state.name for state in part.states]) for part in split_item(printed)]
    assert read == [(text.strip(), named) for text, named in recommendations]


@given(st.text(alphabet="()aA ,;.Chile"))
def test_any_text_gives_parts_made_of_its_words(text: str) -> None:
    parts = split_item(text)
    assert parts
    letters = "".join(c for c in text if c.isalpha())
    assert all("".join(c for c in part.text if c.isalpha())[:3] in letters for part in parts)


@given(st.text(alphabet="()aA ,;.Chile"))
def test_brackets_follow_each_other(text: str) -> None:
    brackets = find_brackets(text)
    assert all(b.start < b.end <= len(text) for b in brackets)
    assert all(a.end <= b.start for a, b in pairwise(brackets))


def test_closing_states_are_taken_off() -> None:
    assert without_last_brackets("Ratify it (Chile); (Peru);") == "Ratify it"
    assert without_last_brackets("Ratify the treaty (CEDAW)") == "Ratify the treaty (CEDAW)"
