"""Every route, asked by everybody about everything in every state, against what is written."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from servanda.accounts.policy import RULES, SCOPES, anything
from servanda.documents import permissions as documents_permissions
from servanda.implementation.models import Challenge
from servanda.project import urls
from tests.guards.sources import assert_none
from tests.matrix.asking import questions, silence, wrong_answers
from tests.matrix.expected import ACTIONS
from tests.matrix.routes import walked_routes, written_routes
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with silence():
        yield


@pytest.fixture(autouse=True)
def _short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals by the thousand without their page, which test_answers.py reads."""
    for status in (403, 404):
        monkeypatch.setattr(
            urls, f"handler{status}", lambda r, exception, s=status: HttpResponse(status=s), raising=False
        )


def test_every_route_is_written_and_every_written_route_exists() -> None:
    """A new page cannot be forgotten: it fails here until somebody wrote down who meets what there."""
    assert set(written_routes()) == set(walked_routes())


def test_every_door_says_what_is_written_on_it() -> None:
    said = {name: view.access for name, view in walked_routes().items()}
    assert said == {name: line.enter for name, line in written_routes().items()}


def test_written_actions_exist() -> None:
    words = {"–", "no", "writing", "step", "public", "signed in"}
    named = {word.rstrip("*") for line in written_routes().values() for word in (line.enter, line.read, line.send)}
    assert named - words - set(ACTIONS) == set()


def test_every_answer_is_as_written(world: World) -> None:
    """Feature 113: every route, person and object in every state; nobody gets more, and nobody less."""
    count, wrong = wrong_answers(questions(world))
    assert_none(wrong)
    assert count > 9_000, f"only {count} questions were asked"


# --- the matrix is no green zero: what is planted, it finds -----------------------------------------------------------


def faults_at(world: World, *names: str) -> list[str]:
    lines = written_routes()
    return wrong_answers(questions(world, [lines[name] for name in names]))[1]


def test_a_leaking_scope_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCOPES, Challenge, lambda person, rows: rows)
    assert any("Challenge draft" in fault for fault in faults_at(world, "implementation:challenge"))


def test_a_leaking_rule_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = replace(RULES["audit.read"], who=RULES["audit.read"].who | {"parliament": anything})
    monkeypatch.setitem(RULES, "audit.read", leaky)
    assert any("by parliament" in fault for fault in faults_at(world, "workspace:record"))


def test_a_leaking_ground_to_download_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents_permissions, "GROUNDS", [*documents_permissions.GROUNDS, lambda person, file: True])
    asked = [q for q in questions(world, [written_routes()["documents:download"]]) if q.principal.label == "nobody"]
    assert any("internal of published" in fault for fault in wrong_answers(asked)[1])


def test_a_dropped_decorator_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view whose door was forgotten is open to everybody with an account, and to nobody's name."""
    route = next(r for r in resolver_of("institutions").url_patterns if r.name == "people")
    monkeypatch.setattr(route, "callback", route.callback.__wrapped__)
    assert any("by cso" in fault for fault in faults_at(world, "institutions:people"))


def resolver_of(space: str) -> URLResolver:
    prefixed = next(p for p in get_resolver().url_patterns if isinstance(p.pattern, LocalePrefixPattern))
    return next(p for p in prefixed.url_patterns if getattr(p, "namespace", "") == space)
