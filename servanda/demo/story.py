"""The sample State's story: the rows of profiles/<code>/, and the days on which things happened.

A day is written as a date, or as an offset in days from the day the demo is made, so that the demo is always late in
the same way. profiles/xar/README.md describes every file.
"""

import csv
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from servanda.accounts.models import Person
from servanda.institutions.models import Institution
from servanda.recommendations.models import Recommendation

Row = dict[str, str]
OFFSET = re.compile(r"-?\d{1,5}")


@dataclass(frozen=True, order=True)
class Event:
    """Something that somebody did on a day. Events of one day happen in the order of `order`."""

    day: date
    order: int
    run: Callable[[], Any] = field(compare=False)
    what: str = field(compare=False, default="")

    @property
    def moment(self) -> datetime:
        """In office hours, a minute after the event before."""
        return datetime.combine(self.day, time(8), tzinfo=UTC) + timedelta(seconds=self.order % 30_000)


class Story:
    """The files of one sample State, and what was made of their rows so far (`made`: key → object)."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today
        self.made: dict[tuple[str, str], Any] = {}

    @functools.cache  # noqa: B019 - one story lives as long as the command
    def rows(self, name: str) -> list[Row]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def day(self, cell: str) -> date | None:
        """The day that a cell means, or None."""
        if not cell:
            return None
        return self.today + timedelta(days=int(cell)) if OFFSET.fullmatch(cell) else date.fromisoformat(cell)

    def person(self, slug: str) -> Person:
        """The person, read afresh, so that her seats are those of the day."""
        return Person.objects.get(email=self._address[slug])

    @functools.cached_property
    def _address(self) -> dict[str, str]:
        return {row["slug"]: row["e_mail"] for row in self.rows("people.csv")}

    def with_role(self, role: str, *, but: Iterator[Any] | tuple = ()) -> Person:
        """Somebody of the secretariat with that role who is none of `but`."""
        others = {str(person.pk) for person in but if person is not None}
        return next(
            p for p in Person.objects.filter(role=role, is_active=True).order_by("email") if str(p.pk) not in others
        )

    def recommendation(self, row: Row) -> Recommendation:
        """The recommendation that a row names by symbol and number, as it was read from its document."""
        found = (
            Recommendation.objects.filter(document__symbol=row["symbol"], number=row["number"], as_part=None)
            .order_by("order")
            .first()
        )
        if found is None:
            raise LookupError(f"{row['symbol']} {row['number']} is not in the register")
        return found

    def institution(self, slug: str) -> Institution:
        return Institution.objects.get(code=slug)

    def intake_day(self, symbol: str) -> date:
        """When the secretariat took the document in: three weeks after its date, or in time for the first
        assignment."""
        return self._intake_days[symbol]

    @functools.cached_property
    def _intake_days(self) -> dict[str, date]:
        first_asked: dict[str, date] = {}
        for row in self.rows("assignments.csv"):
            asked = self.day(row["proposed_on"]) or self.today
            first_asked[row["symbol"]] = min(asked, first_asked.get(row["symbol"], asked))
        days: dict[str, date] = {}
        for row in self.rows("documents.csv"):
            arrived = max(date.fromisoformat(row["date"]) + timedelta(days=21), self.today - timedelta(days=700))
            latest = first_asked.get(row["symbol"], self.today) - timedelta(days=1)
            days.setdefault(row["symbol"], min(arrived, latest))
        return days
