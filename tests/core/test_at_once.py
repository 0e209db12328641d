"""Rows that are written together, and things that are counted."""

from typing import Any

import pytest

from servanda.core.at_once import at_once, at_the_end, held_by, hold
from servanda.core.counting import counted, listening

written: list[tuple[str, list[Any]]] = []


@at_the_end
def shows(rows: list[Any]) -> None:
    written.append(("shows", rows))


def keeps(rows: list[Any]) -> None:
    written.append(("keeps", rows))
    if rows == ["again"]:
        hold(shows, "what came of it")


@pytest.fixture(autouse=True)
def _nothing_written() -> None:
    written.clear()


def test_outside_of_a_block_it_is_written_at_once() -> None:
    hold(keeps, 1)
    assert written == [("keeps", [1])]


def test_inside_it_is_held_and_written_together() -> None:
    with at_once():
        hold(keeps, 1)
        hold(keeps, 2, 3)
        assert (written, held_by(keeps)) == ([], [1, 2, 3])
    assert written == [("keeps", [1, 2, 3])]
    assert held_by(keeps) == []


def test_who_reads_what_others_write_comes_last() -> None:
    with at_once():
        hold(shows, "a")
        hold(keeps, "again")
    assert written == [("keeps", ["again"]), ("shows", ["a", "what came of it"])]


def test_an_inner_block_belongs_to_the_outer_one() -> None:
    with at_once():
        with at_once():
            hold(keeps, 1)
        assert written == []
    assert written == [("keeps", [1])]


def fail_in_the_middle() -> None:
    with at_once():
        hold(keeps, 1)
        raise LookupError


def test_what_failed_wrote_nothing() -> None:
    with pytest.raises(LookupError):
        fail_in_the_middle()
    assert written == []
    hold(keeps, 2)
    assert written == [("keeps", [2])]


def test_a_listener_hears_of_each_thing_that_is_done() -> None:
    class Heard:
        count = 0

        def one_done(self) -> None:
            self.count += 1

    heard = Heard()
    with listening(heard):
        things = counted("abc")
        assert next(things) == "a"
        assert heard.count == 0, "the first is not done yet"
        assert list(things) == ["b", "c"]
    assert heard.count == 3
    assert list(counted("xyz")) == ["x", "y", "z"]
    assert heard.count == 3
