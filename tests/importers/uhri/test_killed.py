"""`kill -9` at any moment of an import of the index loses nothing and doubles nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from servanda.importers.uhri import run
from servanda.importers.uhri.models import Link, Observation
from tests.factories import operator
from tests.guards.sources import ROOT
from tests.importers.uhri import kill_nine
from tests.importers.uhri.samples import records, written

TRIALS = 50


def trials(folder: Path, database: str, count: int, seed: int) -> list[dict]:
    environment = os.environ | {
        "SERVANDA_DATABASE": database,
        "SERVANDA_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "servanda.project.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.importers.uhri.kill_nine", str(folder), str(count), str(seed)]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=550, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


def must_be_whole(results: list[dict]) -> None:
    assert len(results) == TRIALS
    assert [fault for result in results for fault in (*result["after_kill"], *result["at_end"])] == []
    moments = {result["killed_at"] for result in results}
    assert len(moments) >= 10, f"all kills hit the same moments: {moments}"


@pytest.mark.slow
@pytest.mark.sqlite
def test_kill_nine_on_sqlite(tmp_path: Path) -> None:
    """Feature 16: each row of the source once, however often the process dies."""
    must_be_whole(trials(tmp_path, f"sqlite:///{tmp_path / 'killed.sqlite3'}", TRIALS, seed=268))


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_kill_nine_on_postgresql(tmp_path: Path) -> None:
    """Feature 16: the same with COPY."""
    must_be_whole(trials(tmp_path, _address_of_this_database(), TRIALS, seed=942))


def _address_of_this_database() -> str:
    """The address that this run was given, with the name of the test's own database."""
    given = os.environ["SERVANDA_TEST_DATABASE"]
    return f"{given.rpartition('/')[0]}/{connection.settings_dict['NAME']}"


@pytest.mark.django_db
def test_planted_losses_and_doubles_are_found(tmp_path: Path) -> None:
    """The search for faults is no green zero."""
    rows = records(20)
    run.read_edition(written(tmp_path / "a.json", rows), by=operator())
    assert list(kill_nine.faults_at_the_end(rows)) == []
    Link.objects.filter(observation=Observation.objects.first())._raw_delete("default")
    Observation.objects.filter(pk=Observation.objects.last().pk).update(until=1)
    found = " ".join(kill_nine.faults_at_the_end(rows))
    assert "1 rows are missing" in found
    assert "links for" in found
