"""What could not run is said at the end, and is a failure with CI=true. Tried on small runs of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import ROOT

SKIPPING = """
from tests.support.missing import cannot_run
def test_needs_a_printer():
    cannot_run("there is no printer", remedy="buy a printer")
def test_that_runs():
    assert True
"""


def run_small(folder: Path, source: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_small.py").write_text(source)
    command = [sys.executable, "-m", "pytest", str(folder), "-c", os.devnull, "-q", "--rootdir", str(folder)]
    plugins = ["-p", "no:django", "-p", "no:cacheprovider", "-p", "tests.support.loud_skips"]
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "SERVANDA_NOT_RUN"}}
    return subprocess.run(
        [*command, *plugins], env=clean | environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_gap_is_said_with_its_remedy(tmp_path: Path) -> None:
    done = run_small(tmp_path, SKIPPING)
    assert "NOT RUN: 1 test: there is no printer" in done.stdout
    assert "Remedy: buy a printer" in done.stdout
    assert done.returncode == 0


def test_a_gap_is_a_failure_in_ci(tmp_path: Path) -> None:
    assert run_small(tmp_path, SKIPPING, CI="true").returncode == 1


def test_a_gap_of_the_command_is_a_failure_in_ci(tmp_path: Path) -> None:
    gap = {"SERVANDA_NOT_RUN": "the suite on PostgreSQL | it is not installed | install it"}
    done = run_small(tmp_path, "def test_that_runs():\n    assert True\n", CI="true", **gap)
    assert "NOT RUN: the suite on PostgreSQL: it is not installed" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("ci", ["true", ""])
def test_a_whole_run_says_nothing_and_passes(tmp_path: Path, ci: str) -> None:
    done = run_small(tmp_path, "def test_that_runs():\n    assert True\n", CI=ci)
    assert "NOT RUN" not in done.stdout
    assert done.returncode == 0
