"""Institutions: the list, one page, adding and changing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from servanda.accounts.policy import visible
from servanda.accounts.visibility import OWN, STAGES
from servanda.core import clock
from servanda.institutions.commands import end_appointment
from servanda.institutions.models import Appointment, Institution
from servanda.publication.models import Snapshot
from tests.factories import House, assignment, editor, institution, person, recommendation, seat
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


def administrator() -> Any:
    return person(role="administrator")


def sent(**given: Any) -> dict[str, Any]:
    return {
        "code": "justice",
        "branch": "executive",
        "level": "national",
        "names_en": "Ministry of Justice",
        "is_active": "on",
    } | given


def test_focal_point_and_alternate_have_their_names_on_the_page() -> None:
    """Feature 38: a named focal point and an alternate for each institution, of today and of the past."""
    house = House()
    before = person(given_name="Marta", family_name="Earlier")
    seat(before, house.institution, "alternate")
    end_appointment(appointment=before.appointments.get(), ends=date(2021, 5, 1), by=administrator())
    text = client_of(house.focal_point).get(address("institutions:institution", house.institution.pk)).content.decode()
    now, past = text.split("Who held a seat before")
    assert str(house.focal_point) in now
    assert str(house.alternate) in now
    assert "Marta Earlier" in past
    assert "Marta Earlier" not in now


def test_who_sits_elsewhere_is_not_shown() -> None:
    house, stranger = House(), House().focal_point
    client = client_of(stranger)
    page = client.get(address("institutions:institution", house.institution.pk))
    assert str(house.focal_point) not in page.content.decode()
    assert str(house.focal_point) not in client.get(address("institutions:list")).content.decode()


def test_one_focal_point_at_a_time_also_in_the_database() -> None:
    """Feature 38: the second open appointment of a focal point can't be written."""
    house = House()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            institution=house.institution, person=person(), capacity="focal_point", starts=date(2026, 1, 1)
        )


def test_courts_parliament_and_prosecution_have_their_users() -> None:
    """Feature 43: legislature, judiciary and prosecution service answer like any institution."""
    for branch in ("legislature", "judiciary", "prosecutor"):
        house = House(branch=branch)
        asked = assignment(recommendation(), house.institution)
        client_of(house.focal_point).post(address("assignments:answer", asked.pk), {"version": 1, "answer": "accept"})
        asked.refresh_from_db()
        assert asked.state == "accepted"
    listed = client_of(editor()).get(address("institutions:list", branch="judiciary")).content.decode()
    assert "Judiciary" in listed
    assert "1 institution<" in listed.replace("</b>", "<")


def test_numbers_are_links_to_the_list_and_equal_it() -> None:
    house = House(code="justice")
    for _ in range(3):
        assignment(recommendation(), house.institution)
    assignment(recommendation(), house.institution, role="contributing")
    client = client_of(editor())
    page = client.get(address("institutions:institution", house.institution.pk)).content.decode()
    assert "?lead=justice" in page
    assert "3 recommendations" in page
    assert "3 recommendations" in client.get(address("workspace:register", lead="justice")).content.decode()
    assert "1 recommendation<" in client.get(
        address("workspace:register", contributing="justice")
    ).content.decode().replace("</b>", "<")


def test_it_is_added_and_public_at_once() -> None:
    client = client_of(editor())
    assert client.post(address("institutions:new"), sent(names_es="Ministerio de Justicia")).status_code == 303
    made = Institution.objects.get(code="justice")
    assert made.names == {"en": "Ministry of Justice", "es": "Ministerio de Justicia"}
    assert Snapshot.objects.filter(kind="institution", public_id="justice").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"code": ""}, "Give the institution a code"),
        ({"code": "ministério!"}, "Use letters without accents"),
        ({"names_en": " "}, "Give the institution a name in at least one language."),
    ],
)
def test_what_is_wrong_is_said(given: dict[str, str], sentence: str) -> None:
    page = client_of(editor()).post(address("institutions:new"), sent(**given)).content.decode()
    assert sentence in page
    assert not Institution.objects.filter(code="justice").exists()


def test_a_code_is_taken_once() -> None:
    institution(code="justice")
    assert (
        "Another institution has this code"
        in client_of(editor()).post(address("institutions:new"), sent()).content.decode()
    )


