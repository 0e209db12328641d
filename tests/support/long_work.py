"""Long work that pages have ordered, done at once, as a worker would."""

from servanda.jobs import running
from servanda.jobs.models import Job


def work_off() -> int:
    """Run what waits, in the order in which it was ordered; how many works that were."""
    waiting = list(Job.objects.filter(state=Job.State.WAITING).order_by("created_at"))
    for job in waiting:
        running.run(job)
    return len(waiting)
