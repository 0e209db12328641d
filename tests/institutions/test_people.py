"""People with an account: added, given another role, left out, and what they can see."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from servanda.accounts.models import Person
from servanda.accounts.roles import ROLES
from tests.factories import House, action, editor, person, recommendation
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
PAGES = ["person", "person-role", "person-access", "person-sees", "appoint"]


@pytest.fixture
def administrator() -> Person:
    return person(role="administrator")


def sent(**given: Any) -> dict[str, Any]:
    return {
        "email": "Ana.Torres@Justice.example ",
        "given_name": "Ana",
        "family_name": "Torres",
        "language": "es",
        "role": "member",
    } | given


@pytest.mark.parametrize(
    "role", ["member", "secretariat_editor", "secretariat_publisher", "nhri", "cso", "adviser", "parliament"]
)
def test_only_an_administrator_manages_people(role: str) -> None:
    """Feature 112: roles are distinct; people are managed by administrators alone."""
    client, other = client_of(person(role=role)), person()
    assert client.get(address("institutions:people")).status_code == 403
    assert client.post(address("institutions:person-new"), sent()).status_code == 403
    assert {client.post(address(f"institutions:{page}", other.pk)).status_code for page in PAGES} == {403}
    assert not Person.objects.filter(family_name="Torres").exists()


def test_each_role_says_what_it_does(administrator: Person) -> None:
    """Feature 112: whoever gives a role reads its sentence beside it."""
    text = client_of(administrator).get(address("institutions:person-new")).content.decode()
    for code in (
        "secretariat_editor",
        "secretariat_publisher",
        "nhri",
        "cso",
        "adviser",
        "parliament",
        "administrator",
    ):
        assert str(ROLES[code].sentence) in text
    assert "command_line" not in text


def test_a_person_is_added_under_one_spelling_of_the_address(administrator: Person) -> None:
    client = client_of(administrator)
    assert client.post(address("institutions:person-new"), sent()).status_code == 303
    made = Person.objects.get(family_name="Torres")
    assert (made.email, made.role, made.has_usable_password()) == ("ana.torres@justice.example", "member", False)
    again = client.post(address("institutions:person-new"), sent(email="ANA.TORRES@justice.example")).content.decode()
    assert "has an account already" in again


def test_she_is_sent_a_link_and_chooses_her_password_herself(administrator: Person, mailoutbox: list[Any]) -> None:
    client_of(administrator).post(address("institutions:person-new"), sent())
    (mail,) = mailoutbox
    assert mail.to == ["ana.torres@justice.example"]
    link = next(word for word in mail.body.split() if "/password/reset/key/" in word)
    visitor = Client()
    form = visitor.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]
    visitor.post(form, {"password1": "a long enough pass phrase", "password2": "a long enough pass phrase"})
    assert Person.objects.get(family_name="Torres").check_password("a long enough pass phrase")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": ""}, "Enter the e-mail address"),
        ({"email": "ana"}, "Enter a whole e-mail address"),
        ({"given_name": ""}, "Enter the given name."),
        ({"role": "command_line"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_is_said(administrator: Person, given: dict[str, str], sentence: str) -> None:
    assert sentence in client_of(administrator).post(address("institutions:person-new"), sent(**given)).content.decode()
    assert not Person.objects.filter(family_name="Torres").exists()


def test_another_role_counts_at_once(administrator: Person) -> None:
    someone = person(role="cso")
    client = client_of(someone)
    assert client.get(address("workspace:register")).status_code == 403
    sent = {"version": someone.version, "role": "secretariat_editor"}
    client_of(administrator).post(address("institutions:person-role", someone.pk), sent)
    assert client.get(address("workspace:register")).status_code == 200


def test_a_role_that_changed_meanwhile_is_looked_at_again(administrator: Person) -> None:
    """Feature 116: two administrators at once."""
    someone = person(role="cso")
    client, where = client_of(administrator), address("institutions:person-role", someone.pk)
    client.post(where, {"version": someone.version, "role": "adviser"})
    clash = client.post(where, {"version": someone.version, "role": "parliament"})
    assert clash.status_code == 409
    assert "The role is now: UN adviser" in clash.content.decode()
    someone.refresh_from_db()
    assert someone.role == "adviser"


def test_ending_access_ends_open_sessions_and_keeps_the_person(administrator: Person) -> None:
    """Feature 115: nobody is deleted; what a person wrote stays under her name."""
    house = House()
    client = client_of(house.focal_point)
    assert client.get(address("workspace:register")).status_code == 200
    where = address("institutions:person-access", house.focal_point.pk)
    assert b"Open sessions end at once" in client_of(administrator).get(where).content
    client_of(administrator).post(where)
    assert client.get(address("workspace:register")).status_code == 302
    client_of(administrator).post(where)
    assert Person.objects.get(pk=house.focal_point.pk).is_active


def test_nobody_shuts_herself_out(administrator: Person) -> None:
    back = client_of(administrator).post(address("institutions:person-access", administrator.pk), follow=True)
    assert "You cannot end your own access" in back.content.decode()


def test_what_a_person_can_see_is_asked_of_the_policy_and_shows_no_content(administrator: Person) -> None:
    """Feature 113: a focal point sees the drafts of her own house and no others; the page gives numbers only."""
    house, other = House(), House()
    one = recommendation()
    mine = action(house, answers=[one], title="Secret draft of ours")
    action(other, answers=[one], title="Secret draft of theirs")
    text = client_of(administrator).get(address("institutions:person-sees", house.focal_point.pk)).content.decode()
    assert "Secret draft" not in text
    assert str(ROLES["focal_point"].sentence) in text
    cells = text.rsplit("Action<", 1)[1].split("</tr>")[0]
    assert ">1<" in cells
    assert mine.state == "draft"


def test_people_are_found_by_name_and_role(administrator: Person) -> None:
    person(given_name="Marta", family_name="Quiroga", role="cso")
    client = client_of(administrator)
    found = client.get(address("institutions:people", q="quirog")).content.decode()
    assert "Marta Quiroga" in found
    assert "1 person<" in found.replace("</b>", "<")
    assert "Marta Quiroga" not in client.get(address("institutions:people", role="adviser")).content.decode()


def test_the_number_of_queries_does_not_grow(administrator: Person) -> None:
    def many() -> None:
        for _ in range(12):
            House()

    assert_same_queries(client_of(administrator), address("institutions:people"), small=House, large=many)


def test_the_list_doesn_t_show_the_command_line(administrator: Person) -> None:
    editor()
    assert "command-line@localhost" not in client_of(administrator).get(address("institutions:people")).content.decode()
