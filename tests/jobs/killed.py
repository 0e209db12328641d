"""A worker killed in the middle of a confirmation, in a process of its own on a SQLite file.

    python -m tests.jobs.killed FOLDER

Prints one JSON object: how many recommendations there are and how the job stands after the kill, and after the next worker.
"""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import django
from django.db import connections

ITEMS = 120
WORKER = [sys.executable, "-m", "servanda.project.command_line", "worker", "--interval", "0.1", "--no-startup-delay"]


def main() -> None:
    django.setup()
    intake = the_start()
    from servanda.jobs.desk import Desk
    from servanda.jobs.models import Job

    job = Job.objects.get()
    connections.close_all()
    killed_in_the_middle(Desk(job.pk))
    after_kill = standing()
    connections.close_all()
    subprocess.run([*WORKER, "--batch"], check=True, capture_output=True)
    from servanda.audit.export import lines
    from servanda.audit.verification import verify

    intake.refresh_from_db(fields=["state"])
    findings = [str(finding) for finding in verify(lines())]
    print(json.dumps({"after_kill": after_kill, "at_end": standing(), "state": intake.state, "findings": findings}))


def the_start() -> Any:
    """A checked intake whose confirmation waits for a worker."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from servanda.importers.commands import find_all_right
    from servanda.jobs.tasks import order
    from tests.factories import editor, mechanism
    from tests.importers.taking_in import intake, item

    mechanism("UPR", kind="upr")
    kept = intake(*[item(order) for order in range(1, ITEMS + 1)])
    find_all_right(intake=kept, by=editor())
    order(work="importers.confirm", title="Add it", arguments={"intake": str(kept.pk)}, total=ITEMS, by=editor())
    return kept


def killed_in_the_middle(desk: Any) -> None:
    worker = subprocess.Popen(WORKER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until and (desk.told() or (0, 0))[0] == 0:
        time.sleep(0.005)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def standing() -> list[Any]:
    from servanda.jobs.models import Job
    from servanda.recommendations.models import Recommendation

    return [Recommendation.objects.count(), Job.objects.get().state]


if __name__ == "__main__":
    main()
