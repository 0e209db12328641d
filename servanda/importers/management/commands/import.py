"""`servanda import SOURCE FILE`: prints the plan, then carries it out.

Exit status: 0 done; 1 done, with rejected items; 2 refused, nothing written.
"""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from servanda.accounts.models import Person, clean_address
from servanda.core.errors import Refused
from servanda.importers import bulk
from servanda.importers.bulk import Delivery
from servanda.importers.plan import Plan
from servanda.importers.spreadsheets import command_line as spreadsheet

REFUSED = 2
DONE_WITH_REJECTED = 1
SOURCES = {
    "document": "a UN document (PDF, Word)",
    "matrix": "OHCHR's thematic list of recommendations (Word)",
    "uhri": "an export of the Universal Human Rights Index (JSON, XLSX)",
    spreadsheet.SOURCE: spreadsheet.MEANING,
}


class Command(BaseCommand):
    help = "Take recommendations into the register: " + "; ".join(f"{name}: {what}" for name, what in SOURCES.items())

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=SOURCES)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="print the plan and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--by", metavar="EMAIL", help="the person in whose name it is done (the command line)")
        parser.add_argument("--symbol", default="", help="symbol of the document, where the file does not say it")
        spreadsheet.add_arguments(parser)
        parser.add_argument("--all-states", action="store_true", help="take the records of all States, not only ours")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = self.run(**options)
        except (Refused, PermissionDenied, OSError) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from None
        if options["json"]:
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
        if outcome["rejected"]:
            sys.exit(DONE_WITH_REJECTED)

    def run(self, *, source: str, file: Path, **options: Any) -> dict[str, Any]:
        by = self.person(options["by"])
        if source == spreadsheet.SOURCE:
            outcome = spreadsheet.run(file=file, **options | {"by": by})
            if not options["json"]:
                self.stdout.write("\n".join(spreadsheet.in_words(outcome)))
            return outcome
        given = {name: options[name] for name in ("symbol", "all_states")}
        delivery = bulk.open_file(source, file, **given)
        plans = bulk.plans_of(delivery)
        outcome = summary(delivery, plans) | {"source": source, "file": str(file), "dry_run": options["dry_run"]}
        if not options["json"]:
            self.print(outcome)
        if not options["dry_run"]:
            outcome["run"] = str(bulk.carry_out(source, file, delivery, by=by).pk)
        return outcome

    def person(self, address: str | None) -> Person:
        if not address:
            return Person.objects.command_line()
        found = Person.objects.filter(email=clean_address(address), is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody with the address {address} has an account.", returncode=REFUSED)
        return found

    def print(self, outcome: dict[str, Any]) -> None:
        for document in outcome["documents"]:
            self.stdout.write(f"{document['symbol']}: {in_words(document)}")
        for warning in outcome["warnings"]:
            self.stdout.write(f"look at: {warning}")
        for rejected in outcome["rejected"]:
            self.stdout.write(f"rejected: {rejected['address']}: {rejected['reason']}")
        for reason, count in outcome["left_out"].items():
            self.stdout.write(f"left out ({reason.replace('_', ' ')}): {count}")
        documents = len(outcome["documents"])
        done = "Nothing was changed (dry run). " if outcome["dry_run"] else ""
        self.stdout.write(
            f"{done}{documents} documents: {in_words(outcome['counts'])}, {len(outcome['rejected'])} rejected"
        )


def in_words(counts: dict[str, Any]) -> str:
    return ", ".join(f"{counts.get(name, 0)} {name}" for name in ("new", "changed", "same", "labels"))


def summary(delivery: Delivery, plans: list[Plan]) -> dict[str, Any]:
    """The plan as plain JSON: each document, the totals, and what is not taken, with its address and reason."""
    total: Counter[str] = Counter()
    for plan in plans:
        total += plan.counts()
    return {
        "documents": [{"symbol": plan.source.document.symbol, **plan.counts()} for plan in plans],
        "counts": {name: total.get(name, 0) for name in ("new", "changed", "same")} | dict(total),
        "rejected": [{"address": r.address, "reason": r.reason} for r in delivery.rejected],
        "left_out": delivery.left_out,
        "warnings": delivery.warnings,
    }
