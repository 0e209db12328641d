"""`servanda load-reference-data`: schemes, mechanisms, sessions, levels, and the profile's institutions."""

from typing import Any

from django.core.management.base import BaseCommand

from servanda.accounts.models import Person
from servanda.core.profile import profile
from servanda.importers.reference_data import load_profile, load_reference_data


class Command(BaseCommand):
    help = "Load, or bring up to date, the lists every deployment starts with and those of the State's profile."

    def handle(self, *args: Any, **options: Any) -> None:
        by = Person.objects.command_line()
        counts = load_reference_data(by=by) | load_profile(profile(), by=by)
        self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))