def test_it_is_closed_and_never_deleted() -> None:
    """Feature 115: an institution that is gone keeps its name and its work."""
    old = institution(code="post")
    client_of(editor()).post(address("institutions:edit", old.pk), sent(version=old.version, is_active=""))
    old.refresh_from_db()
    assert (old.is_active, old.names["en"]) == (False, "Ministry of Justice")
    assert (
        "does not exist any more"
        in client_of(editor()).get(address("institutions:institution", old.pk)).content.decode()
    )


def test_two_people_at_once_both_see_both_names() -> None:
    """Feature 116: names that a colleague changed meanwhile are not overwritten unseen."""
    one = institution()
    client, where = client_of(editor()), address("institutions:edit", one.pk)
    client.post(where, sent(version=one.version, names_en="Hers"))
    clash = client.post(where, sent(version=one.version, names_en="Mine"))
    assert clash.status_code == 409
    assert "Hers" in clash.content.decode()
    one.refresh_from_db()
    assert one.names["en"] == "Hers"


def test_names_in_other_languages_are_not_lost() -> None:
    one = institution(names={"en": "Ministry", "zh-hans": "司法部"})
    client_of(editor()).post(address("institutions:edit", one.pk), sent(version=one.version))
    one.refresh_from_db()
    assert one.names == {"en": "Ministry of Justice", "zh-hans": "司法部"}


@pytest.mark.parametrize("page", ["institutions:new", "institutions:edit", "institutions:appoint-to"])
def test_institutions_don_t_manage_themselves(page: str) -> None:
    house = House()
    where = address(page, *([] if page == "institutions:new" else [house.institution.pk]))
    assert client_of(house.focal_point).post(where, sent()).status_code == 403


def test_the_number_of_queries_does_not_grow() -> None:
    def many() -> None:
        for _ in range(15):
            House()

    assert_same_queries(client_of(editor()), address("institutions:list"), small=House, large=many)


def test_an_empty_list_says_the_next_step() -> None:
    assert "Add the first institution" in client_of(editor()).get(address("institutions:list")).content.decode()
    assert "The secretariat adds them" in client_of(person()).get(address("institutions:list")).content.decode()


def test_appointing_from_the_page_and_ending_it() -> None:
    """Feature 38: a successor can be appointed once the seat is free; the past stays readable."""
    house, successor, client = House(), person(), client_of(administrator())
    where = address("institutions:appoint-to", house.institution.pk)
    asked = {"person": str(successor.pk), "capacity": "focal_point", "starts": clock.today().isoformat()}
    assert "End that appointment first" in client.post(where, asked).content.decode()
    held = Appointment.objects.get(institution=house.institution, capacity="focal_point")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert client.post(address("institutions:end-appointment", held.pk), {"ends": yesterday}).status_code == 303
    assert client.post(where, asked).status_code == 303
    assert Appointment.objects.today().get(institution=house.institution, capacity="focal_point").person == successor


def test_the_same_seat_twice_is_said() -> None:
    house, client = House(), client_of(administrator())
    asked = {"person": str(house.alternate.pk), "capacity": "alternate", "starts": clock.today().isoformat()}
    assert (
        "holds the seat already"
        in client.post(address("institutions:appoint-to", house.institution.pk), asked).content.decode()
    )


@pytest.mark.parametrize(
    "role", ["secretariat_editor", "secretariat_publisher", "nhri", "cso", "adviser", "parliament", "administrator"]
)
def test_who_will_see_a_seat_is_who_sees_it(role: str) -> None:
    """Feature 163: the statement beside the form, tried with every role."""
    house = House()
    named = STAGES["seat"][0].audience
    rows = Appointment.objects.filter(institution=house.institution)
    assert visible(person(role=role), rows).exists() == (role in named)
    assert all(
        visible(own, rows).count() == 3 for own in (house.focal_point, house.alternate, house.validating_authority)
    )
    assert not visible(House().focal_point, rows).exists()
    assert OWN in named


def test_the_forms_say_who_will_see() -> None:
    """Feature 163: on the forms about institutions, seats and people."""
    house, client = House(names={"en": "Ministry of Justice"}), client_of(administrator())
    appointing = client.get(address("institutions:appoint-to", house.institution.pk)).content.decode()
    assert "Ministry of Justice: everybody appointed to it" in appointing
    assert "Secretariat editor" in appointing
    assert "As soon as you save: Administrator" in client.get(address("institutions:person-new")).content.decode()
    assert "Everyone: it is on the public site" in client.get(address("institutions:new")).content.decode()
