"""What official lists say about this State: its treaty actions, and the sessions in which it is reviewed.

Read, compared with the register, then carried out by commands. What the register knows more exactly, or otherwise, stays as it
is: an otherwise is named for a person.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.core.errors import Refused
from servanda.core.profile import profile
from servanda.mechanisms.commands import add_session, change_treaty_action, record_treaty_action, schedule_review
from servanda.mechanisms.models import Mechanism, Review, Session, Treaty, TreatyAction

Row = dict[str, str]
Kind = TreatyAction.Kind
_NO_DATE = gettext_lazy("A number or date of this row cannot be read. Write years as 1994 and days as 1994-05-17.")
_NOT_KNOWN = gettext_lazy(
    "This list is not known. Give a list of treaty status (treaty, iso3, status, year_ratification_or_accession), "
    "of dates (iso3, signed, ratified_or_acceded …) or the calendar of the UPR (iso3, cycle, session, month)."
)
STATUS_COLUMNS = {"treaty", "iso3", "status", "year_ratification_or_accession"}
DATE_COLUMNS = {"iso3", "signed", "ratified_or_acceded", "op_individual_communications", "op_inquiry"}
CALENDAR_COLUMNS = {"iso3", "cycle", "session", "month"}
STATUSES = {"state party": Kind.BOUND, "signatory state": Kind.SIGNATURE}
# Columns of OHCHR's dates for the Covenant on economic, social and cultural rights → (treaty, kind).
COVENANT_DATES = {
    "signed": ("ICESCR", Kind.SIGNATURE),
    "ratified_or_acceded": ("ICESCR", Kind.BOUND),
    "op_individual_communications": ("ICESCR-OP", Kind.BOUND),
    "op_inquiry": ("ICESCR-OP", Kind.INQUIRY),
}


@dataclass(frozen=True)
class ActionDraft:
    """A treaty action as a source has it. `withdraws`: the articles of the reservation or declaration withdrawn."""

    treaty: str
    kind: str
    on: date | None = None
    year: int | None = None
    articles: str = ""
    withdraws: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    source: str = ""
    address: str = ""


@dataclass
class Outcome:
    """What would become, or became, of a list."""

    counts: Counter[str] = field(default_factory=lambda: Counter(new=0, changed=0, same=0))
    rejected: list[dict[str, str]] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    def reject(self, address: str, reason: Any) -> None:
        self.rejected.append({"address": address, "reason": str(reason)})


def take_in(path: Path, *, by: Any, dry_run: bool = False, state: str = "") -> Outcome:
    """Take what a list says about this State (or the one given by its ISO code) into the register. Which list it is
    follows from its columns."""
    with transaction.atomic():
        outcome = _taken_in(path, state or profile().code, by)
        transaction.set_rollback(dry_run)
    return outcome


def _taken_in(path: Path, state: str, by: Any) -> Outcome:
    columns, rows = _read(path, state)
    outcome = Outcome()
    if columns >= STATUS_COLUMNS:
        drafts = _drafts(rows, _of_status, path.name, outcome)
    elif columns >= DATE_COLUMNS:
        drafts = _drafts(rows, _of_dates, path.name, outcome)
    elif columns >= CALENDAR_COLUMNS:
        return _schedule(rows, path.name, outcome, by)
    else:
        raise Refused(str(_NOT_KNOWN))
    return record_actions(drafts, by=by, outcome=outcome)


def _read(path: Path, state: str) -> tuple[set[str], list[tuple[str, Row]]]:
    """The columns, and the rows about the State, each with its address in the file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(_("row %(n)s") % {"n": reader.line_num}, row) for row in reader if row.get("iso3") == state]
            return set(reader.fieldnames or ()), rows
    except (UnicodeDecodeError, csv.Error):
        raise Refused(_("This is not a CSV file in UTF-8. Save the list as CSV, UTF-8, and try again.")) from None


# --- treaties ---------------------------------------------------------------------------------------------------------


def _drafts(
    rows: Iterable[tuple[str, Row]], read: Callable[[Row], list[ActionDraft]], name: str, outcome: Outcome
) -> Iterator[ActionDraft]:
    """What each row says; a row that cannot be read is rejected with its address."""
    for address, row in rows:
        try:
            drafts = read(row)
        except ValueError:
            outcome.reject(address, _NO_DATE)
        else:
            yield from (replace(draft, source=name, address=address) for draft in drafts)


