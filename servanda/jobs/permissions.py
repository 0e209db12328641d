"""Long work belongs to whoever ordered it; what it does is asked of the policy again when it runs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, scope
from servanda.jobs.models import Job

declare(
    "jobs.order",
    _("Let long work run in the background, follow and stop one's own"),
    secretariat_editor=anything,
    secretariat_publisher=anything,
    command_line=anything,
)


@scope(Job)
def own_jobs(person: Any, rows: QuerySet) -> QuerySet:
    return rows.filter(by=person.pk)
