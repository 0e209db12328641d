"""`servanda worker`: runs the background work, and first of all goes on with what an earlier worker was cut off from."""

from typing import Any

from django_tasks_db.management.commands import db_worker

from servanda.jobs.tasks import go_on


class Command(db_worker.Command):
    help = "Run the background work, beginning with what an earlier worker left"

    def handle(self, **options: Any) -> None:
        left = go_on()
        if left:
            self.stdout.write(f"goes on with {left} that an earlier worker left")
        super().handle(**options)
