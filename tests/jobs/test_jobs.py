"""Long work: numbers, stopping, going on after a killed worker, and the notice."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from servanda.accounts.commands import end_access
from servanda.assignments.models import Assignment
from servanda.core.counting import counted
from servanda.jobs import commands, running, tasks
from servanda.jobs.desk import Desk
from servanda.jobs.models import Job
from servanda.jobs.works import WORKS, Outcome, work
from servanda.publication.models import Snapshot
from servanda.recommendations.models import Classification, Recommendation
from tests.factories import House, document, editor, person, publisher, recommendation, scheme
from tests.guards.sources import ROOT
from tests.support.visits import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.SECOND_FACTOR = tmp_path, "optional"


@pytest.fixture(autouse=True)
def _looks_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EVERY", 0)


@pytest.fixture
def waits(settings: Any) -> None:
    """What is ordered waits, as it does for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def trial() -> Any:
    """A work that writes, counts, and does what the test wants in between."""
    steps: list[Any] = []

    @work("trial")
    def run(*, things: int, by: Any) -> Outcome:
        for place in counted(range(things)):
            document(symbol=f"TRIAL/{place}")
            for step in steps:
                step(place)
        return Outcome("All is done.", "/en/work/")

    yield steps
    del WORKS["trial"]


def ordered(things: int = 3, by: Any = None, **more: Any) -> Job:
    return commands.order(
        work="trial", title="A trial", arguments={"things": things}, total=things, by=by or editor(), **more
    )


def made() -> int:
    from servanda.documents.models import Document

    return Document.objects.filter(symbol__startswith="TRIAL/").count()


# --- running ----------------------------------------------------------------------------------------------------------


def test_a_job_does_its_work_and_says_so(trial: Any) -> None:
    job = ordered()
    running.run(job)
    job.refresh_from_db()
    assert (job.state, job.outcome["said"], made()) == ("done", "All is done.", 3)


def test_the_numbers_can_be_read_while_it_runs(trial: Any) -> None:
    told = []
    job = ordered()
    trial.append(lambda place: told.append(Desk(job.pk).told()))
    running.run(job)
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert Desk(job.pk).told() is None, "the desk is cleared"


def test_stopping_leaves_no_trace(trial: Any) -> None:
    """Stopped in the middle, nothing of it is there: no document, no public version, no entry in the record."""
    from servanda.audit.models import Entry

    job = ordered()
    before = (Entry.objects.count(), Snapshot.objects.count())
    trial.append(lambda place: Desk(job.pk).ask_to_stop() if place == 1 else None)
    running.run(job)
    job.refresh_from_db()
    assert (job.state, made()) == ("stopped", 0)
    assert (Entry.objects.count(), Snapshot.objects.count()) == before


def test_a_work_that_breaks_leaves_no_trace_and_says_so(trial: Any, caplog: pytest.LogCaptureFixture) -> None:
    job = ordered()
    trial.append(lambda place: 1 / (1 - place))
    running.run(job)
    job.refresh_from_db()
    assert (job.state, made()) == ("failed", 0)
    assert "nothing was changed" in job.failure
    assert "division" in caplog.text


def test_it_runs_once(trial: Any) -> None:
    job = ordered()
    for _again in range(2):
        running.run(job)
    assert made() == 3


def test_two_workers_do_not_run_the_same_job(trial: Any) -> None:
    job = ordered()
    with Desk(job.pk).taken() as mine:
        assert mine
        running.run(job)
    assert made() == 0


def test_who_lost_her_access_meanwhile_changes_nothing_more(trial: Any) -> None:
    job = ordered()
    end_access(person=job.by, by=person(role="administrator"))
    running.run(Job.objects.get(pk=job.pk))
    job.refresh_from_db()
    assert (job.state, made()) == ("failed", 0)


def test_the_same_order_is_one_job_while_it_is_open(trial: Any) -> None:
    first, second = ordered(), ordered()
    assert first.pk == second.pk
    assert ordered(things=4).pk != first.pk
    assert ordered(by=publisher()).pk != first.pk
    running.run(first)
    assert ordered().pk != first.pk


# --- a worker that was killed -----------------------------------------------------------------------------------------


def test_what_a_killed_worker_left_is_queued_again(trial: Any, waits: None) -> None:
    job = ordered()
    commands.begin(job)
    assert [left.pk for left in running.left_lying()] == [job.pk]
    with Desk(job.pk).taken():
        assert running.left_lying() == [], "somebody is at it"
    assert tasks.go_on() == 1


def test_what_is_cut_off_again_and_again_is_given_up(trial: Any) -> None:
    job = ordered()
    for _time in range(commands.MOST_ATTEMPTS):
        assert commands.begin(job)
    running.run(job)
    job.refresh_from_db()
    assert (job.state, made()) == ("failed", 0)


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_kill_nine_and_the_next_worker_goes_on_by_itself(tmp_path: Path) -> None:
    """A worker is killed in the middle of a confirmation: the register is empty, and the next worker ends the work."""
    results = json.loads(in_another_process("tests.jobs.killed", tmp_path))
    assert results == {"after_kill": [0, "running"], "at_end": [120, "done"], "state": "confirmed", "findings": []}


