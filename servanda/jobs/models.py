"""Long work that somebody ordered."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from servanda.core.models import Record


class Job(Record):
    """One order of a work: by whom, how far it is, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Could not be done")

    OPEN = (State.WAITING, State.RUNNING)

    work = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=64)  # the same for the same order
    title = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="en")  # in which its outcome is said
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)  # things to be done
    attempts = models.PositiveSmallIntegerField(default=0)
    back_url = models.CharField(max_length=2000, blank=True)  # the page it was ordered from
    outcome: Any = models.JSONField(default=dict)  # said, url, undo_url, warning
    failure = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # when the person met the outcome

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["by", "seen_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["waiting", "running"]), name="the_same_order_is_one_job"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
