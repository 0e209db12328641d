"""A PostgreSQL cluster of the test run's own: made, served on a Unix socket only, stopped and removed at the end.

Only the standard library, because `./do test` starts it before anything is imported.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Nothing here outlives the run, so nothing waits for the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class NoPostgreSQL(Exception):
    """Why no cluster could be started, in words for the person at the keyboard."""


@contextmanager
def running_cluster() -> Iterator[str]:
    """Serve a new cluster and hand over its address, as SERVANDA_DATABASE takes it."""
    programs = find_programs()
    account = account_for_server()
    folder = Path(tempfile.mkdtemp(prefix="servanda-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes
    os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        start(programs, folder, account)
        yield f"postgres://servanda@/{folder}/servanda"
    finally:
        stop(programs, folder, account)
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The newest folder that has initdb and pg_ctl."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in [*installed, *on_path]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgreSQL("its programs initdb and pg_ctl were not found")


def account_for_server() -> pwd.struct_passwd:
    """Ourselves; but PostgreSQL refuses to run as root, so then its own account, or nobody."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgreSQL("it refuses to run as root, and there is neither an account `postgres` nor `nobody`")


def start(programs: Path, folder: Path, account: pwd.struct_passwd) -> None:
    data, log = folder / "data", folder / "log"
    initdb = [programs / "initdb", "-D", data, "-U", "servanda", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    run_as(account, folder, *initdb, "--no-sync")
    settings = {"unix_socket_directories": str(folder)} | SETTINGS
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    run_as(account, folder, programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")
    run_as(account, folder, programs / "createdb", "-h", folder, "-U", "servanda", "servanda")


def stop(programs: Path, folder: Path, account: pwd.struct_passwd) -> None:
    """Stop the server if it runs; an interrupted run must not leave one behind."""
    if (folder / "data" / "postmaster.pid").exists():
        with suppress(NoPostgreSQL):
            run_as(account, folder, programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")


def run_as(account: pwd.struct_passwd, folder: Path, *command: str | Path) -> None:
    other = {} if account.pw_uid == os.geteuid() else {"user": account.pw_uid, "group": account.pw_gid}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **other,
        **({"extra_groups": []} if other else {}),
        preexec_fn=ignore_interrupt,
    )
    if done.returncode != 0:
        raise NoPostgreSQL(f"{Path(command[0]).name} failed: {last_line(done.stdout)}")


def ignore_interrupt() -> None:
    """Ctrl+C is for us: we stop the server in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def last_line(output: str) -> str:
    return (output.strip().splitlines() or ["it said nothing"])[-1]
