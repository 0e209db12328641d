"""The institution's answer to an assignment."""

from typing import Any

import pytest

from servanda.assignments.commands import assign
from servanda.assignments.models import Assignment
from servanda.publication.models import Snapshot
from tests.factories import House, assignment, editor, institution, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
ANSWER = "assignments:answer"


@pytest.fixture
def house() -> House:
    return House(names={"en": "Ministry of Justice"})


@pytest.fixture
def asked(house: House) -> Assignment:
    return assignment(recommendation(), house.institution)


def public(one: Any) -> list[dict[str, Any]]:
    return Snapshot.objects.filter(kind="recommendation").current().get(public_id=one.reference).payload["institutions"]


def test_once_accepted_everyone_sees_who_follows_it_up(house: House, asked: Assignment) -> None:
    """Feature 36: the lead institution, in public from the day it accepts."""
    assert public(asked.recommendation) == []
    where = address(ANSWER, asked.pk)
    assert "Will Ministry of Justice lead on this?" in client_of(house.focal_point).get(where).content.decode()
    assert client_of(house.focal_point).post(where, {"version": asked.version, "answer": "accept"}).status_code == 303
    assert [i["names"]["en"] for i in public(asked.recommendation)] == ["Ministry of Justice"]


def test_the_alternate_answers_too(house: House, asked: Assignment) -> None:
    """Feature 38: focal point and alternate have the same rights."""
    client_of(house.alternate).post(address(ANSWER, asked.pk), {"version": asked.version, "answer": "accept"})
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("accepted", house.alternate)


def test_declining_needs_a_reason_that_the_secretariat_reads(house: House, asked: Assignment) -> None:
    client, where = client_of(house.focal_point), address(ANSWER, asked.pk)
    assert "Give a reason" in client.post(where, {"version": 1, "answer": "decline", "reason": " "}).content.decode()
    client.post(where, {"version": 1, "answer": "decline", "reason": "It is for the courts."})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("declined", "It is for the courts.")
    seen = client_of(editor()).get(address("workspace:recommendation", asked.recommendation_id)).content.decode()
    assert "It is for the courts." in seen


def test_passing_on_asks_the_other_institution(house: House, asked: Assignment) -> None:
    other = House()
    sent = {"version": 1, "answer": "pass_on", "reason": "Theirs by law.", "to": str(other.institution.pk)}
    client_of(house.focal_point).post(address(ANSWER, asked.pk), sent)
    asked.refresh_from_db()
    passed = Assignment.objects.get(institution=other.institution)
    assert (asked.state, passed.state, passed.role) == ("rerouted", "proposed", "lead")
    assert client_of(other.focal_point).get(address(ANSWER, passed.pk)).status_code == 200


@pytest.mark.parametrize("to", ["", "own"])
def test_passing_on_needs_another_institution(house: House, asked: Assignment, to: str) -> None:
    sent = {"version": 1, "answer": "pass_on", "reason": "Theirs.", "to": str(house.institution.pk) if to else ""}
    page = client_of(house.focal_point).post(address(ANSWER, asked.pk), sent).content.decode()
    assert ("This is your own institution" if to else "Choose the institution that it is for") in page
    asked.refresh_from_db()
    assert asked.state == "proposed"


def test_passing_on_to_one_that_has_a_part_already_is_refused_and_nothing_changes(
    house: House, asked: Assignment
) -> None:
    other = institution()
    assign(recommendations=[asked.recommendation], institution=other, role="contributing", due_on=None, by=editor())
    asked.refresh_from_db()
    sent = {"version": asked.version, "answer": "pass_on", "reason": "Theirs.", "to": str(other.pk)}
    page = client_of(house.focal_point).post(address(ANSWER, asked.pk), sent).content.decode()
    assert "has a part in this already" in page
    asked.refresh_from_db()
    assert asked.state == "proposed"


def test_another_institution_can_t_answer(asked: Assignment) -> None:
    """Feature 113: each institution answers for itself."""
    stranger = House().focal_point
    assert client_of(stranger).post(address(ANSWER, asked.pk), {"version": 1, "answer": "accept"}).status_code == 403
    assert client_of(editor()).post(address(ANSWER, asked.pk), {"version": 1, "answer": "accept"}).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "proposed"


def test_a_second_click_says_that_it_was_answered(house: House, asked: Assignment) -> None:
    client, where = client_of(house.focal_point), address(ANSWER, asked.pk)
    client.post(where, {"version": 1, "answer": "accept"})
    again = client.post(where, {"version": 1, "answer": "decline", "reason": "Changed my mind."}, follow=True)
    assert "This was answered already: Accepted" in again.content.decode()
    asked.refresh_from_db()
    assert asked.state == "accepted"


def test_an_assignment_that_changed_meanwhile_is_looked_at_again(house: House, asked: Assignment) -> None:
    """Feature 116: the secretariat moved the date while the answer was written."""
    assign(
        recommendations=[asked.recommendation],
        institution=house.institution,
        role="contributing",
        due_on=None,
        by=editor(),
    )
    page = client_of(house.focal_point).post(address(ANSWER, asked.pk), {"version": 1, "answer": "accept"})
    assert page.status_code == 409
    assert "Look at it again before you answer" in page.content.decode()
    asked.refresh_from_db()
    assert asked.state == "proposed"


def test_the_secretariat_ends_a_part(house: House, asked: Assignment) -> None:
    """Feature 115: ended and kept, not deleted."""
    assert client_of(house.focal_point).post(address("assignments:end", asked.pk)).status_code == 403
    client_of(editor()).post(address("assignments:end", asked.pk))
    client_of(editor()).post(address("assignments:end", asked.pk))
    asked.refresh_from_db()
    assert asked.state == "ended"
