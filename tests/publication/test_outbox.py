"""The outbox: nothing that was committed is missed, also where numbers come late."""

from datetime import timedelta

import pytest

from servanda.core import clock
from servanda.publication.models import Change
from servanda.publication.outbox import LATE, Outbox

pytestmark = pytest.mark.django_db
PUBLIC = Outbox("public")


def change(number: int, key: str, index: str = "public") -> None:
    Change.objects.create(id=number, index=index, key=key)


def test_each_change_is_read_once_and_only_for_its_index() -> None:
    start = PUBLIC.now()
    change(1, "a")
    change(2, "b", "work")
    keys, position = PUBLIC.since(start)
    assert keys == ["a"]
    assert PUBLIC.since(position) == ([], position)


def test_a_number_that_is_committed_late_is_still_read() -> None:
    change(1, "a")
    start = PUBLIC.now()
    change(3, "c")
    keys, position = PUBLIC.since(start)
    assert keys == ["c"]
    change(2, "b")
    keys, position = PUBLIC.since(position)
    assert keys == ["b"]
    assert PUBLIC.since(position) == ([], position)


def test_a_number_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    change(1, "a")
    start = PUBLIC.now()
    change(3, "c")
    _, position = PUBLIC.since(start)
    assert list(position["awaited"]) == ["2"]
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=LATE + 1))
    change(4, "d")
    assert PUBLIC.since(position)[1]["awaited"] == {}


def test_the_position_of_another_database_is_known() -> None:
    change(5, "a")
    start = PUBLIC.now()
    Change.objects.all().delete()
    assert PUBLIC.since(start) is None
    change(5, "something else")
    assert PUBLIC.since(start) is None


def test_one_query(django_assert_num_queries) -> None:
    change(1, "a")
    start = PUBLIC.now()
    for number in range(2, 40):
        change(number, "b")
    with django_assert_num_queries(1):
        PUBLIC.since(start)
