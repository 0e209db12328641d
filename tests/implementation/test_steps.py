"""Every step of every record through one page: confirmed where it publishes, idempotent, and by the right person."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from servanda.audit.models import Entry
from servanda.publication.models import Snapshot
from tests import factories
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
KINDS = ("action", "update", "challenge", "assessment", "value")


@pytest.fixture
def house() -> factories.House:
    return factories.House()


def made(kind: str, house: factories.House, *, to: str = "draft") -> Any:
    assessing = kind == "assessment"
    item = factories.assessment(house.focal_point, house.institution) if assessing else getattr(factories, kind)(house)
    return factories.moved(item, house, to=to) if to != "draft" else item


def post(person: Any, item: Any, kind: str, verb: str, **values: Any) -> Any:
    return client_of(person).post(address("implementation:step", kind, item.pk, verb), values)


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_way_through_one_page(kind: str, house: factories.House) -> None:
    """Feature 60: sent, approved, accepted and published, each by another person than the one before and the author."""
    item = made(kind, house)
    way = [
        (house.focal_point, "submit", "submitted"),
        (house.validating_authority, "approve", "approved"),
        (factories.editor(), "accept", "accepted"),
        (factories.publisher(), "publish", "published"),
    ]
    for person, verb, state in way:
        assert post(person, item, kind, verb, version=item.version).status_code == 303
        item.refresh_from_db()
        assert item.state == state


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("state", "who", "verb"),
    [
        ("submitted", "focal_point", "submit"),
        ("approved", "validating_authority", "approve"),
        ("accepted", "editor", "accept"),
        ("published", "publisher", "publish"),
        ("withdrawn", "publisher", "withdraw"),
    ],
)
def test_a_second_click_is_answered_with_where_it_is(kind: str, state: str, who: str, verb: str, house: Any) -> None:
    item = made(kind, house, to=state)
    person = getattr(house, who, None) or getattr(factories, who)()
    answer = client_of(person).post(
        address("implementation:step", kind, item.pk, verb), {"reason": item.reason}, follow=True
    )
    assert answer.status_code == 200
    assert "This was done already" in answer.content.decode()


def test_a_step_that_comes_too_late_says_where_the_record_is(house: factories.House) -> None:
    update = made("update", house, to="accepted")
    answer = post(house.validating_authority, update, "update", "approve")
    assert answer.status_code == 409
    assert "Accepted" in answer.content.decode()


def test_nothing_is_approved_that_changed_since_it_was_read(house: factories.House) -> None:
    """Feature 116: who decides on a text that was changed since she opened it is told, and decides anew."""
    update = made("update", house, to="submitted")
    read = update.version
    factories.publication.return_with_reason(item=update, reason="Give numbers.", by=house.validating_authority)
    factories.implementation.change_update(update=update, by=house.focal_point, what_was_done="Another text")
    factories.publication.submit(item=update, by=house.focal_point)
    answer = post(house.validating_authority, update, "update", "approve", version=read)
    assert answer.status_code == 409
    assert "Another text" in answer.content.decode()
    assert "This was changed since you opened it." in answer.content.decode()
    update.refresh_from_db()
    assert update.state == "submitted"


def test_what_was_read_stands_beside_what_it_became(house: factories.House) -> None:
    """Feature 116: the text she read and the reason she typed are on the page that says that somebody was first."""
    update = made("update", house, to="submitted")
    page = client_of(house.validating_authority).get(address("implementation:step", "update", update.pk, "return"))
    read = dict(re.findall(r'name="(read-[a-z_]+)" value="([^"]*)"', page.content.decode()))
    assert read["read-what_was_done"] == update.what_was_done
    before = update.version
    factories.publication.return_with_reason(item=update, reason="Give numbers.", by=house.validating_authority)
    factories.implementation.change_update(update=update, by=house.focal_point, what_was_done="Another text")
    factories.publication.submit(item=update, by=house.focal_point)
    typed = {"version": before, "reason": "Name the <law>.", **read}
    answer = post(house.validating_authority, update, "update", "return", **typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "What changed since you read it" in text
    assert read["read-what_was_done"] in text.partition("As you read it")[2].partition("As it is now")[0]
    assert "Another text" in text.partition("As it is now")[2]
    assert "Name the &lt;law&gt;." in text


def test_a_reason_is_kept_when_somebody_else_was_first(house: factories.House) -> None:
    """Feature 116: a second click is led on; another reason than the one on record is not thrown away."""
    update = made("update", house, to="submitted")
    post(house.validating_authority, update, "update", "return", reason="Give numbers.")
    again = post(house.validating_authority, update, "update", "return", reason="Give numbers.")
    other = post(house.validating_authority, update, "update", "return", reason="Name the law.")
    assert (again.status_code, other.status_code) == (303, 409)
    assert "Name the law." in other.content.decode()
    assert "This was done already." in other.content.decode()


@pytest.mark.parametrize("verb", ["return", "withdraw"])
def test_a_reason_is_asked_for(verb: str, house: factories.House) -> None:
    update = made("update", house, to="submitted" if verb == "return" else "published")
    person = house.validating_authority if verb == "return" else factories.publisher()
    answer = post(person, update, "update", verb, reason="")
    assert answer.status_code == 422
    assert "Give a reason" in answer.content.decode()


def test_what_came_back_says_why(house: factories.House) -> None:
    update = made("update", house, to="submitted")
    post(house.validating_authority, update, "update", "return", reason="Give the number released, by region.")
    text = client_of(house.focal_point).get(address("implementation:update", update.pk)).content.decode()
    assert "Give the number released, by region." in text


def test_publishing_asks_first_and_says_what_becomes_public(house: factories.House) -> None:
    """Feature 52: before it is published the page says what becomes public, where, for whom and from when."""
    update = factories.update(house)
    factories.link_as_evidence(update, house.focal_point, visibility="public")
    factories.link_as_evidence(update, house.focal_point, visibility="internal", url="https://inside.example/1")
    factories.moved(update, house, to="accepted")
    page = client_of(factories.publisher()).get(address("implementation:step", "update", update.pk, "publish"))
    text = page.content.decode()
    assert update.what_changed in text
    assert "Everyone, as soon as you press the button." in text
    assert "1 piece of evidence stays internal" in text
    assert "inside.example" not in text
    assert update.recommendation.wording_in().text in text
    assert not any(update.what_changed in str(page.payload) for page in Snapshot.objects.all())


@pytest.mark.parametrize("verb", ["submit", "approve", "accept", "publish", "return", "withdraw"])
def test_looking_at_a_step_changes_nothing(verb: str, house: factories.House) -> None:
    update = made("update", house)
    client_of(house.focal_point).get(address("implementation:step", "update", update.pk, verb))
    update.refresh_from_db()
    assert update.state == "draft"


def test_the_author_does_not_approve_her_own(house: factories.House) -> None:
    """Feature 60: somebody who holds both seats still does not approve what she wrote."""
    factories.seat(house.focal_point, house.institution, "validating_authority")
    update = made("update", house)
    factories.publication.submit(item=update, by=house.focal_point)
    assert post(house.focal_point, update, "update", "approve").status_code == 403


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("verb", ["submit", "approve", "accept", "publish", "return", "withdraw"])
def test_drafts_of_others_do_not_exist(kind: str, verb: str, house: factories.House) -> None:
    """Side door: no step opens a draft of another institution, and none says that there is one."""
    item = made(kind, house)
    other = factories.House()
    for person in (other.focal_point, other.validating_authority, factories.editor(), factories.publisher()):
        assert post(person, item, kind, verb, reason="x").status_code == 404


def test_strange_addresses_are_not_found(house: factories.House) -> None:
    client, update = client_of(house.focal_point), made("update", house)
    assert client.get(address("implementation:step", "person", update.pk, "submit")).status_code == 404
    assert client.get(address("implementation:step", "update", update.pk, "delete")).status_code == 404
    assert client.get(address("implementation:step", "action", update.pk, "submit")).status_code == 404
    assert client.get(address("implementation:step", "update", uuid.uuid4(), "submit")).status_code == 404


def test_after_a_step_one_is_not_sent_to_another_host(house: factories.House) -> None:
    update = made("update", house)
    answer = post(house.focal_point, update, "update", "submit", next="https://elsewhere.example/")
    assert answer.url == address("implementation:update", update.pk)


def test_the_review_shows_old_and_new_side_by_side(house: factories.House) -> None:
    """Feature 60: the second person sees what the public reads now beside what was sent, with the changes marked."""
    recommendation = factories.recommendation()
    factories.published(factories.update(house, recommendation=recommendation, what_changed="280 people"), house)
    newer = factories.update(house, recommendation=recommendation, what_changed="312 people")
    factories.moved(newer, house, to="submitted")
    text = (
        client_of(house.validating_authority).get(address("implementation:review", "update", newer.pk)).content.decode()
    )
    assert "<del>280</del>" in text
    assert "<ins>312</ins>" in text


def test_a_law_older_than_what_was_asked_is_pointed_out(house: factories.House) -> None:
    """Feature 62: a law that was there before cannot by itself be progress; the reviewer is told."""
    recommendation = factories.recommendation()
    action = factories.action(
        house, answers=[recommendation], starts_on=recommendation.document.published_on.replace(year=2010)
    )
    factories.moved(action, house, to="submitted")
    text = (
        client_of(house.validating_authority)
        .get(address("implementation:review", "action", action.pk))
        .content.decode()
    )
    assert "By itself it cannot be progress on it." in text


def test_buttons_follow_the_policy(house: factories.House) -> None:
    update = made("update", house, to="submitted")
    page = address("implementation:review", "update", update.pk)
    mine = client_of(house.validating_authority).get(page).content.decode()
    assert address("implementation:step", "update", update.pk, "approve") in mine
    theirs = client_of(house.focal_point).get(page).content.decode()
    assert address("implementation:step", "update", update.pk, "approve") not in theirs


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_make_one_step(house: factories.House) -> None:
    """Feature 116: of two who approve in the same moment one does it; the other is told, and nothing happens twice."""
    update = made("update", house, to="submitted")
    second = factories.person()
    factories.seat(second, house.institution, "validating_authority")
    people = [house.validating_authority, second]

    def press(person: Any) -> int:
        try:
            return post(person, update, "update", "approve", version=update.version).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(press, people))
    assert answers[0] == 303
    assert answers[1] in (303, 409)
    assert Entry.objects.filter(command="publication.approve", object_id=str(update.pk)).count() == 1
