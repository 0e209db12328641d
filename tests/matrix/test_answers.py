"""What every answer carries, which requests are taken at all, and that a thing one may not see is like one that is not."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from servanda.audit.models import Head
from servanda.workspace import more
from tests.guards.sources import assert_none
from tests.matrix.asking import Asked, questions, read, silence
from tests.matrix.digest import digest_of_everything
from tests.matrix.expected import Target, Targets, expected
from tests.matrix.routes import Written, written_routes
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAFE, UNSAFE = ("HEAD", "OPTIONS", "GET"), ("POST", "PUT", "PATCH", "DELETE")
LABELS = ("nobody", "own focal_point", "editor", "administrator")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with silence():
        yield


def strict_client(person: Any) -> Client:
    """A browser that keeps to the rules against forged requests, and shows errors as a visitor sees them."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def first_targets(world: World) -> list[tuple[Written, Target]]:
    targets = Targets(world)
    return [(line, targets.of(line.about)[0]) for line in written_routes().values()]


def answers(world: World, methods: tuple[str, ...], client: Client) -> Iterator[tuple[str, Any]]:
    for line, target in first_targets(world):
        for method in methods:
            yield f"{method} {line.name}", client.generic(method, target.address(line.name))


# --- requests ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", LABELS)
def test_an_unsafe_request_without_its_token_is_refused_everywhere(world: World, label: str) -> None:
    """S9: every route, four methods, no token: 403, before anything else is looked at."""
    client = strict_client(world.principal(label).person)
    found = list(answers(world, UNSAFE, client))
    assert_none([f"{what}: {response.status_code}" for what, response in found if response.status_code != 403])
    assert_none([fault for what, response in found for fault in faults_of(what, response, signed_in=label != "nobody")])
    assert len(found) > 400


@pytest.mark.parametrize("label", ["own focal_point", "editor", "administrator"])
def test_a_safe_request_changes_nothing(world: World, label: str) -> None:
    client = strict_client(world.principal(label).person)
    before = digest_of_everything()
    found = [(what, response.status_code, read(response)) for what, response in answers(world, SAFE, client)]
    assert_none([f"{what}: {status}" for what, status, _body in found if status >= 500])
    assert digest_of_everything() == before


@pytest.mark.parametrize("label", ["own focal_point", "editor"])
def test_methods_that_no_form_uses_change_nothing(world: World, label: str) -> None:
    """With a valid token too: PUT, PATCH and DELETE are no way around the forms."""
    client = Client(raise_request_exception=False)
    client.force_login(world.principal(label).person)
    before = digest_of_everything()
    for line, target in first_targets(world):
        for method in ("PUT", "PATCH", "DELETE"):
            address = target.address(line.name)
            answer = client.generic(method, address, "reason=x&title=x", "application/x-www-form-urlencoded")
            assert answer.status_code < 500, f"{method} {line.name}"
            read(answer)
    assert digest_of_everything() == before


def test_the_digest_sees_a_change(world: World) -> None:
    before = digest_of_everything()
    Head.objects.update(digest="0" * 64)
    assert digest_of_everything() != before


# --- headers ----------------------------------------------------------------------------------------------------------


def faults_of(what: str, response: Any, *, signed_in: bool) -> list[str]:
    """Which promise of the headers this answer breaks (S10)."""
    policy = response.headers.get("Content-Security-Policy", "")
    wanted = {
        "a policy of what may be loaded": "default-src 'none'" in policy and "unsafe" not in policy,
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "a referrer policy": response.headers.get("Referrer-Policy") == "same-origin",
        "no frames": response.headers.get("X-Frame-Options") == "DENY",
        "not stored": not signed_in or "no-store" in response.headers.get("Cache-Control", ""),
        "varies by who asks": not signed_in or "Cookie" in response.headers.get("Vary", ""),
        "closed cookies": all(
            c["httponly"] and c["samesite"] == "Strict" for c in response.cookies.values() if c.value
        ),
    }
    return [f"{what} ({response.status_code}): not {name}" for name, kept in wanted.items() if not kept]


@pytest.mark.parametrize("label", LABELS)
def test_every_answer_carries_the_headers(world: World, label: str) -> None:
    """Pages, refusals, redirects, files, tables: all of them."""
    faults, statuses = [], set()
    for what, response in answers(world, ("GET",), strict_client(world.principal(label).person)):
        faults += faults_of(what, response, signed_in=label != "nobody")
        statuses.add(response.status_code)
        read(response)
    assert_none(faults)
    assert {200, 302, 404} <= statuses


def test_downloads_carry_them_too(world: World) -> None:
    faults = []
    for target in Targets(world).of("file"):
        response = world.principal("own focal_point").client.get(target.address("documents:download"))
        faults += faults_of(target.note, response, signed_in=True)
        read(response)
    assert_none(faults)


def test_a_crash_says_nothing_and_carries_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_arguments: Any) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(more, "_shown", crash)
    response = strict_client(world.editor).get(reverse("workspace:more"))
    assert response.status_code == 500
    assert b"of the inside" not in response.content
    assert b"Traceback" not in response.content
    assert_none(faults_of("crash", response, signed_in=True))


def test_a_missing_header_is_found(world: World) -> None:
    response = world.principal("editor").client.get(reverse("workspace:more"))
    del response.headers["Cache-Control"]
    assert faults_of("planted", response, signed_in=True) == ["planted (200): not not stored"]


# --- what one may not see does not exist ------------------------------------------------------------------------------


def comparable(response: Any, *ids: Any) -> tuple[int, str, list[str]]:
    """The answer without the id that was asked for, and without what is new in each answer."""
    text = read(response).decode(errors="replace")
    for one in ids:
        text = text.replace(str(one), "ID")
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    return response.status_code, text, sorted(response.headers)


def hidden_things(world: World, label: str) -> Iterator[Asked]:
    """For each route the first few objects that exist and that she may not see."""
    principal, seen = world.principal(label), dict.fromkeys(written_routes(), 0)
    for asked in questions(world):
        hidden = asked.principal is principal and "pk" in asked.target.kwargs and expected(*asked) == "not there"
        if hidden and seen[asked.line.name] < 3:
            seen[asked.line.name] += 1
            yield asked


@pytest.mark.parametrize("label", ["nobody", "other focal_point", "nhri author", "editor", "cso"])
def test_what_she_may_not_see_is_like_what_does_not_exist(world: World, label: str) -> None:
    """S3: same status, same page, same headers; no id can be tried out."""
    different, count = [], 0
    for asked in hidden_things(world, label):
        other = uuid.uuid4()
        nowhere = Target(asked.target.kwargs | {"pk": other})
        client, addresses = asked.principal.client, [t.address(asked.line.name) for t in (asked.target, nowhere)]
        real, none = (client.generic(asked.method, address) for address in addresses)
        count += 1
        if comparable(real, asked.target.kwargs["pk"]) != comparable(none, other):
            different.append(str(asked))
    assert_none(different)
    assert count >= 3
