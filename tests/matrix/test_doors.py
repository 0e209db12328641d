"""The doors of the site: how it is set up, who is answered at all, where one is led, how often one may try."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from servanda.project.secret_key import new_key
from tests import factories
from tests.guards.sources import ROOT

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "servanda.project.settings",
    "SERVANDA_SECRET_KEY": new_key(),
    "SERVANDA_HOSTS": "followup.example",
}
ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "https:evil.example", "http:///evil.example", "javascript:alert(1)", "java\nscript:alert(1)",
    "data:text/html,x", "//evil.example\\@testserver/", "https://testserver@evil.example/", "https://testserver.evil.example/",
    "/%09/evil.example", "/\t/evil.example", "\x00//evil.example", " //evil.example", "ftp://evil.example",
]  # fmt: skip


def run(*arguments: str, folder: Any, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process as in a deployment: nothing of the environment of the tests."""
    given = PRODUCTION | {"SERVANDA_VAR": str(folder)} | environment
    given = {name: value for name, value in given.items() if value}
    return subprocess.run(
        [sys.executable, *arguments], env=given, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


# --- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_settings_of_a_deployment_pass_djangos_own_check(tmp_path: Any) -> None:
    (tmp_path / "static").mkdir()
    done = run("-m", "django", "check", "--deploy", "--fail-level", "WARNING", folder=tmp_path)
    assert done.returncode == 0, done.stderr


def test_without_a_secret_key_nothing_starts(tmp_path: Any) -> None:
    done = run("-m", "django", "check", folder=tmp_path, SERVANDA_SECRET_KEY="")
    assert done.returncode != 0
    assert "SERVANDA_SECRET_KEY is not set" in done.stderr


CLOSED = {
    "DEBUG": False,
    "DEMO": False,
    "SECOND_FACTOR": "required",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Strict",
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SESSION_COOKIE_AGE": 12 * 3600,
    "USE_X_FORWARDED_HOST": False,
}


def test_a_deployment_is_closed_by_default(tmp_path: Any) -> None:
    """With nothing set but the key and the host."""
    code = f"from django.conf import settings as s; print({{n: getattr(s, n) for n in {list(CLOSED)}}})"
    assert run("-c", code, folder=tmp_path).stdout.strip() == str(CLOSED)


# --- hosts and other places -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "evil.example:80", "testserver@evil.example", ""]
)
def test_a_forged_host_is_not_answered(client: Client, host: str) -> None:
    assert client.get(reverse("portal:about"), headers={"host": host}).status_code == 400


@pytest.mark.django_db
def test_a_forwarded_host_is_not_believed(client: Client) -> None:
    answer = client.get(reverse("portal:sitemap"), headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in b"".join(answer.streaming_content)


@pytest.mark.django_db
@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_elsewhere(target: str, settings: Any) -> None:
    """After signing in, after proving oneself again, and after a step."""
    settings.SECOND_FACTOR = "optional"
    house = factories.House()
    draft = factories.update(house)
    client = Client()
    given = {"login": house.focal_point.email, "password": factories.PASSWORD, "next": target}
    cache.clear()
    answers = [client.post(reverse("account_login"), given)]
    answers.append(client.post(reverse("implementation:step", args=["update", draft.pk, "submit"]), {"next": target}))
    answers.append(client.post(reverse("account_logout"), {"next": target}))
    for answer in answers:
        assert answer.status_code in (302, 303)
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
        assert not re.search(r"[\s\x00]", answer["Location"])


# --- how often one may try (docs/reference/limits.md) ----------------------------------------------------------------


def sign_in(address: str, password: str, place: str, *, forwarded: str = "") -> bool:
    client = Client(REMOTE_ADDR=place)
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    client.post(reverse("account_login"), {"login": address, "password": password}, headers=headers)
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_the_sixth_guess_of_a_stranger_at_one_account_is_not_tried() -> None:
    """S25: exactly at five, and only for the guesser: the person herself, elsewhere, is not kept out."""
    cache.clear()
    person = factories.person()
    for _ in range(4):
        assert not sign_in(person.email, "wrong", "203.0.113.1")
    assert sign_in(person.email, factories.PASSWORD, "203.0.113.1"), "the fifth try is tried"
    for _ in range(5):
        sign_in(person.email, "wrong", "203.0.113.2")
    assert not sign_in(person.email, factories.PASSWORD, "203.0.113.2")
    assert sign_in(person.email, factories.PASSWORD, "203.0.113.3")


@pytest.mark.django_db
def test_behind_a_proxy_visitors_are_told_apart(settings: Any) -> None:
    """By the address that the proxy itself adds last; what the visitor wrote before it is not believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    person = factories.person()
    for n in range(5):
        sign_in(person.email, "wrong", "10.0.0.1", forwarded=f"198.51.100.{n}, 203.0.113.2")
    assert not sign_in(person.email, factories.PASSWORD, "10.0.0.1", forwarded="198.51.100.9, 203.0.113.2")
    assert sign_in(person.email, factories.PASSWORD, "10.0.0.1", forwarded="203.0.113.3")


@pytest.mark.django_db
def test_the_eleventh_guess_from_one_address_is_not_tried() -> None:
    cache.clear()
    person = factories.person()
    for n in range(9):
        assert not sign_in(f"nobody{n}@servanda.example", "wrong", "203.0.113.77")
    assert sign_in(person.email, factories.PASSWORD, "203.0.113.77")
    for n in range(9, 11):
        assert not sign_in(f"nobody{n}@servanda.example", "wrong", "203.0.113.77")
    assert not sign_in(person.email, factories.PASSWORD, "203.0.113.77")
    assert sign_in(person.email, factories.PASSWORD, "203.0.113.78")
