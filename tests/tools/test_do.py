"""The one command: it lists itself, and says in a sentence what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.sources import ROOT
from tests.support.postgres import running_cluster
from tools import environment


def do(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "do"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)


def test_alone_it_lists_every_command_with_a_line() -> None:
    lines = [line for line in do().stdout.splitlines() if line.startswith("  ")]
    assert [line.split()[0] for line in lines][:3] == ["demo", "test", "check"]
    assert all(len(line.split()) > 4 for line in lines)


def test_unknown_command_is_refused_with_the_list() -> None:
    done = do("tets")
    assert done.returncode == 2
    assert "'demo', 'test'" in done.stderr or "demo, test" in done.stderr


def test_old_python_gets_one_clear_sentence(tmp_path: Path) -> None:
    """Planted: the running Python says it is 3.9, and no newer one is on the path."""
    planted = (
        f"import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path({str(ROOT / 'do')!r}, run_name='__main__')"
    )
    command = [sys.executable, "-c", planted]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr.startswith("Servanda needs Python 3.11 or newer, and this is Python 3.9.")
    assert "Traceback" not in done.stderr


def test_missing_system_package_is_seen() -> None:
    absent = environment.SystemPackage("no-such-thing", "a test", environment.has_program("no-such-program"))
    present = environment.SystemPackage("python", "a test", environment.has_program("sh"))
    assert not absent.is_there()
    assert present.is_there()


@pytest.mark.postgresql
def test_the_cluster_is_stopped_and_removed_at_the_end() -> None:
    with running_cluster() as address:
        folder = Path(address.split("@/")[1]).parent
        assert (folder / "data" / "postmaster.pid").exists()
    assert not folder.exists()


def test_a_chromium_that_does_not_start_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ubuntu's package is a stub that ends with 1; the next one in the list is taken, or one that Playwright fetched."""
    stub, real = tmp_path / "chromium", tmp_path / ".cache/ms-playwright/chromium-1/chrome-linux/chrome"
    real.parent.mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(environment, "CHROMIUM_NAMES", ("chromium",))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for program, status in ((stub, 1), (real, 0)):
        program.write_text(f"#!/bin/sh\nexit {status}\n")
        program.chmod(0o755)
    assert environment.find_chromium() == str(real)
    real.unlink()
    assert environment.find_chromium() is None
