"""Imports without a person in between: a document, an OHCHR list, or an export of the Universal Human Rights Index.

`open_file` reads and never writes; what it gives is planned and carried out document by document, each in one
transaction, so that an import that was cut off is simply run again: what is in the register already is "the same".
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from servanda.core.errors import Refused
from servanda.core.profile import profile
from servanda.documents.models import Document
from servanda.importers import commands, sentences
from servanda.importers.drafts import (
    KINDS,
    LONGEST_NUMBER,
    UHRI,
    DocumentDraft,
    Draft,
    Source,
    answer_facts,
    draft_facts,
    draft_of_document,
    facts_as_read,
    is_about_us,
    paragraphs_of,
    words_alone,
)
from servanda.importers.labels import Vocabulary
from servanda.importers.models import ImportRun
from servanda.importers.plan import Plan, Register, make_plan
from servanda.importers.reading import Reading, read_file
from servanda.importers.reading.detect import kind_of
from servanda.importers.reading.limits import STANDARD
from servanda.importers.reading.limits import Refused as CannotRead
from servanda.importers.reading.uhri_export import UhriRecord, is_an_export_sheet, looks_like_an_export, records


@dataclass(frozen=True)
class Rejected:
    """Something that can't be taken in: where it stands in the file, and why."""

    address: str
    reason: str


@dataclass
class Delivery:
    """What a file holds for this register. `left_out`: how many, by reason, that are simply not for us."""

    sources: list[Source] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def open_file(kind: str, path: Path, *, symbol: str = "", all_states: bool = False) -> Delivery:
    """Read a file. `kind`: document, matrix or uhri; `symbol`: of the document, where the file doesn't say it;
    `all_states`: take the records of an export about other States too. `Refused` where the file can't be read at all."""
    if kind == "uhri":
        return _open_export(path, all_states)
    return _open_document(kind, path, symbol)


# --- one document -----------------------------------------------------------------------------------------------------


def _open_document(kind: str, path: Path, symbol: str) -> Delivery:
    reading = read_file(path)
    if reading.refusal:
        raise Refused(sentences.refusal(reading.refusal.code, reading.refusal.message))
    facts = facts_as_read(reading.document.as_dict())
    if kind == "matrix" and facts["kind"] != Document.Kind.THEMATIC_LIST:
        raise Refused(_("This is no thematic list of OHCHR. Import it as a document."))
    facts["symbol"] = symbol or facts["symbol"] or _symbol_of_report(facts)
    if not facts["symbol"]:
        raise Refused(_("The file does not say the symbol of its document. Give it with --symbol."))
    delivery = Delivery(warnings=_warnings(reading, facts))
    drafts = tuple(_drafts(reading, delivery))
    source = Source(draft_of_document(facts), drafts, path.name, paragraphs=paragraphs_of(reading))
    delivery.sources.append(source)
    return delivery


def _symbol_of_report(facts: dict[str, Any]) -> str:
    """A list of a cycle is about that cycle's report, if it is in the register."""
    reports = Document.objects.filter(kind=Document.Kind.UPR_REPORT, cycle=facts["cycle"] or 0)
    return str(reports.values_list("symbol", flat=True).first() or "")


def _warnings(reading: Reading, facts: dict[str, Any]) -> list[str]:
    found = [sentences.warning(warning.as_dict()) for warning in reading.warnings]
    if facts["state"] and facts["state"] != profile().code:
        found.append(_("The document is about another State: %(state)s.") % {"state": facts["state"]})
    return found


def _drafts(reading: Reading, delivery: Delivery) -> Iterator[Draft]:
    language = reading.document.language or "en"
    for order, found in enumerate(reading.recommendations, 1):
        given = draft_facts(found, language)
        address = _("item %(order)s, number %(number)s") % {"order": order, "number": found.number or "–"}
        if reason := _reason_to_reject(given):
            delivery.rejected.append(Rejected(address, reason))
        else:
            yield Draft(key=str(order), order=order, **given)
    for order, answer in enumerate(reading.positions, len(reading.recommendations) + 1):
        yield Draft(key=str(order), order=order, **answer_facts(answer, language))


def _reason_to_reject(given: dict[str, Any]) -> str:
    if not given["text"].strip():
        return _("It has no words.")
    if given["kind"] not in KINDS:
        return _("It is of a kind that the register does not know: %(kind)s.") % {"kind": given["kind"]}
    return ""


# --- an export of the index -------------------------------------------------------------------------------------------


def _open_export(path: Path, all_states: bool) -> Delivery:
    delivery = Delivery()
    groups: dict[str, list[Draft]] = {}
    documents: dict[str, DocumentDraft] = {}
    try:
        _must_be_an_export(path)
        for order, record in enumerate(records(path), 1):
            if _is_taken(record, order, all_states, delivery):
                symbol = record.document.symbol or ""
                documents.setdefault(symbol, draft_of_document(facts_as_read(record.document.as_dict())))
                groups.setdefault(symbol, []).append(_draft_of_record(record, order))
    except CannotRead as refused:
        raise Refused(sentences.refusal(refused.code, refused.message)) from None
    delivery.sources = [Source(documents[s], tuple(drafts), UHRI, corrects=True) for s, drafts in groups.items()]
    return delivery


def _must_be_an_export(path: Path) -> None:
    kind = kind_of(path)
    if kind == "json" and looks_like_an_export(path):
        return
    if kind == "xlsx" and is_an_export_sheet(path, STANDARD):
        return
    raise CannotRead("unknown_json" if kind == "json" else "unknown_spreadsheet", "")


def _is_taken(record: UhriRecord, order: int, all_states: bool, delivery: Delivery) -> bool:
    """Whether a record is taken; the others are counted, or rejected with their address."""
    if not all_states and not is_about_us(country.as_dict() for country in record.countries):
        delivery.leave_out("other_states")
        return False
    if record.kind not in KINDS:
        delivery.leave_out("other_kinds")
        return False
    reason = ""
    if not record.document.symbol:
        reason = _("It has no document symbol.")
    elif not record.text.strip():
        reason = _("It has no words.")
    if reason:
        address = _("record %(order)s") % {"order": order}
        named = f"{address} ({record.annotation_id})" if record.annotation_id else address
        delivery.rejected.append(Rejected(named, reason))
    return not reason


def _draft_of_record(record: UhriRecord, order: int) -> Draft:
    number = record.number or ""
    return Draft(
        key=str(order),
        number=number if len(number) <= LONGEST_NUMBER else "",
        text=words_alone(record.text) if record.recommending_states else record.text,
        kind=record.kind,
        states=tuple({"name": s.name[:120], "iso3": s.iso3 or ""} for s in record.recommending_states),
        position=record.position or "",
        section=(record.heading or "")[:300],
        labels={"themes": list(record.themes), "persons": list(record.persons), "sdgs": list(record.sdgs)},
        order=order,
    )


# --- carrying it out --------------------------------------------------------------------------------------------------


def plans_of(delivery: Delivery) -> list[Plan]:
    register = Register()
    return [make_plan(source, register) for source in delivery.sources]


def carry_out(kind: str, path: Path, delivery: Delivery, *, by: Any) -> ImportRun:
    """Take everything in, document by document, as one run that can be undone as a whole."""
    run = commands.begin_run(source=kind, file_name=path.name[-255:], sha256=_digest(path), by=by)
    keeps_file, vocabulary = kind != "uhri", Vocabulary()
    for source in delivery.sources:
        commands.import_document(
            run=run, source=source, path=path if keeps_file else None, by=by, vocabulary=vocabulary
        )
    return commands.finish_run(run=run, by=by)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
