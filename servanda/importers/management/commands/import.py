"""`servanda import SOURCE FILE`: prints the plan, then carries it out.

Exit status: 0 done; 1 done, with rejected items; 2 refused, nothing written.
"""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from servanda.accounts.models import Person, clean_address
from servanda.core.errors import Refused
from servanda.importers import bulk, state_facts
from servanda.importers.bulk import Delivery
from servanda.importers.plan import Plan
from servanda.importers.reading.limits import Refused as CannotRead
from servanda.importers.spreadsheets import command_line as spreadsheet
from servanda.importers.uhri import log, register, run
from servanda.importers.uhri.commands import NotOurs

REFUSED = 2
DONE_WITH_REJECTED = 1
SOURCES = {
    "document": "a UN document (PDF, Word)",
    "matrix": "OHCHR's thematic list of recommendations (Word)",
    "treaties": "a list of treaty status or dates (CSV)",
    "upr-calendar": "the calendar of the Universal Periodic Review (CSV)",
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
        index = parser.add_argument_group("the Universal Human Rights Index")
        index.add_argument(
            "--all-states", action="store_true", help="take the records of all States into the register, not only ours"
        )
        index.add_argument(
            "--whole", action="store_true", help="the export is whole: what it does not hold any more is withdrawn"
        )
        index.add_argument(
            "--log", type=Path, metavar="CSV", help="write what was repaired in the records to this file"
        )

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
        if source in ("treaties", "upr-calendar"):
            return self.take_in_facts(source, file, by, **options)
        if source == spreadsheet.SOURCE:
            outcome = spreadsheet.run(file=file, **options | {"by": by})
            if not options["json"]:
                self.stdout.write("\n".join(spreadsheet.in_words(outcome)))
            return outcome
        if source == "uhri":
            return self.run_index(file, by, options)
        delivery = bulk.open_file(source, file, symbol=options["symbol"])
        return self.take_in(source, file, delivery, by, options)

    def run_index(self, file: Path, by: Person, options: dict[str, Any]) -> dict[str, Any]:
        """The index first, then what of it is about our State. A dry run does the same and takes it all back."""
        with transaction.atomic() if options["dry_run"] else nullcontext():
            try:
                result = run.read_edition(file, by=by, whole=options["whole"], tell=self.tell(options["json"]))
            except CannotRead as refused:
                raise Refused(run.sentence_of(refused)) from None
            except NotOurs:
                raise Refused(_("The reading was stopped, or another process goes on with it.")) from None
            delivery = register.delivery_of(result, all_states=options["all_states"])
            outcome: dict[str, Any] = {"index": index_summary(result)}
            if not options["json"]:
                self.print_index(outcome["index"])
            if options["log"]:
                outcome["log"] = log.write(result.edition, options["log"])
            outcome |= self.take_in("uhri", file, delivery, by, options)
            outcome["rejected"] = [*result.rejected, *outcome["rejected"]]
            if options["dry_run"]:
                transaction.set_rollback(True)
        return outcome

    def tell(self, quiet: bool) -> Any:
        """Progress in numbers, on the error output, where somebody looks at it."""
        if quiet or not self.stderr.isatty():
            return None

        def say(records: int, done: int, total: int) -> None:
            percent = 100 * done // total if total else 100
            self.stderr.write(f"\r{records:,} records, {percent} % of the file", ending="\n" if done >= total else "")

        return say

    def take_in(
        self, source: str, file: Path, delivery: Delivery, by: Person, options: dict[str, Any]
    ) -> dict[str, Any]:
        """Plan what the register would take, and carry it out."""
        plans = bulk.plans_of(delivery)
        outcome = summary(delivery, plans) | {"source": source, "file": str(file), "dry_run": options["dry_run"]}
        if not options["json"]:
            self.print(outcome)
        if not options["dry_run"] and (delivery.sources or source != "uhri"):
            outcome["run"] = str(bulk.carry_out(source, file, delivery, by=by).pk)
        return outcome

    def take_in_facts(self, source: str, file: Path, person: Person, **options: Any) -> dict[str, Any]:
        """What an official list says about this State."""
        taken = state_facts.take_in(file, by=person, dry_run=options["dry_run"])
        outcome = {"source": source, "file": str(file), "dry_run": options["dry_run"], "counts": dict(taken.counts)}
        outcome |= {"rejected": taken.rejected, "warnings": taken.differs, "documents": [], "left_out": {}}
        if not options["json"]:
            self.print(outcome)
        return outcome

    def person(self, address: str | None) -> Person:
        if not address:
            return Person.objects.command_line()
        found = Person.objects.filter(email=clean_address(address), is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody with the address {address} has an account.", returncode=REFUSED)
        return found

    def print_index(self, index: dict[str, Any]) -> None:
        counted = ", ".join(f"{index[name]:,} {name}" for name in ("new", "changed", "same", "withdrawn"))
        self.stdout.write(f"the index, edition {index['edition']}: {index['records']:,} records, {counted}")
        if index["not_here"]:
            self.stdout.write(
                f"not in this file: {index['not_here']:,} records; it does not hold nine in ten of those of their State. "
                "They stay. With --whole they are withdrawn."
            )
        for rule, count in index["repairs"].items():
            self.stdout.write(f"repaired ({rule}): {count:,}")

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


def index_summary(result: run.Result) -> dict[str, Any]:
    """What became of the index: counts, and the ids of what changed."""
    edition = result.edition
    named = {f"{kind}_ids": ids for kind, ids in result.plan.items()}
    about = {"edition": edition.number, "sha256": edition.sha256, "repairs": edition.repairs} if edition else {}
    return about | result.counts | named


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
