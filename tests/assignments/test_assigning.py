"""Assigning many recommendations at a time."""

import uuid
from datetime import date
from typing import Any

import pytest

from servanda.accounts.commands import undo
from servanda.assignments.commands import accept, assign, assign_from_list, end
from servanda.assignments.models import Assignment
from servanda.assignments.queries import outlook
from servanda.audit.models import Batch
from servanda.core.errors import Refused
from servanda.institutions.models import Institution
from servanda.recommendations.models import Recommendation
from tests.factories import House, editor, institution, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
ASSIGN = "assignments:assign"
LATER = date(2031, 6, 30)


def state_of_assignments() -> list[tuple]:
    """All that assigning changes, to be compared before and after."""
    return sorted(
        Assignment.objects.values_list(
            "recommendation__reference", "institution__code", "role", "state", "due_on", "reason"
        )
    )


def sent(chosen: list[Recommendation], to: Institution, **given: Any) -> dict[str, Any]:
    selection = " ".join(str(r.pk) for r in chosen)
    return {"selection": selection, "institution": str(to.pk), "role": "lead", "due_on": "2031-06-30"} | given


def test_the_preview_says_what_will_change_and_then_it_does() -> None:
    """Feature 36: one lead for each recommendation; the lead there was stays as contributor."""
    some = [recommendation() for _ in range(5)]
    old, new = institution(), institution(names={"en": "Ministry of Justice"})
    assign(recommendations=some[:2], institution=old, role="lead", due_on=None, by=editor())
    client = client_of(editor())
    check = client.post(address(ASSIGN), sent(some, new)).content.decode()
    assert "Assign 5 recommendations to Ministry of Justice as lead?" in check
    assert "2 have another lead now, which stays as contributor:" in check
    assert "30 June 2031" in check
    assert not Assignment.objects.filter(institution=new).exists()
    done = client.post(address(ASSIGN), sent(some, new, do="1"), follow=True).content.decode()
    assert "5 recommendations assigned to Ministry of Justice" in done
    assert Assignment.objects.filter(institution=new, role="lead", due_on=LATER).count() == 5
    assert set(Assignment.objects.filter(institution=old).values_list("role", flat=True)) == {"contributing"}


def test_several_institutions_contribute_each_with_its_role() -> None:
    """Feature 37: several supporting institutions beside one lead."""
    one, houses = recommendation(), [institution() for _ in range(3)]
    client = client_of(editor())
    client.post(address(ASSIGN), sent([one], houses[0], do="1"))
    for other in houses[1:]:
        client.post(address(ASSIGN), sent([one], other, role="contributing", do="1"))
    assert sorted(one.assignments.values_list("role", flat=True)) == ["contributing", "contributing", "lead"]


def test_undo_brings_back_exactly_what_was() -> None:
    some, old, new = [recommendation() for _ in range(4)], institution(), institution()
    assign(recommendations=some[:3], institution=old, role="lead", due_on=date(2030, 1, 1), by=editor())
    assign(recommendations=some[1:2], institution=new, role="contributing", due_on=None, by=editor())
    before = state_of_assignments()
    client = client_of(editor())
    client.post(address(ASSIGN), sent(some, new, do="1"))
    assert state_of_assignments() != before
    batch = Batch.objects.latest("created_at")
    back = client.post(address("workspace:undo", batch.pk), follow=True).content.decode()
    assert "changes were taken back" in back
    assert state_of_assignments() == before


def test_undo_leaves_what_somebody_answered_since() -> None:
    house, some = House(), [recommendation(), recommendation()]
    batch = assign(recommendations=some, institution=house.institution, role="lead", due_on=None, by=editor())
    accepted = Assignment.objects.get(recommendation=some[0])
    accept(assignment=accepted, by=house.focal_point)
    assert undo(batch=batch, by=editor()) == {"undone": 1, "left": 1}
    assert Assignment.objects.get() == accepted


def test_the_outlook_counts_as_the_command_does() -> None:
    some, old, new = [recommendation() for _ in range(4)], institution(), institution()
    assign(recommendations=some[:2], institution=old, role="lead", due_on=None, by=editor())
    assign(recommendations=some[1:3], institution=new, role="contributing", due_on=None, by=editor())
    assign(recommendations=some[3:], institution=new, role="lead", due_on=LATER, by=editor())
    seen = outlook(some, new, "lead", LATER)
    assert (seen.new, seen.changed, seen.same, seen.leads_that_stay) == (1, 2, 1, [(old, 2)])
    batch = assign(recommendations=some, institution=new, role="lead", due_on=LATER, by=editor())
    assert batch.steps.filter(command="assignments.take_back").count() == seen.new
    assert batch.steps.filter(command="assignments.put_back").count() == seen.changed + seen.replaced


def test_making_the_lead_a_contributor_is_warned_of() -> None:
    one, lead = recommendation(), institution()
    assign(recommendations=[one], institution=lead, role="lead", due_on=None, by=editor())
    check = client_of(editor()).post(address(ASSIGN), sent([one], lead, role="contributing")).content.decode()
    assert "will have no lead any more" in check


