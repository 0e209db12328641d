"""An intake killed at random moments, in a process of its own on a SQLite file: what is lost, and what is doubled?

    python -m tests.importers.kill_nine FOLDER TRIALS SEED

Each trial starts from the same uploaded file. A child reads it and confirms it; the parent kills the child with SIGKILL
somewhere on the way, looks at what the child left, and lets another child go on to the end. Prints one JSON object for
each trial: {"killed_in", "after_kill": [faults], "at_end": [faults]}.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, connections

DOCUMENT = "upr-cycle4-report.pdf"
ITEMS = 69
STEP = 8  # items at a time, so that there are more moments to be killed in


def main(folder: Path, trials: int, seed: int) -> None:
    django.setup()
    database = Path(settings.DATABASES["default"]["NAME"])
    make_the_start()
    connections.close_all()
    shutil.copy(database, folder / "start.sqlite3")
    longest = timed(lambda: in_a_child(go_on))
    rnd = random.Random(seed)
    for _trial in range(trials):
        start_again(database, folder / "start.sqlite3")
        in_a_child(go_on, killed_after=rnd.uniform(0, longest))
        after_kill, killed_in = list(faults_in_between()), state()
        connections.close_all()
        in_a_child(go_on)
        print(json.dumps({"killed_in": killed_in, "after_kill": after_kill, "at_end": list(faults_at_the_end())}))
        connections.close_all()


def make_the_start() -> None:
    """A new deployment with one file that waits to be read."""
    from django.core.management import call_command

    from servanda.accounts.commands import add_person
    from servanda.accounts.models import Person
    from servanda.importers.commands import take_in
    from servanda.mechanisms.commands import add_mechanism

    call_command("migrate", verbosity=0)
    operator = Person.objects.command_line()
    add_mechanism(code="UPR", kind="upr", names={"en": "UPR"}, by=operator)
    editor = add_person(
        email="editor@servanda.example", given_name="Ana", family_name="Ríos", role="secretariat_editor", language="en", by=operator
    )  # fmt: skip
    path = settings.PROFILES_DIR / "xar" / "documents" / DOCUMENT
    take_in(chunks=[path.read_bytes()], name=DOCUMENT, by=editor)


def start_again(database: Path, start: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    shutil.copy(start, database)


def in_a_child(work: Callable[[], None], killed_after: float | None = None) -> None:
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def timed(work: Callable[[], None]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def go_on() -> None:
    """What a worker and an editor do: read, find everything right, confirm. Whatever is done already is left alone."""
    from servanda.accounts.models import Person
    from servanda.importers import commands, tasks
    from servanda.importers.models import Intake

    tasks.STEP = STEP
    editor = Person.objects.get(email="editor@servanda.example")
    tasks.read_intake(intake=str(Intake.objects.get().pk), by=editor)
    intake = Intake.objects.get()
    if intake.state == "read":
        commands.find_all_right(intake=intake, by=editor)
        commands.confirm(intake=intake, by=editor)


def state() -> str:
    from servanda.importers.models import Intake

    return str(Intake.objects.get().state)


def faults_in_between() -> Iterator[str]:
    """At any moment: the database is whole, the register holds everything or nothing, no item is there twice."""
    from servanda.audit.export import lines
    from servanda.audit.verification import verify
    from servanda.documents.models import Document, Paragraph
    from servanda.importers.models import Intake
    from servanda.publication.models import Snapshot
    from servanda.recommendations.models import Recommendation

    with connection.cursor() as cursor:
        told = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        yield f"integrity: {told}"
    intake = Intake.objects.get()
    orders = list(intake.items.order_by("order").values_list("order", flat=True))
    if orders != list(range(1, len(orders) + 1)) or intake.done != len(orders):
        yield f"items {orders}, done {intake.done}"
    expected = (1, ITEMS, ITEMS + 1) if intake.state == "confirmed" else (0, 0, 0)
    held = (Document.objects.count(), Recommendation.objects.count(), Snapshot.objects.current().count())
    if held != expected or bool(Paragraph.objects.count()) != (intake.state == "confirmed"):
        yield f"{intake.state}, and the register holds {held}"
    yield from (f"record: {finding}" for finding in verify(lines()))


def faults_at_the_end() -> Iterator[str]:
    from servanda.audit.models import Batch
    from servanda.importers.models import Intake

    yield from faults_in_between()
    intake = Intake.objects.get()
    if (intake.state, intake.items.count(), Batch.objects.count()) != ("confirmed", ITEMS, 1):
        yield f"ended as {intake.state} with {intake.items.count()} items and {Batch.objects.count()} batches"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