def _of_status(row: Row) -> list[ActionDraft]:
    kind = STATUSES.get(row["status"].strip().lower())
    year = int(row["year_ratification_or_accession"]) if row["year_ratification_or_accession"] else None
    return [ActionDraft(row["treaty"], kind, year=year)] if kind else []


def _of_dates(row: Row) -> list[ActionDraft]:
    return [
        ActionDraft(treaty, kind, on=date.fromisoformat(row[column]))
        for column, (treaty, kind) in COVENANT_DATES.items()
        if row[column]
    ]


def record_actions(drafts: Iterable[ActionDraft], *, by: Any, outcome: Outcome | None = None) -> Outcome:
    """Bring the register up to what the drafts say, where it says less."""
    outcome, treaties = outcome or Outcome(), {treaty.code: treaty for treaty in Treaty.objects.all()}
    for draft in drafts:
        treaty = treaties.get(draft.treaty)
        if treaty is None:
            outcome.reject(draft.address, _("The register has no treaty %(code)s.") % {"code": draft.treaty})
            continue
        try:
            outcome.counts[_record(treaty, draft, outcome, by)] += 1
        except Refused as refused:
            outcome.reject(draft.address, str(refused))
    return outcome


def _record(treaty: Treaty, draft: ActionDraft, outcome: Outcome, by: Any) -> str:
    held = _held(treaty, draft)
    if held is None:
        record_treaty_action(treaty=treaty, by=by, **_facts(treaty, draft))
        return "new"
    if _says_more(draft, held):
        change_treaty_action(treaty_action=held, by=by, **_facts(treaty, draft))
        return "changed"
    if _says_otherwise(draft, held):
        outcome.differs.append(
            _("%(treaty)s: the list has %(theirs)s, the register %(ours)s. The register stays as it is.")
            % {"treaty": treaty.code, "theirs": _when(draft), "ours": _when(held)}
        )
    return "same"


def _held(treaty: Treaty, draft: ActionDraft) -> TreatyAction | None:
    """The same treaty action in the register: by articles for those that a State may do more than once."""
    rows = treaty.actions.all()
    if draft.kind in TreatyAction.BINDING:
        return rows.filter(kind__in=TreatyAction.BINDING).first()
    if draft.kind in (*TreatyAction.WORDED, Kind.WITHDRAWAL):
        rows = rows.filter(articles=draft.articles)
    return rows.filter(kind=draft.kind).first()


def _facts(treaty: Treaty, draft: ActionDraft) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: getattr(draft, name) for name in ("kind", "on", "year", "articles", "texts", "source")
    }
    if draft.withdraws:
        facts["withdraws"] = treaty.actions.filter(kind__in=TreatyAction.WORDED, articles=draft.withdraws).first()
    return facts


def _says_more(draft: ActionDraft, held: TreatyAction) -> bool:
    """A day where the register has the same year only, or a year where it has none."""
    if held.on is not None:
        return False
    year = draft.on.year if draft.on else draft.year
    return year is not None and (held.year is None or (held.year == year and draft.on is not None))


def _says_otherwise(draft: ActionDraft, held: TreatyAction) -> bool:
    if draft.on and held.on:
        return draft.on != held.on
    year = draft.on.year if draft.on else draft.year
    return None not in (year, held.year) and year != held.year


def _when(one: Any) -> str:
    return str(one.on or one.year or "–")


# --- reviews ----------------------------------------------------------------------------------------------------------


def _schedule(rows: Iterable[tuple[str, Row]], name: str, outcome: Outcome, by: Any) -> Outcome:
    """The sessions of the UPR in which this State is heard."""
    upr = Mechanism.objects.get(code="UPR")
    for address, row in rows:
        try:
            number, cycle, starts = int(row["session"]), int(row["cycle"]), date.fromisoformat(f"{row['month']}-01")
        except ValueError:
            outcome.reject(address, _NO_DATE)
        else:
            outcome.counts[schedule(upr, number, name, by=by, cycle=cycle, starts=starts)] += 1
    return outcome


def schedule(upr: Mechanism, number: int, source: str, *, by: Any, **facts: Any) -> str:
    """One review. A session that the register doesn't have yet is added; `facts`: cycle, starts."""
    if Review.objects.filter(session__mechanism=upr, session__number=number).exists():
        return "same"
    session = Session.objects.filter(mechanism=upr, number=number).first()
    if session is None:
        session = add_session(mechanism=upr, number=number, by=by, **facts)
    schedule_review(session=session, source=source, by=by)
    return "new"
