"""Serving a deployment: the web server, and the worker that reads documents in the background."""

import subprocess
import sys
from contextlib import suppress

from django.conf import settings


def serve(host: str, port: int, *, threads: int = 4) -> None:
    """Serve until the process is stopped. One process with few threads is enough for a ministry (docs/scaling.md)."""
    worker = start_worker()
    try:
        _web_server(host, port, threads)
    finally:
        if worker:
            worker.terminate()
            with suppress(subprocess.TimeoutExpired):
                worker.wait(timeout=10)


def start_worker() -> subprocess.Popen | None:
    """The process that runs what was queued in the database, unless jobs run at once."""
    if "DatabaseBackend" not in settings.TASKS["default"]["BACKEND"]:
        return None
    return subprocess.Popen([sys.executable, "-m", "servanda.project.command_line", "db_worker", "--interval", "1"])


def _web_server(host: str, port: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "servanda.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
    ).serve()
