"""Signing in: password, second factor, throttling, no enumeration."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from servanda.accounts.commands import end_access
from servanda.accounts.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def sign_in(client: Client, address: str, password: str = factories.PASSWORD):
    return client.post(reverse("account_login"), {"login": address, "password": password})


def set_up_app(client: Client, person: Person) -> pyotp.TOTP:
    """The person sets up the app and gets her codes; returns the app."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 302, answer.content
    return pyotp.TOTP(secret)


def test_the_password_is_kept_with_argon2() -> None:
    assert "argon2" in factories.person().password


def test_an_address_in_other_letters_is_the_same_person(client: Client) -> None:
    """No second account by case or Unicode form (Django's CVE-2019-19844)."""
    person = factories.person(email="Ana.Prueba@servanda.example")
    assert sign_in(client, "ANA.prueba@SERVANDA.example").status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("role", ["secretariat_editor", "secretariat_publisher", "nhri", "administrator"])
def test_key_roles_cannot_work_without_a_second_factor(client: Client, settings, role: str) -> None:
    """Feature 118: required for secretariat, publisher, NHRI and administrator."""
    settings.SECOND_FACTOR = "required"
    person = factories.person(role=role)
    client.force_login(person)
    answer = client.get(reverse("workspace:home"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("mfa_activate_totp")


def test_a_focal_point_works_without_one(client: Client, settings) -> None:
    settings.SECOND_FACTOR = "required"
    client.force_login(factories.House().focal_point)
    assert client.get(reverse("workspace:home")).status_code == 200


def test_the_app_is_set_up_and_then_asked_for(client: Client) -> None:
    """Feature 118: a code from an app after the password; recovery codes work once each."""
    person = factories.person(role="secretariat_editor")
    sign_in(client, person.email)
    app = set_up_app(client, person)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("account_logout"))
    answer = sign_in(client, person.email)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    client.post(reverse("account_logout"))
    sign_in(client, person.email)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert app.now()


def test_the_secret_of_the_app_lies_encrypted_in_the_database(client: Client) -> None:
    person = factories.person(role="secretariat_editor")
    sign_in(client, person.email)
    app = set_up_app(client, person)
    stored = str(Authenticator.objects.get(user=person, type="totp").data)
    assert app.secret not in stored


def test_guessing_is_slowed_for_the_guesser_only(client: Client) -> None:
    """Feature 119: after five wrong passwords the next ones are not even tried."""
    victim, other = factories.person(), factories.person()
    for _ in range(5):
        assert sign_in(client, victim.email, "wrong").status_code == 200
    answer = sign_in(client, victim.email)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"), other.email).status_code == 302


def test_a_wrong_password_and_an_unknown_address_answer_alike(client: Client) -> None:
    """No user enumeration at the sign-in page."""
    person = factories.person()
    known = sign_in(client, person.email, "wrong")
    unknown = sign_in(client, "nobody@servanda.example", "wrong")
    assert known.status_code == unknown.status_code
    assert without_tokens(known, person.email) == without_tokens(unknown, "nobody@servanda.example")


def without_tokens(answer, address: str) -> str:
    import re

    text = answer.content.decode().replace(address, "")
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)


def test_asking_for_a_new_password_answers_alike(client: Client) -> None:
    person = factories.person()
    answers = [
        client.post(reverse("account_reset_password"), {"email": e}) for e in (person.email, "nobody@servanda.example")
    ]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, reverse("account_reset_password_done"))}


def test_the_link_of_the_mail_uses_the_sites_name_and_works_once(client: Client) -> None:
    person = factories.person()
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    page = client.get(link, follow=True)
    new = "another long pass phrase"
    answer = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert answer.status_code == 302
    assert sign_in(Client(), person.email, new).status_code == 302
    assert "does not work" in Client().get(link, follow=True).content.decode()


def test_access_that_was_ended_ends_at_once(client: Client) -> None:
    """Open sessions of somebody whose access ended show nothing any more."""
    house = factories.House()
    sign_in(client, house.focal_point.email)
    assert client.get(reverse("workspace:home")).status_code == 200
    end_access(person=house.focal_point, by=factories.person(role="administrator"))
    assert client.get(reverse("workspace:home")).status_code == 302


def test_nobody_signs_up_alone(client: Client) -> None:
    assert client.get(reverse("account_signup")).status_code == 404


def test_signing_out_takes_a_post(client: Client) -> None:
    client.force_login(factories.person())
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(client: Client, target: str) -> None:
    person = factories.person()
    answer = client.post(
        reverse("account_login"), {"login": person.email, "password": factories.PASSWORD, "next": target}
    )
    assert "evil" not in answer["Location"]
    assert answer["Location"].startswith("/")


def test_a_session_ends_after_twelve_hours_however_busy_it_was(client: Client, settings) -> None:
    """Features 113, 115: the twelve hours count from signing in; what is written into the session meanwhile adds nothing."""
    settings.SECOND_FACTOR = "optional"
    evening = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        sign_in(client, factories.person().email)
    for hours in (4, 8, 11):
        with time_machine.travel(evening + timedelta(hours=hours), tick=False):
            written = client.session
            written["something"] = hours
            written.save()
            assert client.get(reverse("workspace:home")).status_code == 200, hours
    assert Session.objects.get().expire_date == evening + timedelta(hours=12)
    with time_machine.travel(evening + timedelta(hours=12, seconds=1), tick=False):
        assert "/account/login/" in client.get(reverse("workspace:home"))["Location"]


def test_a_session_before_signing_in_counts_from_its_last_write(client: Client) -> None:
    begun = client.session
    begun.save()
    assert 0 < begun.get_expiry_age() <= 12 * 3600
