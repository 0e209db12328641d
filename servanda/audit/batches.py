"""Batches: changes that can be taken back together. Steps are written beside the change and run last first."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from servanda.audit.models import Batch, Step
from servanda.core import clock

UNDO_FOR = timedelta(days=30)


def open_batch(*, kind: Batch.Kind, title: str, by: Any) -> Batch:
    """Start a batch inside a command. It can be undone for 30 days."""
    return Batch.objects.create(kind=kind, title=title[:300], by=by, undo_until=clock.now() + UNDO_FOR)


def add_step(batch: Batch, command: str, **arguments: Any) -> Step:
    """Remember how to take one change back: the command's name and its arguments as plain JSON."""
    return Step.objects.create(batch=batch, command=command, arguments=arguments)


def add_steps(batch: Batch, command: str, arguments: Iterable[dict[str, Any]]) -> None:
    """The same step back for many things."""
    Step.objects.bulk_create([Step(batch=batch, command=command, arguments=one) for one in arguments], batch_size=500)
