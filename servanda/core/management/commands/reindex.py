"""`servanda reindex`: make the search indexes anew from the database, or compare them with it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from servanda.core.search.definition import Definition, definitions
from servanda.core.search.store import store_of

SHOWN = 20


class Command(BaseCommand):
    help = "Make the search indexes anew from the database. With --check: compare only, and say what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="INDEX", help="which (all by default)")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit status 1 where something differs"
        )

    def handle(self, *args: Any, names: list[str], check: bool, **options: Any) -> None:
        known = definitions()
        if unknown := set(names) - set(known):
            self.stderr.write(f"There is no index {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
            sys.exit(2)
        chosen = [known[name] for name in names or known]
        if check:
            sys.exit(max([self._check(definition) for definition in chosen], default=0))
        for definition in chosen:
            self.stdout.write(f"{definition.name}: {store_of(definition).rebuild()} read")

    def _check(self, definition: Definition) -> int:
        different = store_of(definition).differences()
        self.stdout.write(f"{definition.name}: {len(different)} different")
        for key in different[:SHOWN]:
            self.stdout.write(f"  {key}")
        return int(bool(different))
