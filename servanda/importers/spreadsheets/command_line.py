"""`servanda import spreadsheet FILE --kind KIND`: the same plan as on the screens, without a person in between. Names that
nobody has decided about reject their rows; nothing is guessed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from servanda.core.errors import Refused
from servanda.importers.reading import limits
from servanda.importers.spreadsheets import background, commands, reasons, work, workbooks
from servanda.importers.spreadsheets.cells import read_book
from servanda.importers.spreadsheets.columns import guess_layout
from servanda.importers.spreadsheets.kinds import kind_of
from servanda.importers.spreadsheets.models import Kind, SavedConfiguration, SheetImport
from servanda.importers.spreadsheets.names import Names
from servanda.importers.spreadsheets.plan import Asked, Plan, make_plan
from servanda.importers.spreadsheets.problems import Problem
from servanda.importers.spreadsheets.table import Table, table_of

SOURCE = "spreadsheet"
MEANING = "a spreadsheet of rows of one kind (XLSX, ODS, CSV)"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--kind", choices=Kind.values, help="what the rows of a spreadsheet are")
    parser.add_argument("--configuration", default="", metavar="NAME", help="a saved configuration for the spreadsheet")
    parser.add_argument(
        "--rejected", type=Path, metavar="OUT.xlsx", help="write the rejected rows of a spreadsheet there"
    )


def run(
    *,
    file: Path,
    by: Any,
    kind: str | None,
    configuration: str = "",
    dry_run: bool = False,
    rejected: Path | None = None,
    **_other: Any,
) -> dict[str, Any]:
    """What became of the file, or would, as plain JSON. Raises core.errors.Refused."""
    saved = _saved(kind, configuration)
    kind = kind or (saved.kind if saved else None)
    if kind is None:
        raise Refused(_("Say what the rows are: --kind, one of %(kinds)s.") % {"kinds": ", ".join(Kind.values)})
    asked = _asked(file, kind, saved, by)
    plan = make_plan(asked)
    outcome = summary(asked, plan) | {"source": SOURCE, "file": str(file), "kind": kind, "dry_run": dry_run}
    if rejected:
        rejected.write_bytes(
            workbooks.rejected(asked.table, [(one.number, tuple(one.problems)) for one in plan.lines if one.problems])
        )
    if not dry_run:
        outcome["import"] = str(_carry_out(file, kind, saved, by).pk)
    return outcome


def _saved(kind: str | None, name: str) -> SavedConfiguration | None:
    if not name:
        return None
    found = SavedConfiguration.objects.filter(name=name, **({"kind": kind} if kind else {})).first()
    if found is None:
        raise Refused(
            _("There is no saved configuration “%(name)s”. Look for its name in the wizard.") % {"name": name}
        )
    return found


def _asked(file: Path, kind: str, saved: SavedConfiguration | None, by: Any) -> Asked:
    """What the plan is made of, straight from the file; nothing is kept."""
    try:
        book = read_book(file, delimiter=saved.layout.get("delimiter", "") if saved else "")
    except limits.Refused as refused:
        raise reasons.in_words(refused) from refused
    if book.delimiter:
        book.sheets[0].name = file.stem[:31]
    of, told = kind_of(kind), saved.layout if saved else {}
    known = saved.columns if saved else {}
    found = table_of(
        book, guess_layout(book, of.fields, told.get("language") or by.language, told.get("sheet", ""), known)
    )
    if not found.rows:
        raise Refused(str(reasons.REFUSALS["no_rows"]))
    return Asked(of, found, _columns(kind, found, saved), Names(saved.source if saved else kind), by)


def _columns(kind: str, found: Table, saved: SavedConfiguration | None) -> dict[str, str]:
    fits = work.columns_from(saved, found) if saved else {}
    guessed = {guess.letter: guess.field for guess in work.guesses(kind, found)}
    return {letter: "note" if code in fits.values() else code for letter, code in guessed.items()} | fits


def _carry_out(file: Path, kind: str, saved: SavedConfiguration | None, by: Any) -> SheetImport:
    made = commands.begin(kind=kind, chunks=[file.read_bytes()], name=file.name, configuration=saved, by=by)
    commands.set_columns(sheet_import=made, columns={}, by=by)
    commands.go_to_preview(sheet_import=made, by=by)
    made = _worked(made, background.plan, by)
    if made.counts.get("new") or made.counts.get("changed"):
        commands.commit(sheet_import=made, digest=made.digest, by=by)
        made = _worked(made, background.write, by)
    return made


def _worked(made: SheetImport, work_on: Any, by: Any) -> SheetImport:
    """Do here and now what was ordered in the background; a worker that comes later finds it done."""
    made.refresh_from_db()
    if made.state in (SheetImport.State.PLANNING, SheetImport.State.COMMITTING):
        work_on(made, by)
        made.refresh_from_db()
    if made.failure:
        changed = _("The register changed meanwhile. Nothing was written; run it again.")
        raise Refused(made.failure.get("message") or changed)
    return made


def summary(asked: Asked, plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON: the figures, how the columns were understood, and each rejected cell."""
    headings = asked.table.headings
    return {
        "sheet": asked.table.sheet.name,
        "counts": plan.counts(),
        "columns": {letter: {"heading": headings[letter], "field": asked.columns[letter]} for letter in headings},
        "changed": [
            {"row": line.number, "cells": [dict(vars(cell)) for cell in line.cells]}
            for line in plan.lines
            if line.changes
        ],
        "rejected": [_rejected(line.number, problem) for line in plan.lines for problem in line.problems],
    }


def _rejected(row: int, problem: Problem) -> dict[str, Any]:
    return {
        "row": row,
        "address": f"{problem.sheet}!{problem.address}",
        "value": problem.value,
        "reason": problem.reason,
        "suggestion": problem.suggestion,
    }


def in_words(outcome: dict[str, Any]) -> list[str]:
    """The outcome for people, line by line."""
    lines = [f"{letter} “{one['heading']}”: {one['field']}" for letter, one in outcome["columns"].items()]
    lines += [f"rejected: {one['address']}: {one['reason']} {one['suggestion']}" for one in outcome["rejected"]]
    figures = ", ".join(f"{outcome['counts'][name]} {name}" for name in ("new", "changed", "same", "rejected"))
    return [*lines, ("Nothing was changed (dry run). " if outcome["dry_run"] else "") + figures]
