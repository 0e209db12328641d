"""Another program in a process of its own: so much memory, so much time, no network, and an end to all it started.

Libraries that open what strangers send are written in C: a file made to exhaust them cannot be stopped from inside.
This module is also the small launcher that stands between: it is started as a script of its own (no Django, no site
packages), limits itself, and becomes the program.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MB = 1024 * 1024
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "PATH")
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of <sched.h>


class Stopped(Exception):
    """The program asked for more time than it may take, or could not be started."""


@dataclass(frozen=True)
class Share:
    """What a program may take. `seconds` of the processor; on the clock `patience` times as long, for a busy machine.

    `memory` counts what the program asks for itself; a program that only reserves much (LibreOffice) is measured by its
    data instead of its addresses (`by_data`). `file_bytes`: the largest file it may write.
    """

    seconds: int = 9
    memory: int = 512 * MB
    by_data: bool = False
    file_bytes: int = 160 * MB
    patience: int = 5


def run_apart(
    command: Sequence[str | Path], share: Share, *, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The ended program with what it wrote; raises Stopped where it had to be ended. Nothing it started goes on."""
    limits = (share.seconds, share.memory, int(share.by_data), share.file_bytes)
    launcher = [sys.executable, "-I", "-S", __file__, *map(str, limits)]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        child = subprocess.Popen(  # noqa: S603  our own programs, with a path of ours
            [*launcher, *map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=kept | dict(environment or {}), start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise Stopped(str(error)) from error
    try:
        out, complaints = child.communicate(given, timeout=share.seconds * share.patience)
    except subprocess.TimeoutExpired as error:
        raise Stopped("time") from error
    finally:
        _end_all(child)
    return subprocess.CompletedProcess(child.args, child.returncode, out, complaints)


def run_module(
    module: str, *arguments: str, share: Share | None = None, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """One of our own modules, as its own program."""
    environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", module, *arguments]
    return run_apart(command, share or Share(), given=given, environment=environment)


def _end_all(child: subprocess.Popen[bytes]) -> None:
    """End the program and everything it started: they share a session of their own."""
    with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
        os.killpg(child.pid, 9)
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe and not pipe.closed:
            with contextlib.suppress(OSError):
                pipe.close()


# --- the launcher ----------------------------------------------------------------------------------------------------


def _limit_myself(seconds: int, memory: int, by_data: int, file_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_DATA if by_data else resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


def _leave_the_network() -> None:
    """An empty network of one's own, where the system grants it; the caller's settings forbid it besides."""
    import ctypes

    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NETWORK) != 0:
            libc.unshare(_NEW_USER | _NEW_NETWORK)
    except (AttributeError, OSError, TypeError):  # no Linux
        return


def _become(arguments: Sequence[str]) -> None:
    limits, command = [int(value) for value in arguments[:4]], list(arguments[4:])
    _leave_the_network()
    _limit_myself(*limits)
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    _become(sys.argv[1:])
