"""Serving a deployment: the web server, and the worker that reads documents in the background."""

import subprocess
import sys
import threading
from contextlib import suppress

from django.conf import settings

PAUSE = 1.0  # seconds before a worker that ended is followed by another


def serve(host: str, port: int, *, threads: int = 4) -> None:
    """Serve until the process is stopped. One process with few threads is enough for a ministry (docs/scaling.md)."""
    keeper = Keeper()
    keeper.start()
    try:
        _web_server(host, port, threads)
    finally:
        keeper.end()


class Keeper(threading.Thread):
    """Keeps a worker running beside the web server: one that was killed is followed by another, which goes on with its work."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.worker = start_worker()
        self._ending = threading.Event()

    def run(self) -> None:
        while self.worker and not self._ending.is_set():
            self.worker.wait()
            if not self._ending.wait(PAUSE):
                self.worker = start_worker()

    def end(self) -> None:
        self._ending.set()
        if self.worker:
            self.worker.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.worker.wait(timeout=10)


def start_worker() -> subprocess.Popen | None:
    """The process that runs what was queued in the database, unless jobs run at once."""
    if "DatabaseBackend" not in settings.TASKS["default"]["BACKEND"]:
        return None
    return subprocess.Popen([sys.executable, "-m", "servanda.project.command_line", "worker", "--interval", "1"])


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