def test_two_ids_in_one_request_are_both_looked_at() -> None:
    """The withdrawn one is left out and said so; bulk looks at each, not at the first."""
    first, second, to = recommendation(), recommendation(standing="withdrawn"), institution()
    client = client_of(editor())
    for chosen in ([first, second], [second, first]):
        assert "is left out" in client.post(address(ASSIGN), sent(chosen, to)).content.decode()
    client.post(address(ASSIGN), sent([second, first], to, do="1"))
    assert list(Assignment.objects.values_list("recommendation", flat=True)) == [first.pk]


def test_only_withdrawn_ones_lead_back_with_a_sentence() -> None:
    gone = recommendation(standing="withdrawn")
    back = client_of(editor()).post(address(ASSIGN), sent([gone], institution(), do="1"), follow=True)
    assert "Nothing was changed" in back.content.decode()


def test_an_unknown_id_stops_all() -> None:
    one, to = recommendation(), institution()
    answers = sent([one], to, do="1") | {"selection": f"{one.pk} {uuid.uuid4()}"}
    assert client_of(editor()).post(address(ASSIGN), answers).status_code == 404
    assert not Assignment.objects.exists()


def test_the_command_itself_refuses_what_is_withdrawn() -> None:
    some = [recommendation(), recommendation(standing="withdrawn")]
    with pytest.raises(Refused, match="withdrawn or superseded"):
        assign(recommendations=some, institution=institution(), role="lead", due_on=None, by=editor())
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("page", [ASSIGN, "assignments:from-list"])
def test_the_side_door_is_closed(page: str) -> None:
    """Feature 113: an institution can't assign, not even itself."""
    house, one = House(), recommendation()
    answers = sent([one], house.institution, do="1", lines=f"{one.reference};{house.institution.code}")
    assert client_of(house.focal_point).post(address(page), answers).status_code == 403
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"institution": ""}, "Choose the institution that should follow this up."),
        ({"due_on": "2020-01-01"}, "This day has passed."),
        ({"due_on": "tomorrow"}, "Enter the date as day, month and year"),
    ],
)
def test_what_is_wrong_is_said(answer: dict[str, str], sentence: str) -> None:
    page = client_of(editor()).post(address(ASSIGN), sent([recommendation()], institution(), **answer)).content.decode()
    assert sentence in page
    assert "<title>Error:" in page


def test_an_institution_that_is_gone_is_not_offered_and_not_taken() -> None:
    gone, one = institution(is_active=False), recommendation()
    client = client_of(editor())
    page = client.get(address(ASSIGN, recommendation=one.pk)).content.decode()
    assert str(gone.pk) not in page
    client.post(address(ASSIGN), sent([one], gone, do="1"))
    with pytest.raises(Refused, match="does not exist any more"):
        assign_from_list(lines=[(one, gone, "lead", None)], by=editor())
    assert not Assignment.objects.exists()


def test_a_single_one_from_its_file_leads_back_there() -> None:
    one, to = recommendation(), institution()
    where = address(ASSIGN, recommendation=one.pk)
    client = client_of(editor())
    assert client.get(where).status_code == 200
    done = client.post(where, sent([one], to, do="1"))
    assert done.url == address("workspace:recommendation", one.pk)


def test_undo_does_not_give_the_lead_back_where_another_has_it_since() -> None:
    """The steps back of the first batch meet what the second one did: they leave it, and break nothing."""
    one, old, second, third = recommendation(), institution(), institution(), institution()
    assign(recommendations=[one], institution=old, role="lead", due_on=None, by=editor())
    batch = assign(recommendations=[one], institution=second, role="lead", due_on=None, by=editor())
    assign(recommendations=[one], institution=third, role="lead", due_on=None, by=editor())
    before = state_of_assignments()
    assert undo(batch=batch, by=editor()) == {"undone": 0, "left": 2}
    assert state_of_assignments() == before


def test_an_ended_part_comes_back() -> None:
    house, one = House(), recommendation()
    assign(recommendations=[one], institution=house.institution, role="lead", due_on=LATER, by=editor())
    before = state_of_assignments()
    client = client_of(editor())
    client.post(address("assignments:end", one.assignments.get().pk))
    assert one.assignments.get().state == "ended"
    client.post(address("workspace:undo", Batch.objects.latest("created_at").pk))
    assert state_of_assignments() == before


def test_an_ended_part_stays_ended_where_another_leads_since() -> None:
    one, old, new = recommendation(), institution(), institution()
    assign(recommendations=[one], institution=old, role="lead", due_on=None, by=editor())
    batch = end(assignment=one.assignments.get(), by=editor())
    assign(recommendations=[one], institution=new, role="lead", due_on=None, by=editor())
    assert undo(batch=batch, by=editor()) == {"undone": 0, "left": 1}
    assert one.assignments.get(institution=old).state == "ended"
