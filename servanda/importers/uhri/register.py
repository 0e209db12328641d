"""From the index into the register: the records about the State of this deployment, as sources for the plan."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from servanda.importers.bulk import Delivery, Rejected
from servanda.importers.drafts import (
    KINDS,
    LONGEST_NUMBER,
    UHRI,
    Draft,
    Source,
    draft_of_document,
    facts_as_read,
    is_about_us,
    words_alone,
)
from servanda.importers.reading import symbols
from servanda.importers.uhri.models import Observation, SourceDocument, Term
from servanda.importers.uhri.queries import in_edition
from servanda.importers.uhri.run import Result
from servanda.mechanisms import states

KIND_NAMES = {1: "recommendation", 2: "concern", 0: "other"}
POSITION_NAMES = {0: "", 1: "supported", 2: "noted", 3: "supported_in_part"}
SCHEME_OF = {Term.Kind.THEME: "themes", Term.Kind.PERSONS: "persons", Term.Kind.SDG: "sdgs"}


def delivery_of(result: Result, *, all_states: bool = False) -> Delivery:
    """What the edition holds for the register, document by document, in the order of the file."""
    delivery = Delivery()
    if result.edition is None:
        return delivery
    rows = _own_rows(result, all_states)
    _leave_others_out(result, len(rows), delivery)
    terms = Term.objects.in_bulk({int(pk) for row in rows for pk in row.terms.split()})
    groups: dict[SourceDocument, list[Draft]] = {}
    for row in rows:
        if _is_taken(row, delivery):
            groups.setdefault(row.document, []).append(_draft(row, terms))
    delivery.sources = [
        Source(draft_of_document(_facts(document)), tuple(drafts), UHRI, corrects=True)
        for document, drafts in groups.items()
    ]
    return delivery


def _own_rows(result: Result, all_states: bool) -> list[Observation]:
    rows = in_edition(result.edition.number).select_related("document__body", "document__state")  # type: ignore[union-attr]
    if not all_states:
        rows = rows.filter(state__in=our_terms())
    return [row for row in rows.order_by("row") if row.pk not in result.not_here]


def our_terms() -> list[int]:
    """The terms of the index that mean the State of this deployment, alone or among others."""
    found = Term.objects.filter(kind=Term.Kind.STATE)
    return [term.pk for term in found if is_about_us(_named(term))]


def _named(term: Term) -> Iterator[dict[str, Any]]:
    yield {"name": term.label, "iso3": term.code}
    if "; " in term.label:
        yield from ({"name": name, "iso3": states.iso3_of(name) or ""} for name in term.label.split("; "))


def _leave_others_out(result: Result, ours: int, delivery: Delivery) -> None:
    others = result.counts["records"] - ours - result.counts.get("rejected", 0)
    if others > 0:
        delivery.left_out["other_states"] = others


def _is_taken(row: Observation, delivery: Delivery) -> bool:
    """Whether a record is taken; the others are counted, or rejected with their address."""
    if KIND_NAMES[row.kind] not in KINDS:
        delivery.leave_out("other_kinds")
        return False
    reason = ""
    if not row.document.symbol:
        reason = _("It has no document symbol.")
    elif not row.text.strip():
        reason = _("It has no words.")
    if reason:
        address = _("record %(order)s") % {"order": row.row}
        delivery.rejected.append(Rejected(f"{address} ({row.annotation})", reason))
    return not reason


def _facts(document: SourceDocument) -> dict[str, Any]:
    told = symbols.facts_of(document.symbol)
    mechanism = document.body.code if document.body else None
    return facts_as_read(
        {
            "symbol": document.symbol,
            "kind": "upr_working_group_report" if mechanism == "UPR" else told.kind,
            "date": document.date.isoformat() if document.date else None,
            "state": document.state.code if document.state else None,
            "mechanism": mechanism,
            "session": document.session,
            "cycle": document.cycle,
            "language": "en",
        }
    )


def _draft(row: Observation, terms: dict[int, Term]) -> Draft:
    named = [terms[int(pk)] for pk in row.terms.split()]
    authors = _of_kind(named, Term.Kind.AUTHOR)
    return Draft(
        key=str(row.pk),
        number=row.number if len(row.number) <= LONGEST_NUMBER else "",
        text=words_alone(row.text) if authors else row.text,
        kind=KIND_NAMES[row.kind],
        states=tuple({"name": a.label[:120], "iso3": a.code} for a in authors),
        position=POSITION_NAMES[row.position],
        section=row.heading[:300],
        labels={scheme: [t.label for t in _of_kind(named, kind)] for kind, scheme in SCHEME_OF.items()},
        order=row.row,
    )


def _of_kind(terms: Iterable[Term], kind: str) -> list[Term]:
    return [term for term in terms if term.kind == kind]
