"""Batches: changes that can be taken back together. Steps are written beside the change and run last first."""

from datetime import timedelta
from typing import Any

from servanda.audit.models import Batch, Step
from servanda.core import clock
from servanda.core.at_once import hold

UNDO_FOR = timedelta(days=30)


def open_batch(*, kind: Batch.Kind, title: str, by: Any) -> Batch:
    """Start a batch inside a command. It can be undone for 30 days."""
    return Batch.objects.create(kind=kind, title=title[:300], by=by, undo_until=clock.now() + UNDO_FOR)


def add_step(batch: Batch, command: str, **arguments: Any) -> None:
    """Remember how to take one change back: the command's name and its arguments as plain JSON."""
    hold(_write, Step(batch=batch, command=command, arguments=arguments))


def _write(steps: list[Step]) -> None:
    Step.objects.bulk_create(steps, batch_size=500)
