"""`servanda export-record FILE`: the whole record of changes, for `servanda verify`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from servanda.audit.export import lines


class Command(BaseCommand):
    help = "Write the record of changes to a file that `servanda verify` checks without a database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        with file.open("w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in lines())
        self.stdout.write(f"Written: {file}. Check it with: servanda verify {file}")
