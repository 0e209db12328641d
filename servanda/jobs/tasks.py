"""The one background task: run a job."""

from typing import Any

from django.db import transaction
from django_tasks import task

from servanda.jobs import commands, running, undoing  # noqa: F401  undoing declares its work
from servanda.jobs.models import Job


@transaction.atomic
def order(**order: Any) -> Job:
    """Order a work and queue it, in one transaction: after a power cut there are both or neither."""
    job = commands.order(**order)
    queue(job)
    return job


def queue(job: Job) -> None:
    """Ask a worker to run it. Asking twice does no harm."""
    run_job.enqueue(str(job.pk))


@task()
def run_job(job_id: str) -> None:
    job = Job.objects.select_related("by").filter(pk=job_id).first()
    if job:
        running.run(job)


def go_on() -> int:
    """Queue again what a stopped worker left lying; how many."""
    left = running.left_lying()
    for job in left:
        queue(job)
    return len(left)
