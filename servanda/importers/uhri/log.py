"""The cleaning log: what was repaired, in which record, from what to what, by which rule.

Nothing of it is stored as text: a row holds the numbers of its repairs, and each way of repairing stands once in its table.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from servanda.core.cells import harmless
from servanda.importers.uhri.models import Edition, Observation, Repair
from servanda.importers.uhri.queries import batched
from servanda.importers.uhri.rules import BITS, BY_CODE

AT_ONCE = 2_000


@dataclass(frozen=True)
class Line:
    """One repair in one record."""

    row: Observation
    rule: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        return str(BY_CODE[self.rule].sentence)

    @property
    def marks(self) -> bool:
        return BY_CODE[self.rule].marks


def repaired(rows: QuerySet[Observation], rule: str = "") -> QuerySet[Observation]:
    """Rows in which something was repaired; by this rule, where one is given."""
    if rule not in BITS:
        return rows.exclude(rules=0)
    return rows.annotate(by_rule=F("rules").bitand(BITS[rule])).exclude(by_rule=0)


def lines_of(rows: Iterable[Observation], rule: str = "") -> list[Line]:
    """The repairs of these rows, in their order; the ways of repairing are read in one question."""
    shown = list(rows)
    ways = Repair.objects.in_bulk({int(pk) for row in shown for pk in row.repairs.split()})
    found = [_line(row, ways[int(pk)]) for row in shown for pk in row.repairs.split() if int(pk) in ways]
    return [line for line in found if not rule or line.rule == rule]


def _line(row: Observation, way: Repair) -> Line:
    own = {"{number}": row.number, "{heading}": row.heading}
    before, after = way.before, way.after
    for sign, value in own.items():
        before, after = before.replace(sign, value), after.replace(sign, value)
    return Line(row, way.rule, before, after)


def table_of(rows: QuerySet[Observation], rule: str = "") -> Iterator[list[str]]:
    """The log as rows of a table, its heading first."""
    yield [_("Record"), _("Document"), _("Row"), _("Rule"), _("Before"), _("After"), _("Why")]
    few = rows.select_related("document").defer("text").order_by("pk").iterator(AT_ONCE)
    for part in batched(few, AT_ONCE):
        for line in lines_of(part, rule):
            cells = (
                line.row.annotation,
                line.row.document.symbol,
                str(line.row.row),
                line.rule,
                line.before,
                line.after,
            )
            yield [harmless(cell) for cell in (*cells, line.sentence)]


def write(edition: Edition | None, path: Path) -> int:
    """Write the log of what an edition brought as CSV; gives the number of repairs."""
    number = edition.number if edition else 0
    count = -1
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer: Any = csv.writer(file)
        for cells in table_of(repaired(Observation.objects.filter(since=number))):
            writer.writerow(cells)
            count += 1
    return max(count, 0)
