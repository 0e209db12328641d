"""What every page of the working area says about long work that has ended."""

from typing import Any

from django.http import HttpRequest

from servanda.accounts.policy import visible
from servanda.jobs.models import Job

MOST = 3  # notices on one page


def ended_work(request: HttpRequest) -> dict[str, Any]:
    """`ended_work`: this person's jobs that ended while she was elsewhere, asked only where a page shows them."""

    def asked() -> list[Job]:
        if not getattr(request, "user", None) or not request.user.is_authenticated:
            return []
        rows = visible(request.user, Job.objects.filter(seen_at=None).exclude(state__in=Job.OPEN))
        return list(rows.order_by("-ended_at")[:MOST])

    return {"ended_work": asked}
