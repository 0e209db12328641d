"""Names of States, as documents print them."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.mechanisms import states


@pytest.mark.parametrize(
    ("printed", "iso3"),
    [
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Swaziland", "SWZ"),
        ("Eswatini", "SWZ"),
        ("Turkey", "TUR"),
        ("TÜRKIYE", "TUR"),
        ("United States", "USA"),
        ("the United States of America", "USA"),
        ("Holy See", "VAT"),
        ("State of Palestine", "PSE"),
        ("Republic of Korea", "KOR"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Islamic Republic of Iran", "IRN"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("CÔTE D'IVOIRE", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Guinea- Bissau", "GNB"),
        ("Viet Nam", "VNM"),
        ("The Gambia", "GMB"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("l'Algérie", "DZA"),
        ("la República Checa", "CZE"),
        ("Российская Федерация", "RUS"),
        ("中国", "CHN"),
        ("جمهورية كوريا", "KOR"),
        ("Lesotho", "LSO"),
    ],
)
def test_a_printed_name_finds_its_state(printed: str, iso3: str) -> None:
    assert states.iso3_of(printed) == iso3


@pytest.mark.parametrize("word", ["", "the", "Convention", "CEDAW", "and militias under its purview", "Atlantis"])
def test_other_words_find_no_state(word: str) -> None:
    assert states.find(word) is None


@pytest.mark.parametrize(("slip", "iso3"), [("Azerbajan", "AZE"), ("Phillippines", "PHL"), ("Kyrgystann", "KGZ")])
def test_a_slip_of_the_pen_is_understood(slip: str, iso3: str) -> None:
    found = states.find_misspelt(slip)
    assert found is not None
    assert found.iso3 == iso3


@pytest.mark.parametrize("short_or_far", ["Malt", "Iraan", "Convention", "Protocol"])
def test_no_state_is_guessed_from_short_or_distant_words(short_or_far: str) -> None:
    assert states.find_misspelt(short_or_far) is None


def test_the_file_holds_every_state_once() -> None:
    everyone = states.all_states()
    assert sum(state.status == "member" for state in everyone) == 193
    assert {state.iso3 for state in everyone if state.status == "observer"} == {"PSE", "VAT"}
    assert len({state.iso3 for state in everyone}) == len({state.m49 for state in everyone}) == len(everyone)


def test_no_name_belongs_to_two_states() -> None:
    keys: dict[str, set[str]] = {}
    for state in states.all_states():
        for name in state.every_name():
            keys.setdefault(states.name_key(name), set()).add(state.iso3)
    assert {key: owners for key, owners in keys.items() if len(owners) > 1 or not key} == {}


@given(st.sampled_from(states.all_states()), st.sampled_from(states.LANGUAGES), st.data())
def test_case_blanks_and_quotes_never_matter(state: states.State, language: str, data: st.DataObject) -> None:
    name = state.names[language]
    changed = data.draw(st.sampled_from([name.upper(), name.lower(), f" {name} ", name.replace(" ", "  ")]))
    assert states.find(changed.replace("'", "’")) == state


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert states.find(text) is None or states.find(text) in states.all_states()


def test_codes_find_the_same_state() -> None:
    slovenia = states.find("Slovenia")
    assert slovenia == states.by_iso3("svn") == states.by_iso2("SI") == states.by_m49("705") == states.by_m49(705)
    assert states.by_iso3(None) is None


def fiction(iso3: str) -> states.State:
    names = dict.fromkeys(states.LANGUAGES, "Arandia")
    return states.State(iso3, iso3[:2], "999", "member", "", names, names, ("the Republic of Arandia",))


@pytest.fixture
def nothing_remembered() -> Iterator[None]:
    yield
    states._registered.clear()
    for remembered in (states.all_states, states.find, states._by_code, states._by_key):
        remembered.cache_clear()


@pytest.mark.usefixtures("nothing_remembered")
def test_a_fictional_state_can_be_made_known() -> None:
    assert states.find("Arandia") is None
    states.register(fiction("XAR"))
    assert states.iso3_of("the republic of ARANDIA") == "XAR"
    assert states.by_iso3("XAR") in states.all_states()


def test_no_real_code_can_be_registered() -> None:
    with pytest.raises(ValueError, match="fiction"):
        states.register(fiction("FRA"))
