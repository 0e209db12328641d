"""An import of the index killed at random moments, in a process of its own: what is lost, and what is doubled?

    python -m tests.importers.uhri.kill_nine FOLDER TRIALS SEED

On the database of `SERVANDA_DATABASE`, SQLite or PostgreSQL. Each trial starts with an empty index and a first edition, or with
none. A child reads an export; the parent kills it with SIGKILL somewhere on the way, looks at what it left, and lets another
child go on to the end. Prints one JSON object for each trial: {"killed_at", "after_kill": [faults], "at_end": [faults]}.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.db import connections

from tests.importers.kill_nine import in_a_child, timed
from tests.importers.uhri.samples import record, records, written

ROWS = 1_500
STEP = 60  # rows at a time, so that there are more moments to be killed in


def main(folder: Path, trials: int, seed: int) -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    first = written(folder / "first.json", records(ROWS))
    rows = second_edition()
    second = written(folder / "second.json", rows)
    rnd = random.Random(seed)
    longest = [_whole_time(second, first), _whole_time(first, None)]
    for trial in range(trials):
        from_nothing = bool(trial % 2)
        path, expected = (first, records(ROWS)) if from_nothing else (second, rows)
        start_again(None if from_nothing else first)
        connections.close_all()
        in_a_child(lambda path=path: read(path), killed_after=rnd.uniform(0, longest[from_nothing]))
        killed_at, after_kill = progress(), list(faults_in_between(0 if from_nothing else ROWS))
        connections.close_all()
        in_a_child(lambda path=path: read(path))
        at_end = list(faults_at_the_end(expected))
        print(json.dumps({"killed_at": killed_at, "after_kill": after_kill, "at_end": at_end}))
        connections.close_all()


def second_edition() -> list[dict[str, Any]]:
    """Every third text changed, ten withdrawn, some new."""
    kept = records(ROWS)[10:]
    changed = [row | {"Text": f"{row['Text']} Now."} if n % 3 == 0 else row for n, row in enumerate(kept)]
    return [*changed, *(record(n) for n in range(ROWS, ROWS + 100))]


def _whole_time(path: Path, before: Path | None) -> float:
    start_again(before)
    connections.close_all()
    return timed(lambda: in_a_child(lambda: read(path)))


def start_again(first: Path | None) -> None:
    from servanda.importers.uhri.models import Edition, Link, Observation, Repair, SourceDocument, Term

    for model in (Link, Observation, SourceDocument, Term, Repair, Edition):
        model.objects.all()._raw_delete("default")
    if first:
        read(first)


def read(path: Path) -> None:
    from servanda.accounts.models import Person
    from servanda.importers.uhri import run

    run.STEP = STEP
    run.read_edition(path, by=Person.objects.command_line())


def progress() -> str:
    from servanda.importers.uhri.models import Edition

    newest = Edition.objects.first()
    return f"{newest.state} {newest.done}" if newest else "not begun"


def faults_in_between(before: int) -> Iterator[str]:
    """At any moment: the index is that of the edition before or of the next, links and rows belong together."""
    from servanda.importers.uhri.models import Edition, Link, Observation
    from servanda.importers.uhri.queries import in_edition, in_force_number

    reading = Edition.objects.filter(state="reading").first()
    held = in_edition(in_force_number()).count()
    if reading and held != before:
        yield f"{held} records in force while an edition is read, not {before}"
    if reading and reading.done and not Observation.objects.filter(since=reading.number).exists() and not before:
        yield f"marked as done to {reading.done}, and no row is there"
    expected = sum(len(terms.split()) for terms in Observation.objects.values_list("terms", flat=True))
    if Link.objects.count() != expected:
        yield f"{Link.objects.count()} links for {expected} terms"


def faults_at_the_end(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Every source row exactly once, its digest that of the source; the counts agree; the record of changes is whole."""
    from servanda.audit.export import lines
    from servanda.audit.verification import verify
    from servanda.importers.uhri.models import Edition
    from servanda.importers.uhri.queries import in_edition, in_force_number
    from servanda.importers.uhri.rows import digest_of

    yield from faults_in_between(-1)
    held = Counter(in_edition(in_force_number()).values_list("annotation", "digest"))
    source = Counter((row["AnnotationId"], digest_of(json.dumps(row, ensure_ascii=False).encode())) for row in rows)
    if held != source:
        yield f"{len(source - held)} rows are missing, {len(held - source)} are too many"
    counts = Edition.objects.first().counts
    if counts.get("new", 0) + counts.get("changed", 0) + counts.get("same", 0) != len(rows):
        yield f"counted {counts}"
    yield from (f"record: {finding}" for finding in verify(lines()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
