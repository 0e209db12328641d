"""What must be known of a running job while its transaction is open: its numbers, the wish to stop it, and that somebody is at it.

Files in `var/jobs`, beside the database, which shows nothing of an open transaction. The lock is the operating system's: it
falls when the process dies, however it dies.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import locks


class Desk:
    """The files of one job."""

    def __init__(self, job: Any) -> None:
        folder = Path(settings.VAR_DIR) / "jobs"
        folder.mkdir(parents=True, exist_ok=True)
        self._numbers, self._stop, self._lock = (folder / f"{job}.{kind}" for kind in ("numbers", "stop", "lock"))

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Sit down at it; false where another process sits there already."""
        with self._lock.open("w") as file:
            mine = locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
            try:
                yield mine
            finally:
                if mine:
                    self._clear()
                    locks.unlock(file)

    def is_taken(self) -> bool:
        with self.taken_for_a_look() as free:
            return not free

    @contextmanager
    def taken_for_a_look(self) -> Iterator[bool]:
        """Whether it was free; nothing is cleared."""
        with self._lock.open("a") as file:
            free = locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
            yield free
            if free:
                locks.unlock(file)

    def tell(self, done: int, total: int) -> None:
        """Write the numbers, so that a reader meets the old or the new ones whole."""
        new = self._numbers.with_suffix(".new")
        new.write_text(json.dumps([done, total]))
        os.replace(new, self._numbers)

    def told(self) -> tuple[int, int] | None:
        try:
            done, total = json.loads(self._numbers.read_text())
        except FileNotFoundError:
            return None
        return done, total

    def ask_to_stop(self) -> None:
        self._stop.touch()

    @property
    def is_asked_to_stop(self) -> bool:
        return self._stop.exists()

    def _clear(self) -> None:
        for file in (self._numbers, self._stop, self._lock):
            file.unlink(missing_ok=True)
