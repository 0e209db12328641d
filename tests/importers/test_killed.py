"""`kill -9` at any moment of an intake loses nothing and doubles nothing."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.factories import document, recommendation
from tests.guards.sources import ROOT
from tests.importers import kill_nine
from tests.importers.taking_in import intake, item

TRIALS = 24


def trials(folder: Path, count: int, seed: int) -> list[dict]:
    environment = os.environ | {
        "SERVANDA_DATABASE": f"sqlite:///{folder / 'killed.sqlite3'}",
        "SERVANDA_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "servanda.project.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.importers.kill_nine", str(folder), str(count), str(seed)]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.sqlite
def test_kill_nine_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Feature 16: each item once, the register whole or empty, the record unbroken, whenever the process dies."""
    results = trials(tmp_path, TRIALS, seed=58)
    assert len(results) == TRIALS
    assert [fault for result in results for fault in (*result["after_kill"], *result["at_end"])] == []
    moments = Counter(result["killed_in"] for result in results)
    assert len(moments) >= 2, f"all kills hit the same moment: {moments}"


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_planted_half_intake_is_found() -> None:
    """The search for faults is no green zero: a register that holds a part is told."""
    intake(item(1), item(2))
    document()
    recommendation()
    assert any("the register holds" in fault for fault in kill_nine.faults_in_between())


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_planted_item_that_is_lost_is_found() -> None:
    kept = intake(item(1), item(2))
    kept.items.filter(order=1).delete()
    assert any("items [2], done 2" in fault for fault in kill_nine.faults_in_between())
