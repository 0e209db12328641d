"""Running a job: in one transaction with its mark of being done, so that a stopped or killed one has left nothing."""

import logging
import time
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from servanda.core.at_once import at_once
from servanda.core.counting import listening
from servanda.core.errors import Refused
from servanda.jobs import commands
from servanda.jobs.desk import Desk
from servanda.jobs.models import Job
from servanda.jobs.works import WORKS, Outcome

logger = logging.getLogger(__name__)
EVERY = 0.2  # seconds between two looks at the desk


class Stopped(Exception):
    """Somebody wants the work to stop."""


class Gauge:
    """Counts what is done, writes it on the desk now and then, and looks whether to stop."""

    def __init__(self, desk: Desk, total: int) -> None:
        self.desk, self.total, self.done = desk, total, 0
        self._looked_at = 0.0

    def one_done(self) -> None:
        self.done += 1
        if time.monotonic() - self._looked_at >= EVERY:
            self._looked_at = time.monotonic()
            self.look()

    def look(self) -> None:
        self.desk.tell(self.done, max(self.total, self.done))
        if self.desk.is_asked_to_stop:
            raise Stopped


def run(job: Job) -> None:
    """Run a job to its end, unless another process is at it. Doing so twice does no harm."""
    with Desk(job.pk).taken() as mine, translation.override(job.language):
        if mine and _begun(job):
            _run(job, Gauge(Desk(job.pk), job.total))


@transaction.atomic
def _begun(job: Job) -> bool:
    return commands.begin(job)


def _run(job: Job, gauge: Gauge) -> None:
    try:
        with listening(gauge), transaction.atomic() if WORKS[job.work].is_whole else nullcontext():
            gauge.look()
            outcome = _outcome_of(job)
            if WORKS[job.work].is_whole:
                gauge.look()
            commands.finish(job, outcome)
    except Stopped:
        commands.mark_as_stopped(job)
    except (Refused, PermissionDenied) as refused:
        commands.fail(job, str(refused) if isinstance(refused, Refused) else _("You may not do this any more."))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.work)
        commands.fail(job, _("It failed, and nothing was changed. Try it again; if it fails again, tell the operator."))


def _outcome_of(job: Job) -> Outcome:
    if not job.by.is_active:
        raise PermissionDenied
    work = WORKS[job.work]
    with at_once() if work.is_whole else nullcontext():
        return work.run(by=job.by, **job.arguments)


def left_lying() -> list[Job]:
    """Open jobs at which no process sits: their worker was stopped, or killed."""
    open_ones: Any = Job.objects.filter(state__in=Job.OPEN).select_related("by")
    return [job for job in open_ones.order_by("created_at") if not Desk(job.pk).is_taken()]
