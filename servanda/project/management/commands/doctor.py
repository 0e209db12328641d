"""`servanda doctor`: is this deployment well, and what is each finding's price?"""

from typing import Any

from django.core.management.base import BaseCommand

from servanda.project.health import findings


class Command(BaseCommand):
    help = "Name every wrong or missing setting of this deployment, and what each costs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings()
        for finding in found:
            self.stdout.write(f"{'WRONG  ' if finding.wrong else 'missing'}  {finding.what}\n         {finding.price}")
        if not found:
            self.stdout.write("Well: nothing to mend.")
        if any(finding.wrong for finding in found):
            raise SystemExit(1)
