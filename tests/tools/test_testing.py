"""The test command: without PostgreSQL it runs what it can, and says what it could not."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.postgres import NoPostgreSQL
from tools import testing


@contextmanager
def no_cluster() -> Iterator[str]:
    raise NoPostgreSQL("its programs were not found")
    yield ""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    """The programs that the command would start, with their environment."""
    runs: list[tuple[tuple[str, ...], dict[str, str]]] = []
    monkeypatch.setattr(testing, "run", lambda *command, **environment: runs.append((command, environment)) or 0)
    return runs


def test_without_postgresql_the_journeys_run_and_the_gap_is_told(
    started: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing, "running_cluster", no_cluster)
    testing.run_on_postgresql("", [])
    command, environment = started[0]
    assert command[command.index("-m", 3) + 1] == "browser"
    assert environment["SERVANDA_NOT_RUN"].startswith("the whole suite on PostgreSQL | its programs were not found | ")


def test_what_the_command_does_not_know_goes_to_pytest() -> None:
    chosen, rest = testing.parse(["--fast", "tests/core", "-k", "published"])
    assert chosen.fast
    assert rest == ["tests/core", "-k", "published"]


def test_marks_of_ones_own_narrow_the_stage() -> None:
    assert testing.parse(["-m", "not slow"])[0].marks == "not slow"
    assert testing.both("not browser", "not slow") == "(not browser) and (not slow)"
    assert testing.both("", "slow") == "slow"
    assert testing.both("browser", "") == "browser"


def test_every_stage_runs_and_the_first_failure_counts() -> None:
    ran: list[int] = []
    stages = [lambda status=status: ran.append(status) or status for status in (0, 2, 0, 1)]
    assert testing.run_stages(stages) == 2
    assert ran == [0, 2, 0, 1]


@pytest.mark.parametrize(("arguments", "status"), [(["tests/x"], 0), ([], 5)])
def test_no_chosen_test_is_a_failure_only_of_a_whole_run(
    arguments: list[str], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing, "run", lambda *command, **environment: testing.NO_TEST_CHOSEN)
    assert testing.run_pytest("", arguments) == status


def marks_of(runs: list) -> list[tuple[str, bool]]:
    """The marks of each run of pytest, and whether it was in one process."""
    return [(command[command.index("-m", 3) + 1], "-n0" in command) for command, _environment in runs]


def test_what_measures_time_runs_alone_after_the_others(started: list) -> None:
    """Feature 96: the budgets of pages are measured with nothing beside them, and a failure there fails the command."""
    testing.run_on_sqlite("not browser", ["-x"])
    assert marks_of(started) == [("(not browser) and (not alone)", False), ("(not browser) and (alone)", True)]


def test_on_postgresql_the_whole_has_the_last_word(started: list) -> None:
    testing.run_on_cluster("", [], SERVANDA_TEST_DATABASE="postgres://x")
    assert marks_of(started) == [("alone", True), ("not alone", False)]
    assert all(environment == {"SERVANDA_TEST_DATABASE": "postgres://x"} for _command, environment in started)


@pytest.mark.parametrize(
    ("marks", "arguments"),
    [("not browser and not slow", []), ("browser", []), ("", ["tests/x"]), ("", ["-k", "pages"])],
)
def test_a_choice_that_has_none_of_them_is_one_run(started: list, marks: str, arguments: list[str]) -> None:
    testing.run_on_sqlite(marks, arguments)
    assert len(started) == 1


def test_a_budget_that_is_broken_fails_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing, "run", lambda *command, **environment: int("alone" in command))
    assert testing.run_on_cluster("", []) == 1
