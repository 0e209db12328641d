"""The queue: the oldest first, only what the person may decide on, never what she wrote herself."""

from typing import Any

import pytest

from servanda.accounts.policy import may
from servanda.implementation.content import KINDS
from servanda.implementation.queries import waiting_for
from servanda.publication.models import State
from tests import factories
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
STEPS = ("publication.approve", "publication.accept", "publication.publish")


@pytest.fixture
def house() -> factories.House:
    return factories.House()


def queue(person: Any, **query: str) -> list[str]:
    page = client_of(person).get(address("workspace:review", **query))
    return [task.url for task in page.context["tasks"]]


def to_review(kind: str, item: Any) -> str:
    return address("implementation:review", kind, item.pk)


def records(house: factories.House, commission: factories.Commission) -> list[Any]:
    """Each kind in each state, and the commission's own."""
    made = []
    for state in State.values:
        for item in (
            factories.update(house),
            factories.action(house),
            factories.challenge(house),
            factories.value(house),
            factories.assessment(house.focal_point, house.institution),
        ):
            made.append(factories.moved(item, house, to=state))
    theirs = factories.assessment(commission.author, commission.institution, assessor="nhri")
    return [*made, factories.publication.submit(item=theirs, by=commission.author)]


def test_the_queue_is_what_the_policy_allows(house: factories.House) -> None:
    """Feature 60: for everybody the queue holds exactly the records on which the policy gives her a step forward."""
    commission, second = factories.Commission(), factories.person(role="secretariat_editor")
    made = records(house, commission)
    people = [house.focal_point, house.alternate, house.validating_authority, factories.editor(), factories.publisher()]
    for person in (*people, second, commission.author, commission.colleague, factories.House().validating_authority):
        expected = {item.pk for item in made if any(may(person, step, item) for step in STEPS)}
        found = {item.pk for model in KINDS.values() for item in waiting_for(person, model)}
        assert found == expected, person


def test_the_oldest_comes_first(house: factories.House) -> None:
    items = [
        factories.moved(factories.update(house), house, to="submitted"),
        factories.moved(factories.action(house), house, to="submitted"),
    ]
    assert queue(house.validating_authority) == [to_review("update", items[0]), to_review("action", items[1])]


def test_one_sees_neither_ones_own_nor_what_one_accepted(house: factories.House) -> None:
    """Feature 60: who wrote, approved or accepted does not find it again."""
    factories.seat(house.focal_point, house.institution, "validating_authority")
    update = factories.moved(factories.update(house), house, to="submitted")
    assert queue(house.focal_point) == []
    assert queue(house.validating_authority) == [to_review("update", update)]


def test_filters_count_what_they_show(house: factories.House) -> None:
    for item in (factories.update(house), factories.update(house), factories.challenge(house)):
        factories.moved(item, house, to="submitted")
    client = client_of(house.validating_authority)
    options = client.get(address("workspace:review")).context["options"]
    assert {o["count"] for o in options} == {2, 1}
    for option in options:
        assert (
            client.get(address("workspace:review") + option["url"]).context["page"].paginator.count == option["count"]
        )


def test_fifty_a_page_and_no_query_in_a_loop(house: factories.House) -> None:
    recommendation = factories.recommendation()

    def make(count: int) -> None:
        for _n in range(count):
            factories.moved(factories.update(house, recommendation=recommendation), house, to="submitted")

    client = client_of(house.validating_authority)
    assert_same_queries(client, address("workspace:review"), small=lambda: make(3), large=lambda: make(52))
    assert len(client.get(address("workspace:review")).context["tasks"]) == 50
    assert len(client.get(address("workspace:review"), {"page": "2"}).context["tasks"]) == 5


def test_an_empty_queue_says_what_will_be_here(house: factories.House) -> None:
    text = client_of(house.validating_authority).get(address("workspace:review")).content.decode()
    assert "Nothing waits for you" in text


def test_an_unknown_kind_is_no_fault(house: factories.House) -> None:
    assert client_of(house.validating_authority).get(address("workspace:review", kind="rubbish")).status_code == 200
