"""My tasks: derived, grouped, counted; each number is its list; the same number of queries however many there are."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from servanda.assignments.commands import decline
from servanda.core import clock
from servanda.importers.models import Intake
from tests import factories
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def house() -> factories.House:
    return factories.House()


def asked(house: factories.House, days: int | None, *, accepted: bool = True, **fields: Any) -> Any:
    """A recommendation that the house follows up, due in so many days."""
    recommendation = factories.recommendation(**fields)
    due_on = TODAY + timedelta(days=days) if days is not None else None
    by = house.focal_point if accepted else None
    factories.assignment(recommendation, house.institution, accepted_by=by, due_on=due_on)
    return recommendation


def groups(person: Any) -> dict[str, list[str]]:
    """The groups on the person's first page with the addresses of their tasks."""
    page = client_of(person).get(address("workspace:home"))
    return {group.key: [task.url for task in group.first] for group in page.context["groups"] if group.count}


def to_report(recommendation: Any) -> str:
    return address("implementation:report", recommendation=recommendation.pk)


def test_tasks_are_grouped_by_when_they_are_due(house: factories.House) -> None:
    late, soon, later, undated = asked(house, -5), asked(house, 10), asked(house, 100), asked(house, None)
    found = groups(house.focal_point)
    assert found["overdue"] == [to_report(late)]
    assert found["soon"] == [to_report(soon)]
    assert found["later"] == [to_report(later), to_report(undated)]


@pytest.mark.parametrize(("days", "group"), [(-1, "overdue"), (0, "soon"), (30, "soon"), (31, "later")])
def test_the_edges_of_the_groups(days: int, group: str, house: factories.House) -> None:
    recommendation = asked(house, days)
    assert groups(house.focal_point) == {group: [to_report(recommendation)]}


def test_a_new_assignment_is_first_accepted_or_passed_on(house: factories.House) -> None:
    recommendation = asked(house, -5, accepted=False)
    assert groups(house.focal_point) == {"new": [address("assignments:answer", recommendation.assignments.get().pk)]}


def test_a_report_sent_in_the_quarter_answers_the_day(house: factories.House) -> None:
    recommendation = asked(house, 10)
    factories.moved(factories.update(house, recommendation=recommendation), house, to="submitted")
    assert set(groups(house.focal_point)) == {"waiting"}


def test_a_report_on_an_action_answers_every_recommendation_it_is_linked_to(house: factories.House) -> None:
    """Feature 53: one update of an action is the report on each of its recommendations."""
    answers = [asked(house, 10), asked(house, 12)]
    action = factories.published(factories.action(house, answers=answers), house)
    factories.moved(factories.update(house, action=action), house, to="submitted")
    assert "soon" not in groups(house.focal_point)


def test_a_report_of_long_ago_does_not_answer_the_next_day(house: factories.House) -> None:
    with time_machine.travel(TODAY - timedelta(days=200)):
        recommendation = asked(house, 10)
        factories.moved(factories.update(house, recommendation=recommendation), house, to="submitted")
    assert groups(house.focal_point)["soon"] == [to_report(recommendation)]


def test_anothers_report_does_not_answer(house: factories.House) -> None:
    recommendation, other = asked(house, 10), factories.House()
    factories.moved(factories.update(other, recommendation=recommendation), other, to="submitted")
    assert groups(house.focal_point)["soon"] == [to_report(recommendation)]


def test_a_begun_report_is_gone_on_with_and_listed_once(house: factories.House) -> None:
    recommendation = asked(house, 10)
    draft = factories.update(house, recommendation=recommendation)
    assert groups(house.focal_point) == {"soon": [address("implementation:update", draft.pk)]}


def test_what_came_back_says_why_in_one_line(house: factories.House) -> None:
    update = factories.moved(factories.update(house), house, to="returned")
    assert groups(house.focal_point)["returned"] == [address("implementation:update", update.pk)]
    assert "Give the numbers." in client_of(house.focal_point).get(address("workspace:home")).content.decode()


def test_what_waits_says_with_whom(house: factories.House) -> None:
    factories.moved(factories.update(house), house, to="submitted")
    text = client_of(house.focal_point).get(address("workspace:home")).content.decode()
    assert f"with {house.validating_authority} for approval" in text


