"""The worker beside the web server: another one follows a killed one, and begins with what was left."""

import io
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from servanda.jobs import commands
from servanda.jobs.works import WORKS, Outcome, work
from servanda.project import serving
from tests.factories import editor


def test_another_worker_follows_a_killed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        started.append(subprocess.Popen(["sleep", "60"]))
        return started[-1]

    monkeypatch.setattr(serving, "start_worker", start)
    monkeypatch.setattr(serving, "PAUSE", 0.01)
    keeper = serving.Keeper()
    keeper.start()
    started[0].kill()
    until = time.monotonic() + 10
    while len(started) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    keeper.end()
    keeper.join(5)
    assert len(started) == 2
    assert started[1].poll() is not None, "the last one is ended with the server"


@pytest.mark.django_db(transaction=True)
def test_the_worker_begins_with_what_an_earlier_one_left(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    done = []

    @work("left")
    def run(*, by: Any) -> Outcome:
        done.append(by.pk)
        return Outcome("Done.")

    job = commands.order(work="left", title="Left", arguments={}, by=editor())
    with transaction.atomic():
        commands.begin(job)
    said = io.StringIO()
    call_command("worker", batch=True, startup_delay=False, stdout=said, verbosity=0)
    del WORKS["left"]
    assert "goes on with 1" in said.getvalue()
    assert done == [job.by_id]
