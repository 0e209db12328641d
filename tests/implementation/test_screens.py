"""What every screen of following up keeps: it says who will see what is entered, has one main button, and asks the
database no more for many rows than for few."""

import re
from typing import Any

import pytest

from tests import factories
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
MAIN_BUTTON = re.compile(r'<(?:button|a) class="button(?: primary| risk)?\s*"')


@pytest.fixture
def house() -> factories.House:
    return factories.House()


def input_screens(house: factories.House) -> list[tuple[Any, str]]:
    recommendation = factories.recommendation()
    action, update = factories.action(house), factories.update(house, recommendation=recommendation)
    challenge, value = factories.challenge(house), factories.value(house)
    assessment = factories.assessment(house.focal_point, house.institution)
    sent, accepted = factories.update(house), factories.update(house)
    factories.moved(sent, house, to="submitted")
    factories.moved(accepted, house, to="accepted")
    focal = house.focal_point
    return [
        (focal, address("implementation:report", recommendation=factories.recommendation().pk)),
        (focal, address("implementation:update", update.pk)),
        (focal, address("implementation:update-check", update.pk)),
        (focal, address("implementation:action-new")),
        (focal, address("implementation:action-edit", action.pk)),
        (focal, address("implementation:challenge-new", recommendation=recommendation.pk)),
        (focal, address("implementation:challenge-edit", challenge.pk)),
        (focal, address("implementation:assess", recommendation=recommendation.pk)),
        (focal, address("implementation:assessment-edit", assessment.pk)),
        (focal, address("implementation:evidence-add", "action", action.pk)),
        (focal, address("indicators:value-new", value.indicator.pk)),
        (focal, address("indicators:value", value.pk)),
        (house.validating_authority, address("implementation:step", "update", sent.pk, "return")),
        (factories.publisher(), address("implementation:step", "update", accepted.pk, "publish")),
        (factories.editor(), address("implementation:indicator-link", recommendation=recommendation.pk)),
    ]


def test_every_input_screen_says_who_will_see_it(house: factories.House) -> None:
    """Feature 163: no screen on which something is entered goes without the statement."""
    for person, url in input_screens(house):
        assert 'class="seen"' in client_of(person).get(url).content.decode(), url


def test_every_screen_has_one_main_button(house: factories.House) -> None:
    for person, url in input_screens(house):
        page = client_of(person).get(url).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert len(MAIN_BUTTON.findall(main)) == 1, url


def test_the_statement_is_what_the_policy_lets_through(house: factories.House) -> None:
    """Feature 163: "while it is a draft: your institution only" is true of the page itself."""
    update = factories.update(house)
    page = address("implementation:update", update.pk)
    said = client_of(house.focal_point).get(page).context["who"]
    assert [line.everyone for line in said] == [False, False, True]
    assert client_of(house.alternate).get(page).status_code == 200
    assert client_of(factories.editor()).get(page).status_code == 404
    factories.moved(update, house, to="approved")
    assert client_of(factories.editor()).get(page).status_code == 200


def test_an_independent_screen_does_not_promise_the_secretariat(house: factories.House) -> None:
    """Feature 163: the commission reads that its draft and its internal evidence stay with the commission."""
    commission = factories.Commission()
    page = client_of(commission.author).get(
        address("implementation:assess", recommendation=factories.recommendation().pk)
    )
    text = page.content.decode()
    assert "Until a colleague publishes it" in text
    assert "Secretariat editor" not in text


def test_internal_evidence_is_not_named_to_others(house: factories.House) -> None:
    """Feature 51: the page of a published update names no internal evidence to another institution."""
    update = factories.update(house)
    factories.link_as_evidence(update, house.focal_point, visibility="internal", url="https://inside.example/1")
    factories.published(update, house)
    page = address("implementation:update", update.pk)
    assert "inside.example" not in client_of(factories.House().focal_point).get(page).content.decode()
    assert "inside.example" in client_of(house.alternate).get(page).content.decode()


def test_reporting_and_reviewing_ask_no_query_in_a_loop(house: factories.House) -> None:
    recommendation = factories.recommendation()
    update = factories.moved(factories.update(house, recommendation=recommendation), house, to="submitted")

    def make(count: int) -> None:
        for _n in range(count):
            factories.published(factories.update(house, recommendation=recommendation), house)
            factories.action(house, answers=[recommendation])

    pages = (
        (house.focal_point, address("implementation:report", recommendation=recommendation.pk)),
        (house.validating_authority, address("implementation:review", "update", update.pk)),
        (house.focal_point, address("implementation:assess", recommendation=recommendation.pk)),
    )
    for person, url in pages:
        assert_same_queries(client_of(person), url, small=lambda: make(1), large=lambda: make(8))


@pytest.mark.parametrize("beside", [True, False], ids=["with a recommendation", "about the action alone"])
def test_a_published_challenge_does_not_show_the_title_of_a_draft(house: factories.House, beside: bool) -> None:
    """Feature 100: another ministry reads the challenge, and not the action that nobody has sent yet."""
    action = factories.action(house, title="Zebrawood decree")
    about = {"action": action} | ({"recommendation": factories.recommendation()} if beside else {})
    challenge = factories.published(factories.challenge(house, **about), house)
    other = client_of(factories.House().focal_point)
    url = address("implementation:challenge", challenge.pk)
    page = other.get(url).content.decode()
    assert "No money." in page
    assert "Zebrawood" not in page
    assert "Zebrawood" in client_of(house.focal_point).get(url).content.decode()