def test_what_was_published_lately_is_done(house: factories.House) -> None:
    update = factories.published(factories.update(house), house)
    assert groups(house.focal_point) == {"done": [address("implementation:update", update.pk)]}
    with time_machine.travel(TODAY + timedelta(days=40)):
        assert groups(house.focal_point) == {}


def test_the_greeting_counts_what_needs_the_person(house: factories.House) -> None:
    asked(house, -5)
    asked(house, 10)
    asked(house, 200)
    factories.moved(factories.update(house), house, to="submitted")
    with time_machine.travel(f"{TODAY}T09:00:00Z", tick=False):
        page = client_of(house.focal_point).get(address("workspace:home"))
    assert "Good morning, Ana. 2 things need you." in page.content.decode()


def test_colleagues_are_named(house: factories.House) -> None:
    text = client_of(house.focal_point).get(address("workspace:home")).content.decode()
    assert str(house.alternate) in text
    assert str(house.validating_authority) in text


def test_an_empty_page_says_what_will_be_here(house: factories.House) -> None:
    text = client_of(house.focal_point).get(address("workspace:home")).content.decode()
    assert "Nothing needs you today." in text
    assert "What is assigned to you" in text


def test_the_validating_authority_finds_what_to_approve_and_no_reports(house: factories.House) -> None:
    asked(house, -5)
    update = factories.moved(factories.update(house), house, to="submitted")
    assert groups(house.validating_authority) == {"review": [address("implementation:review", "update", update.pk)]}


def test_another_institutions_tasks_are_not_shown(house: factories.House) -> None:
    asked(house, -5)
    factories.moved(factories.update(house), house, to="returned")
    assert groups(factories.House().focal_point) == {}


def test_a_former_focal_point_has_no_tasks(house: factories.House) -> None:
    asked(house, -5)
    factories.Appointment.objects.filter(person=house.focal_point).delete()
    assert groups(house.focal_point) == {}


def test_a_withdrawn_recommendation_asks_nothing(house: factories.House) -> None:
    recommendation = asked(house, -5)
    type(recommendation).objects.filter(pk=recommendation.pk).update(standing="withdrawn")
    assert groups(house.focal_point) == {}


@pytest.mark.parametrize("count", [3, 14])
def test_every_number_is_the_length_of_its_list(count: int, house: factories.House) -> None:
    """The number beside a group is a link to its list and equals it."""
    for n in range(count):
        asked(house, -5 - n)
        factories.moved(factories.update(house), house, to="returned")
        factories.moved(factories.challenge(house), house, to="submitted")
    for person in (house.focal_point, house.validating_authority):
        client = client_of(person)
        for group in client.get(address("workspace:home")).context["groups"]:
            assert client.get(group.address).context["page"].paginator.count == group.count, group.key


def test_a_long_group_is_paged_by_fifty(house: factories.House) -> None:
    document = factories.document()
    for n in range(53):
        asked(house, 5, document=document, number=str(n))
    client = client_of(house.focal_point)
    assert len(client.get(address("workspace:home", group="soon")).context["tasks"]) == 50
    assert len(client.get(address("workspace:home", group="soon", page=2)).context["tasks"]) == 3


def test_the_same_number_of_queries_for_three_tasks_and_for_forty(house: factories.House) -> None:
    document = factories.document()

    def make(count: int) -> None:
        for n in range(count):
            factories.moved(
                factories.update(house, recommendation=asked(house, n, document=document)), house, to="returned"
            )
            factories.moved(factories.action(house), house, to="submitted")
            asked(house, -n - 1, document=document)

    make(1)
    assert_same_queries(
        client_of(house.focal_point), address("workspace:home"), small=lambda: make(1), large=lambda: make(14)
    )


# --- the secretariat ---


def test_the_editor_finds_what_to_accept_and_the_publisher_what_to_publish(house: factories.House) -> None:
    approved = factories.moved(factories.update(house), house, to="approved")
    accepted = factories.moved(factories.challenge(house), house, to="accepted")
    assert groups(factories.editor())["review"] == [address("implementation:review", "update", approved.pk)]
    assert groups(factories.publisher())["review"] == [address("implementation:review", "challenge", accepted.pk)]


