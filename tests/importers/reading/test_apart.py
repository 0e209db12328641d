"""A program in a process of its own takes no more than it may, and leaves nothing behind."""

import os
import sys
import time

import pytest

from servanda.importers.reading.apart import MB, Share, Stopped, run_apart

SMALL = Share(seconds=2, memory=200 * MB, patience=1)


def python(code: str, share: Share = SMALL) -> str:
    done = run_apart([sys.executable, "-c", code], share)
    return done.stdout.decode() + done.stderr.decode()


def test_what_it_says_comes_back() -> None:
    assert python("print(7 * 6)") == "42\n"


def test_memory_is_limited() -> None:
    assert "MemoryError" in python("x = bytearray(400 * 1024 * 1024)")
    assert "MemoryError" in python("x = bytearray(400 * 1024 * 1024)", Share(memory=200 * MB, by_data=True))


def test_the_largest_file_is_limited(tmp_path) -> None:
    target = tmp_path / "large"
    python(f"open({str(target)!r}, 'wb').write(bytes(3_000_000))", Share(file_bytes=1 * MB))
    assert target.stat().st_size <= 1 * MB


def test_it_is_stopped_with_all_it_started(tmp_path) -> None:
    note = tmp_path / "child"
    started = (
        f"import subprocess, time; p = subprocess.Popen(['sleep', '60']); open({str(note)!r}, 'w').write(str(p.pid))"
    )
    with pytest.raises(Stopped):
        python(f"{started}; time.sleep(60)")
    deadline = time.monotonic() + 5
    while is_running(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(int(note.read_text()))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0] != "Z"


def test_no_secret_of_ours_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_SECRET_KEY", "planted")
    assert "planted" not in python("import os; print(dict(os.environ))")


def test_a_program_that_is_not_there_ends_without_an_answer() -> None:
    assert run_apart(["no-such-program"], SMALL).returncode != 0
