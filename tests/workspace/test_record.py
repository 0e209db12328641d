"""The record of changes as an administrator reads it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from servanda.audit.models import Entry
from servanda.audit.verification import verify
from servanda.core import clock
from servanda.workspace.record_words import WORDS, command_choices, words_of
from tests.factories import House, editor, person, recommendation, update
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Any:
    return client_of(person(role="administrator"))


def shown(client: Any, **query: Any) -> str:
    return client.get(address("workspace:record", **query)).content.decode()


def test_who_did_what_when_and_in_which_capacity(client: Any) -> None:
    """Feature 114: an administrator reads the record of changes in words."""
    house = House(names={"en": "Ministry of Justice"})
    one = recommendation()
    update(house, recommendation=one)
    text = shown(client)
    for words in (
        "Entered a recommendation",
        one.reference,
        str(editor()),
        "Began an update",
        "Focal point, Ministry of Justice",
    ):
        assert words in text


def test_it_never_shows_what_was_written(client: Any) -> None:
    """Feature 114: an administrator has no right to content, neither on the page nor in the export."""
    update(House(), what_was_done="Forty judges were trained in secret.")
    assert "Forty judges" not in shown(client)
    exported = b"".join(client.get(address("workspace:record-export")).streaming_content).decode()
    assert "Forty judges" not in exported
    assert "implementation.write_update" in exported


def test_the_export_without_content_still_verifies_and_a_change_is_found(client: Any) -> None:
    recommendation()
    lines = b"".join(client.get(address("workspace:record-export")).streaming_content).decode().splitlines()
    assert list(verify(lines)) == []
    entry = json.loads(lines[2])
    lines[2] = json.dumps(entry | {"command": "publication.publish"})
    assert [finding.line for finding in verify(lines)] == [3]


def test_the_record_is_checked_on_request_and_says_where_it_was_altered(client: Any) -> None:
    recommendation()
    assert "The record is whole" in shown(client, check=1)
    Entry.objects.filter(number=3).update(role="administrator")
    text = shown(client, check=1)
    assert "The record was altered" in text
    assert "Entry 3" in text


def test_it_is_filtered_by_person_command_object_and_day(client: Any) -> None:
    one, other = recommendation(), recommendation()
    rows = lambda text: text.count('<th scope="row"')  # noqa: E731
    assert rows(shown(client, command="recommendations.enter")) == 2
    by_reference = shown(client, about=one.reference, command="recommendations.enter")
    assert rows(by_reference) == 1
    assert other.reference not in by_reference
    assert rows(shown(client, person=editor().pk, command="recommendations.enter")) == 2
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    assert rows(shown(client, since=today, command="recommendations.enter")) == 2
    assert "No entry fits all of this" in shown(client, since=tomorrow)
    assert "No entry fits all of this" in shown(client, until=today - timedelta(days=1))


def test_fifty_a_page(client: Any) -> None:
    for _ in range(30):
        recommendation()
    assert shown(client).count('<th scope="row"') == 50


@pytest.mark.parametrize(
    "role", ["secretariat_editor", "secretariat_publisher", "nhri", "member", "cso", "adviser", "parliament"]
)
def test_nobody_else_reads_it(role: str) -> None:
    """Feature 114: the record is the administrator's to read."""
    visitor = client_of(person(role=role))
    assert visitor.get(address("workspace:record")).status_code == 403
    assert visitor.get(address("workspace:record-export")).status_code == 403


def test_every_command_has_words() -> None:
    named = dict(command_choices())
    assert all(named.values())
    assert all("." not in words_of(command) for command in named)
    assert set(WORDS) <= set(named)


def test_the_number_of_queries_does_not_grow(client: Any) -> None:
    def many() -> None:
        for _ in range(20):
            update(House())

    assert_same_queries(client, address("workspace:record"), small=lambda: update(House()), large=many)