def test_who_is_late_by_institution_with_the_list_behind(house: factories.House) -> None:
    """The number of late reports of an institution is a link to them and equals their list."""
    late = [asked(house, -5), asked(house, -9)]
    asked(house, 5)
    answered = asked(house, -5)
    factories.moved(factories.update(house, recommendation=answered), house, to="submitted")
    client = client_of(factories.editor())
    row = next(row for row in client.get(address("workspace:home")).context["late"])
    assert (row.institution, row.count) == (house.institution, 2)
    behind = client.get(row.url)
    assert behind.context["page"].paginator.count == 2
    assert {task.url for task in behind.context["tasks"]} == {address("workspace:recommendation", r.pk) for r in late}


def test_what_was_declined_is_assigned_again(house: factories.House) -> None:
    recommendation = asked(house, 5, accepted=False)
    decline(assignment=recommendation.assignments.get(), reason="It is the judges'.", by=house.focal_point)
    assert groups(factories.editor())["declined"] == [address("workspace:recommendation", recommendation.pk)]
    factories.assignment(recommendation, factories.institution())
    assert "declined" not in groups(factories.editor())


def test_intakes_wait() -> None:
    intake = Intake.objects.create(file=factories.file(), started_by=factories.editor(), state="read")
    assert groups(factories.editor())["intakes"] == [address("importers:intake", intake.pk)]


def test_the_late_list_is_for_the_secretariat(house: factories.House) -> None:
    page = address("workspace:home", group="late", institution=house.institution.code)
    assert client_of(house.focal_point).get(page).status_code == 404
    assert client_of(factories.editor()).get(page).status_code == 200
    assert (
        client_of(factories.editor()).get(address("workspace:home", group="late", institution="none")).status_code
        == 404
    )


def test_a_group_that_is_not_yours_does_not_exist(house: factories.House) -> None:
    assert client_of(house.focal_point).get(address("workspace:home", group="declined")).status_code == 404
    assert client_of(factories.editor()).get(address("workspace:home", group="overdue")).status_code == 404


def test_the_cockpit_asks_no_query_in_a_loop(house: factories.House) -> None:
    document = factories.document()

    def make(count: int) -> None:
        for n in range(count):
            asked(house, -n - 1, document=document)
            factories.moved(factories.update(house), house, to="approved")
            declined = asked(house, 3, accepted=False, document=document)
            decline(assignment=declined.assignments.get(), reason="No.", by=house.focal_point)

    client = client_of(factories.editor())
    assert_same_queries(client, address("workspace:home"), small=lambda: make(2), large=lambda: make(15))


# --- the independent institution and others ---


def test_the_commission_finds_what_only_the_state_assessed(house: factories.House) -> None:
    commission = factories.Commission()
    recommendation, fresh = factories.recommendation(), factories.recommendation()
    factories.published(factories.assessment(house.focal_point, house.institution, of=recommendation), house)
    found = groups(commission.author)
    assert found["answer"] == [address("implementation:assess", recommendation=recommendation.pk)]
    assert address("implementation:assess", recommendation=fresh.pk) in found["unseen"]


def test_the_commissions_drafts_and_what_a_colleague_sent() -> None:
    commission = factories.Commission()
    draft = factories.assessment(commission.author, commission.institution, assessor="nhri")
    sent = factories.assessment(commission.author, commission.institution, assessor="nhri")
    factories.publication.submit(item=sent, by=commission.author)
    assert groups(commission.colleague)["review"] == [address("implementation:review", "assessment", sent.pk)]
    mine = groups(commission.author)
    assert mine["started"] == [address("implementation:assessment", draft.pk)]
    assert mine["waiting"] == [address("implementation:assessment", sent.pk)]
    assert "review" not in mine


@pytest.mark.parametrize("role", ["administrator", "cso", "adviser", "parliament"])
def test_others_get_a_short_page_with_where_to_go(role: str) -> None:
    page = client_of(factories.person(role=role)).get(address("workspace:home"))
    assert page.context["groups"] == []
    assert page.context["ways"]


def test_nobody_enters_without_signing_in() -> None:
    assert Client().get(address("workspace:home")).status_code == 302
    assert Client().get(address("workspace:review")).status_code == 302
