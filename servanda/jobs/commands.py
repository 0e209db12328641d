"""Ordering long work. What the work itself changes is written by the commands it runs; the rest of a job's life is no content and
is not in the record."""

import hashlib
from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.chain import canonical
from servanda.core import clock
from servanda.core.errors import NotPossibleNow
from servanda.jobs.models import Job
from servanda.jobs.works import WORKS, Outcome

MOST_ATTEMPTS = 3  # begun and cut off so often, it is given up


@command("jobs.order")
def order(*, work: str, title: str, arguments: dict[str, Any], by: Any, total: int = 0, back_url: str = "") -> Job:
    """Order a work. The same order, while it is open, is the same job."""
    if work not in WORKS:
        raise LookupError(work)
    key = hashlib.sha256(canonical([str(by.pk), work, arguments])).hexdigest()
    job, _new = Job.objects.get_or_create(
        key=key,
        state__in=Job.OPEN,
        by=by,
        defaults={
            "state": Job.State.WAITING, "work": work, "arguments": arguments, "title": title[:300], "total": total,
            "back_url": back_url, "language": get_language() or by.language,
        },
    )  # fmt: skip
    return job


@command("jobs.stop", on="job", action="jobs.order")
def stop(*, job: Job, by: Any) -> Job:
    """Take back an order that has not begun."""
    if job.state != Job.State.WAITING:
        raise NotPossibleNow(_("This has begun already."))
    _end(job, Job.State.STOPPED)
    return job


def begin(job: Job) -> bool:
    """Start it, or start it anew after a power cut; false where there is nothing more to do."""
    current = Job.objects.select_for_update().get(pk=job.pk)
    if not current.is_open:
        return False
    if current.attempts >= MOST_ATTEMPTS:
        fail(
            job,
            _("It was cut off %(n)d times. Nothing was changed. Try it with fewer at a time.") % {"n": MOST_ATTEMPTS},
        )
        return False
    job.state, job.attempts = Job.State.RUNNING, current.attempts + 1
    job.save(update_fields=["state", "attempts"])
    return True


def finish(job: Job, outcome: Outcome) -> None:
    """It is done. In the transaction of what it did."""
    job.outcome = asdict(outcome)
    _end(job, Job.State.DONE)


def mark_as_stopped(job: Job) -> None:
    _end(job, Job.State.STOPPED)


def fail(job: Job, why: str) -> None:
    job.failure = why
    _end(job, Job.State.FAILED)


def _end(job: Job, state: Job.State) -> None:
    job.state, job.ended_at = state, clock.now()
    job.save(update_fields=["state", "ended_at", "outcome", "failure"])


def see(job: Job) -> None:
    """The person has met the outcome: her notice goes."""
    Job.objects.filter(pk=job.pk, seen_at=None).update(seen_at=clock.now())


def see_work(work: str, arguments: dict[str, Any], *, by: Any) -> None:
    """The person has met the outcome of this order on another page."""
    ended = Job.objects.filter(work=work, arguments=arguments, by=by, seen_at=None).exclude(state__in=Job.OPEN)
    ended.update(seen_at=clock.now())
