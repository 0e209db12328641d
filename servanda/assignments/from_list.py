"""Reading who should answer for what from a pasted table: one line a recommendation, as it stands in a spreadsheet.

Each line: reference, institution (code, short name or full name in any language), role, due date. The last two may be
left out: lead, and the date given for the whole list. Columns are parted by tabs, semicolons or bars.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from servanda.assignments.models import Assignment
from servanda.institutions.models import Institution
from servanda.institutions.queries import key_of
from servanda.recommendations.models import Recommendation

BETWEEN_COLUMNS = re.compile(r"\t|;|\|")
DAY_FIRST = re.compile(r"^(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})$")


@dataclass(frozen=True)
class Line:
    """One line of the list: understood, or with the `problem` that says what to mend."""

    number: int
    text: str
    recommendation: Recommendation | None = None
    institution: Institution | None = None
    role: str = Assignment.Role.LEAD
    due_on: date | None = None
    problem: str = ""


def read(
    text: str,
    *,
    recommendations: Mapping[str, Recommendation],
    institutions: Mapping[str, Institution],
    due_on: date | None,
) -> list[Line]:
    """Every line that is not empty. A heading line is passed over; a second line for the same pair is a problem."""
    return list(_checked(_lines(text, recommendations, institutions, due_on)))


def _checked(lines: Iterable[Line]) -> Iterator[Line]:
    """Each line, or what stands against it in an earlier one: the same pair, or another lead."""
    pairs: set[Any] = set()
    leads: set[Any] = set()
    for line in lines:
        problem = line.problem or _clash(line, pairs, leads)
        if not problem:
            pairs.add((line.recommendation, line.institution))
            leads |= {line.recommendation} if line.role == Assignment.Role.LEAD else set()
        yield replace(line, problem=problem)


def _clash(line: Line, pairs: set[Any], leads: set[Any]) -> str:
    if (line.recommendation, line.institution) in pairs:
        return _("The same recommendation and institution stand on an earlier line.")
    if line.role == Assignment.Role.LEAD and line.recommendation in leads:
        return _("An earlier line makes another institution the lead. There is one lead.")
    return ""


def _lines(text: str, recommendations: Mapping, institutions: Mapping, due_on: date | None) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in BETWEEN_COLUMNS.split(line)]
        if any(cells) and not (number == 1 and _is_heading(cells)):
            yield _line(number, line.strip(), cells, recommendations, institutions, due_on)


def _is_heading(cells: list[str]) -> bool:
    return key_of(cells[0]) in {"reference", key_of(_("Reference"))}


def _line(
    number: int, text: str, cells: list[str], recommendations: Mapping, institutions: Mapping, due_on: date | None
) -> Line:
    reference, name, role, day = (*cells, "", "", "")[:4]
    try:
        return Line(
            number,
            text,
            recommendation=_recommendation(reference, recommendations),
            institution=_institution(name, institutions),
            role=_role(role),
            due_on=_day(day) if day else due_on,
        )
    except ValueError as problem:
        return Line(number, text, problem=str(problem))


def _recommendation(reference: str, known: Mapping[str, Recommendation]) -> Recommendation:
    found = known.get(reference.casefold())
    if found is None:
        sentence = _("No recommendation has the reference “%(reference)s”. Look it up in the register.")
        raise ValueError(sentence % {"reference": reference})
    if not found.stands:
        sentence = _("%(reference)s is withdrawn or superseded and cannot be assigned. Leave it out.")
        raise ValueError(sentence % {"reference": found.reference})
    return found


def _institution(name: str, known: Mapping[str, Institution]) -> Institution:
    if not name:
        raise ValueError(
            _("The institution is missing. Put it after the reference, with a tab or a semicolon between.")
        )
    found = known.get(key_of(name))
    if found is None:
        raise ValueError(
            _("No institution is called “%(name)s”. Use its code, short name or full name.") % {"name": name}
        )
    return found


def _role(word: str) -> Any:
    words = {"": Assignment.Role.LEAD} | {key_of(role.value): role for role in Assignment.Role}
    words |= {key_of(str(role.label)): role for role in Assignment.Role}
    if key_of(word) not in words:
        raise ValueError(_("“%(word)s” is no role. Write lead or contributing.") % {"word": word})
    return words[key_of(word)]


def _day(text: str) -> date:
    if found := DAY_FIRST.match(text):
        text = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = _("“%(text)s” is no date. Write it as 2027-06-30 or 30.06.2027.")
        raise ValueError(sentence % {"text": text}) from None
