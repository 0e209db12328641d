"""Rows that are recommendations, with their classification and who follows them up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from servanda.assignments.commands import assign_from_list
from servanda.assignments.models import Assignment
from servanda.core.profile import profile
from servanda.core.texts import in_language
from servanda.documents.commands import register_document
from servanda.documents.models import Document
from servanda.importers.matching import normal, normal_number
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets import making
from servanda.importers.spreadsheets.cells import Value
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, missing, same, with_words
from servanda.importers.spreadsheets.names import INSTITUTIONS, MECHANISMS, STATES
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.mechanisms import states
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.commands import (
    classify,
    edit_facts,
    enter,
    remove_from_intake,
    replace_wording,
    set_position,
)
from servanda.recommendations.models import Classification, Position, Recommendation, RecommendingState, Wording

SCHEMES = ("themes", "persons", "sdgs")
FOLLOW_UP = ("lead", "contributing", "due_on")


def looks_like_reference(value: Value) -> bool:
    """Ours begin with the State's code; a ministry's own numbers do not, and are kept as notes."""
    return isinstance(value, str) and value.strip().upper().startswith(f"{profile().code}-")


class Recommendations(RowKind):
    code = "recommendations"
    title = _("Recommendations")
    meaning = _("Each row is one recommendation of one document, with its classification and who follows it up.")
    visibility = "register"
    action = "recommendations.enter"
    text_field = "text"
    fields = with_words(
        "recommendations",
        Field(
            "reference",
            _("Reference"),
            read.one_line,
            _("Our own stable reference; leave it empty for new recommendations."),
            example="XAR-CAT-3-21",
            can_be_cleared=False,
            looks_like=looks_like_reference,
            must_look_so=True,
        ),
        Field(
            "symbol",
            _("Document symbol"),
            read.one_line,
            _("Symbol of the document it stands in."),
            True,
            "CAT/C/XAR/CO/3",
            80,
            can_be_cleared=False,
        ),
        Field(
            "number",
            _("Number as printed"),
            read.one_line,
            _("Number or paragraph, as the document prints it."),
            example="21 (a)",
            most=20,
            can_be_cleared=False,
        ),
        Field(
            "text",
            _("Wording"),
            read.text,
            _("The mechanism's own words."),
            True,
            "The State party should …",
            can_be_cleared=False,
        ),
        Field(
            "language",
            _("Language of the wording"),
            read.language,
            _("Code of the language; empty: the language of the file."),
            example="en",
            can_be_cleared=False,
        ),
        Field(
            "mechanism",
            _("Mechanism"),
            read.named,
            _("Who recommends: code or name."),
            example="CAT",
            list_code=MECHANISMS,
            can_be_cleared=False,
        ),
        Field(
            "document_title",
            _("Title of the document"),
            read.one_line,
            _("Only for documents that are new."),
            most=300,
            can_be_cleared=False,
        ),
        Field(
            "published_on",
            _("Date of the document"),
            read.day,
            _("Only for documents that are new."),
            example="2024-05-14",
            looks_like=read.looks_like_day,
            can_be_cleared=False,
        ),
        Field(
            "kind",
            _("Kind"),
            read.choice,
            _("Recommendation, concern, pledge …"),
            values=tuple(Recommendation.Kind.choices),
            can_be_cleared=False,
        ),
        Field("plain_line", _("Short line"), read.one_line, _("The demand in a few plain words."), most=300),
        Field(
            "states",
            _("Recommending States"),
            read.named,
            _("For the UPR: who recommended, separated by semicolons."),
            example="Kenya; Peru",
            list_code=STATES,
            many=True,
        ),
        Field(
            "position",
            _("Position of the State"),
            read.choice,
            _("Supported, noted, supported in part or pending."),
            values=tuple(Position.choices),
            can_be_cleared=False,
            synonyms={
                "accepted": "supported",
                "acceptée": "supported",
                "aceptada": "supported",
                "accepté": "supported",
                "appuyée": "supported",
                "apoyada": "supported",
                "مقبولة": "supported",
                "принято": "supported",
                "принята": "supported",
                "接受": "supported",
                "rejected": "noted",
                "partially accepted": "supported_in_part",
                "partially supported": "supported_in_part",
            },
        ),
        Field("explanation", _("Explanation of the position"), read.text, _("Why the State answered so."), most=20_000),
        Field("themes", _("Themes"), read.named, _("Separated by semicolons."), list_code="themes", many=True),
        Field(
            "persons", _("Persons concerned"), read.named, _("Separated by semicolons."), list_code="persons", many=True
        ),
        Field(
            "sdgs",
            _("Sustainable Development Goals"),
            read.named,
            _("Numbers of goals or targets, separated by semicolons."),
            example="16.3; 5",
            list_code="sdgs",
            many=True,
        ),
        Field(
            "lead",
            _("Lead institution"),
            read.named,
            _("Code or name of the institution that leads the follow-up."),
            example="ministry-of-justice",
            list_code=INSTITUTIONS,
            can_be_cleared=False,
        ),
        Field(
            "contributing",
            _("Contributing institutions"),
            read.named,
            _("Separated by semicolons. Adds to those there are."),
            list_code=INSTITUTIONS,
            many=True,
            can_be_cleared=False,
        ),
        Field(
            "due_on",
            _("Deadline"),
            read.day,
            _("Day by which the lead is to act."),
            example="2026-12-31",
            looks_like=read.looks_like_day,
            can_be_cleared=False,
        ),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        current = Prefetch("wordings", Wording.objects.filter(replaced_at=None))
        terms = Prefetch(
            "classifications", Classification.objects.exclude(decision="rejected").select_related("term__scheme")
        )
        parts = Prefetch(
            "assignments", Assignment.objects.filter(state__in=Assignment.OPEN).select_related("institution")
        )
        rows = Recommendation.objects.exclude(standing="withdrawn").select_related("document__mechanism")
        rows = rows.prefetch_related(
            current, terms, parts, Prefetch("recommending_states", RecommendingState.objects.all())
        )
        return [self._held(row, language) for row in rows.iterator(chunk_size=2_000)]

    def _held(self, row: Recommendation, language: str) -> Held:
        texts = {w.language: w.text for w in row.wordings.all()}
        shown = in_language(texts, language)
        values = {
            "reference": row.reference, "symbol": row.document.symbol, "number": row.number, "text": shown.text,
            "language": shown.language, "mechanism": row.document.mechanism.code if row.document.mechanism else "",
            "document_title": str(in_language(row.document.titles, language)), "kind": row.kind,
            "published_on": row.document.published_on.isoformat() if row.document.published_on else "",
            "plain_line": str(in_language(row.plain_lines, language)), "position": row.position,
            "explanation": str(in_language(row.position_explanations, language)),
            "states": [s.iso3 or s.name for s in row.recommending_states.all()],
        }  # fmt: skip
        label = f"{row.reference}: {shown.text}"[:300]
        extra = {"texts": texts, "plain_lines": row.plain_lines, "explanations": row.position_explanations}
        return Held(str(row.pk), label, values | _terms_of(row) | _follow_up_of(row), not row.stands, extra)

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        symbol = (values.get("symbol") or "").casefold()
        keys: list[tuple[Any, ...]] = [("reference", values["reference"].casefold())] if values.get("reference") else []
        if symbol and values.get("number"):
            keys.append(("number", symbol, normal_number(values["number"])))
        if symbol and values.get("text") and not values.get("number"):
            keys.append(("text", symbol, normal(values["text"])))
        return keys

    def group(self, values: Values) -> Any:
        return (values.get("symbol") or "").casefold()

    def label(self, values: Values) -> str:
        head = values.get("reference") or " ".join(filter(None, (values.get("symbol"), values.get("number"))))
        return f"{head}: {values.get('text', '')}"[:300]

    def changes(self, held: Held, values: Values) -> Values:
        found = super().changes(held, {k: v for k, v in values.items() if k not in ("reference", "language")})
        language = values.get("language") or held.values["language"]
        texts = held.extra["texts"]
        if "text" in values and (language in texts or values.get("language")):
            found.pop("text", None)
            if not same(values["text"], texts.get(language)):
                found["text"] = values["text"]
        if "contributing" in found:  # a list in a file adds; that somebody has no part any more is said on the page
            there = [*held.values["contributing"], held.values["lead"]]
            added = [code for code in found.pop("contributing") if code not in there]
            if added:
                found["contributing"] = [*held.values["contributing"], *added]
        for of_the_document in ("symbol", "mechanism", "document_title", "published_on", "number", "kind"):
            found.pop(of_the_document, None)
        return found

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        if held is None and values.get("reference"):
            yield "reference", CellProblem("unknown_key")
        if values.get("position") == Position.IN_PART and not (
            values.get("explanation") or (held and held.values["explanation"])
        ):
            yield "explanation", CellProblem("needs_together", other=str(self.field("position").title))
        if held is None:
            yield from missing(values, "symbol", "text")
        known = held.values if held else {}
        if (
            (values.get("due_on") or values.get("contributing"))
            and not (values.get("lead") or known.get("lead"))
            and values.get("due_on")
        ):
            yield "lead", CellProblem("needs_together", other=str(self.field("due_on").title))

    def make(self, values: Values, by: Any) -> str:
        return next(self.make_all([values], by))

    def make_all(self, rows: Sequence[Values], by: Any) -> Iterator[str]:
        documents, terms = Documents(by), making.Terms(by)
        for values in rows:
            yield str(enter(by=by, **_entry(values, documents, terms)).pk)

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        row = Recommendation.objects.get(pk=held.id)
        language = values.get("language") or values["_language"]
        if "text" in changes:
            of = values.get("language") or held.values["language"]
            replace_wording(recommendation=row, language=of, text=changes["text"], source="", by=by)
        if "states" in changes or "plain_line" in changes:
            lines = held.extra["plain_lines"] | {language: changes["plain_line"]} if "plain_line" in changes else None
            names = _states(changes["states"]) if "states" in changes else None
            edit_facts(
                recommendation=row, states=names, plain_lines=lines, asks_follow_up_by=row.asks_follow_up_by, by=by
            )
        if "position" in changes or "explanation" in changes:
            self._answer(row, held, changes, language, by)
        if any(scheme in changes for scheme in SCHEMES):
            _reclassify(row, held, changes, by)

    @staticmethod
    def _answer(row: Recommendation, held: Held, changes: Values, language: str, by: Any) -> None:
        explanations = dict(held.extra["explanations"])
        if "explanation" in changes:
            explanations[language] = changes["explanation"]
        position = changes.get("position") or row.position
        source = row.position_source or row.document.symbol
        set_position(recommendation=row, position=position, explanations=explanations, source=source, by=by)

    def remove(self, thing: str, by: Any) -> bool:
        return remove_from_intake(recommendation=thing, by=by)

    def finish(self, rows: Sequence[tuple[str, Values]], by: Any) -> Any:
        """Who follows up, for all rows at once: a batch of its own, which is taken back with the import."""
        asked = [(key, values) for key, values in rows if any(values.get(code) for code in FOLLOW_UP)]
        things = Recommendation.objects.in_bulk([key for key, _values in asked])
        bodies = making.Institutions(by)
        lines = [line for key, values in asked for line in _parts(things[_uuid(key)], values, bodies)]
        return assign_from_list(lines=lines, by=by) if lines else None


def _uuid(key: str) -> Any:
    return Recommendation._meta.pk.to_python(key)


def _terms_of(row: Recommendation) -> Values:
    found: Values = {scheme: [] for scheme in SCHEMES}
    for one in row.classifications.all():
        if one.term.scheme.code in found:
            found[one.term.scheme.code].append(one.term.code)
    return found


def _follow_up_of(row: Recommendation) -> Values:
    parts = list(row.assignments.all())
    lead = next((part for part in parts if part.role == Assignment.Role.LEAD), None)
    return {
        "lead": lead.institution.code if lead else "",
        "due_on": lead.due_on.isoformat() if lead and lead.due_on else "",
        "contributing": [part.institution.code for part in parts if part is not lead],
    }


def _entry(values: Values, documents: "Documents", terms: making.Terms) -> dict[str, Any]:
    """A row as `enter` takes it."""
    language = values.get("language") or values["_language"]
    return {
        "document": documents.of(values, language),
        "number": values.get("number", ""),
        "wordings": {language: values["text"]},
        "states": _states(values.get("states", ())),
        "terms": terms.of(values, SCHEMES),
        "kind": values.get("kind") or Recommendation.Kind.RECOMMENDATION,
        "position": values.get("position", ""),
        "position_explanations": _in(language, values.get("explanation")),
        "plain_lines": _in(language, values.get("plain_line")),
    }


class Documents:
    """Documents by symbol, read once; one that is missing is registered with what its first row says of it."""

    def __init__(self, by: Any):
        self.by = by
        self.known: dict[str, Document] = {}

    def of(self, values: Values, language: str) -> Document:
        symbol = values["symbol"]
        if symbol not in self.known:
            rows = Document.objects.select_related("mechanism")
            self.known[symbol] = rows.filter(symbol=symbol).first() or self._made(symbol, values, language)
        return self.known[symbol]

    def _made(self, symbol: str, values: Values, language: str) -> Document:
        mechanism = Mechanism.objects.filter(code=values.get("mechanism", "")).first()
        facts = {
            "titles": _in(language, values.get("document_title")),
            "published_on": _day(values.get("published_on")),
        }
        kind = _kind_of_document(mechanism)
        return register_document(symbol=symbol, by=self.by, mechanism=mechanism, language=language, kind=kind, **facts)


def _kind_of_document(mechanism: Mechanism | None) -> str:
    kinds = {
        "treaty_body": Document.Kind.CONCLUDING_OBSERVATIONS, "upr": Document.Kind.UPR_REPORT,
        "special_procedure": Document.Kind.VISIT_REPORT, "national": Document.Kind.NATIONAL,
    }  # fmt: skip
    return kinds.get(mechanism.kind if mechanism else "", Document.Kind.OTHER)


def _in(language: str, text: str | None) -> dict[str, str]:
    return {language: text} if text else {}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _states(codes: Iterable[str]) -> list[dict[str, str]]:
    found = ((code, states.by_iso3(code)) for code in codes)
    return [{"iso3": code, "name": state.name} if state else {"iso3": "", "name": code} for code, state in found]


def _reclassify(row: Recommendation, held: Held, changes: Values, by: Any) -> None:
    add, remove = [], []
    for scheme in SCHEMES:
        if scheme in changes:
            wanted = {term.code: term for term in making.Terms(by).of({scheme: changes[scheme]}, (scheme,))}
            had = {
                one.term.code: one.term
                for one in row.classifications.exclude(decision="rejected").filter(term__scheme__code=scheme)
            }
            add += [term for code, term in wanted.items() if code not in had]
            remove += [term for code, term in had.items() if code not in wanted]
    classify(recommendations=[row], add=add, remove=remove, by=by)


def _parts(
    row: Recommendation, values: Values, bodies: making.Institutions
) -> Iterable[tuple[Any, Any, str, date | None]]:
    if values.get("lead"):
        yield row, bodies[values["lead"]], Assignment.Role.LEAD, _day(values.get("due_on"))
    for code in values.get("contributing") or ():
        if code != values.get("lead"):
            yield row, bodies[code], Assignment.Role.CONTRIBUTING, None


KIND = Recommendations()