def in_another_process(module: str, folder: Path) -> str:
    environment = os.environ | {
        "SERVANDA_DATABASE": f"sqlite:///{folder / 'killed.sqlite3'}",
        "SERVANDA_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "servanda.project.settings",
        "SERVANDA_TASKS": "django_tasks_db.DatabaseBackend",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", module, str(folder)]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    return ended.stdout.splitlines()[-1]


# --- the pages --------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_numbers_and_asks_again_without_a_script(trial: Any) -> None:
    job = ordered()
    with Desk(job.pk).taken():
        Job.objects.filter(pk=job.pk).update(state="running")
        Desk(job.pk).tell(3, 7)
        page = client_of(job.by).get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "3 of 7" in page
    assert 'http-equiv="refresh"' in page
    assert "You can close this page" in page


def test_the_outcome_comes_as_a_notice_on_any_page_and_goes(trial: Any) -> None:
    job = ordered(back_url="/en/work/recommendations/")
    running.run(job)
    client = client_of(job.by)
    home = client.get(reverse("workspace:home")).content.decode()
    assert "A trial" in home
    assert "A trial" not in client_of(publisher()).get(reverse("workspace:home")).content.decode()
    assert client.get(reverse("jobs:job", args=[job.pk])).headers["Location"] == "/en/work/"
    home = client.get(reverse("workspace:home")).content.decode()
    assert "All is done." in home, "as a message, once"
    assert "A trial" not in home


def test_a_notice_can_be_put_away(trial: Any) -> None:
    job = ordered()
    running.run(job)
    client = client_of(job.by)
    sent = client.post(reverse("jobs:seen", args=[job.pk]), {"next": "https://elsewhere.example/"})
    assert sent.headers["Location"] == reverse("workspace:home")
    assert "A trial" not in client.get(reverse("workspace:home")).content.decode()


def test_the_asking_script_does_not_use_up_the_message(trial: Any) -> None:
    job = ordered()
    running.run(job)
    asked = client_of(job.by).get(reverse("jobs:job", args=[job.pk]), headers={"HX-Request": "true"})
    assert asked.status_code == 200
    assert "data-poll" not in asked.content.decode()
    job.refresh_from_db()
    assert job.seen_at is None


def test_stopping_what_has_not_begun(trial: Any) -> None:
    job = ordered()
    client_of(job.by).post(reverse("jobs:stop", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "stopped"
    running.run(job)
    assert made() == 0


def test_stopping_what_runs_leaves_a_sign_and_writes_nothing(trial: Any) -> None:
    job = ordered()
    with Desk(job.pk).taken():
        client_of(job.by).post(reverse("jobs:stop", args=[job.pk]))
        assert Desk(job.pk).is_asked_to_stop


def test_the_job_of_another_is_not_there(trial: Any) -> None:
    job = ordered()
    for name in ("job", "stop", "seen"):
        asked = client_of(publisher())
        method = asked.get if name == "job" else asked.post
        assert method(reverse(f"jobs:{name}", args=[job.pk])).status_code == 404


# --- the works --------------------------------------------------------------------------------------------------------


def many(count: int) -> list[Recommendation]:
    kept = document()
    return [recommendation(document=kept) for _ in range(count)]


def sent_to_assign(chosen: list[Recommendation], house: House) -> Any:
    keys = " ".join(str(one.pk) for one in chosen)
    answers = {"selection": keys, "institution": house.institution.pk, "role": "lead", "do": "1"}
    return client_of(editor()).post(reverse("assignments:assign"), answers)


def test_few_are_assigned_at_once(waits: None) -> None:
    house = House()
    sent = sent_to_assign(many(2), house)
    assert sent.headers["Location"].startswith(reverse("workspace:register"))
    assert Assignment.objects.count() == 2


def test_many_are_ordered_and_the_whole_can_be_undone(waits: None) -> None:
    chosen = many(26)
    sent = sent_to_assign(chosen, House())
    job = Job.objects.get()
    assert sent.headers["Location"] == reverse("jobs:job", args=[job.pk])
    assert not Assignment.objects.exists()
    running.run(job)
    assert Assignment.objects.count() == 26
    client = client_of(editor())
    onward = client.get(reverse("jobs:job", args=[job.pk])).headers["Location"]
    assert (
        reverse("workspace:undo", args=[chosen[0].assignments.get() and _batch().pk])
        in client.get(onward).content.decode()
    )


def _batch() -> Any:
    from servanda.audit.models import Batch

    return Batch.objects.get()


def test_many_are_classified_and_taken_back_in_the_background(waits: None) -> None:
    term = scheme(labels=("Right to health",)).terms.get()
    chosen = many(26)
    keys = " ".join(str(one.pk) for one in chosen)
    answers = {"selection": keys, "add": [str(term.pk)], "do": "1"}
    client_of(editor()).post(reverse("recommendations:classify"), answers)
    running.run(Job.objects.get())
    assert Classification.objects.filter(decision="confirmed").count() == 26
    client_of(editor()).post(reverse("workspace:undo", args=[_batch().pk]))
    running.run(Job.objects.exclude(state="done").get())
    assert not Classification.objects.exists()


def test_a_stopped_assignment_of_many_leaves_everything_as_it_was(waits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.matrix.digest import digest_of_everything

    sent_to_assign(many(26), House())
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1)
    before = digest_of_everything_but_jobs(digest_of_everything)
    looks = iter(range(100))
    monkeypatch.setattr(Desk, "is_asked_to_stop", property(lambda desk: next(looks) == 10))
    running.run(Job.objects.get())
    assert Job.objects.get().state == "stopped"
    assert digest_of_everything_but_jobs(digest_of_everything) == before


def digest_of_everything_but_jobs(digest: Any) -> str:
    with transaction.atomic():
        Job.objects.all().delete()
        found = digest()
        transaction.set_rollback(True)
    return found
