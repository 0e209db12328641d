"""Base models with no human-rights meaning."""

import uuid

from django.db import models

from servanda.core import clock


class Record(models.Model):
    """Something kept: a random 128-bit id, so that nobody can guess or count unpublished things by their address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Editable(Record):
    """A record that people change. `version` is the token against silent overwrites: a form carries it, a command
    compares it under a lock and raises `StaleVersion` where another change came first."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
