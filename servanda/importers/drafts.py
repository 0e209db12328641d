"""What a source says, before anything is compared with the register: a document and its recommendations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from servanda.core.profile import profile
from servanda.documents.models import Document
from servanda.importers.reading import Reading, ReadRecommendation, StatedPosition
from servanda.importers.reading.recommending_states import find_brackets
from servanda.recommendations.models import Recommendation

LONGEST_NUMBER = 20
ANSWER = "answer"  # an item that is no recommendation but the State's answer to one of the report
UHRI = "UHRI"  # the origin of labels and wordings that come from the Universal Human Rights Index
KINDS = set(Recommendation.Kind.values)
SCHEMES = ("themes", "persons", "sdgs")  # the schemes in which a source may label a recommendation


@dataclass(frozen=True)
class DocumentDraft:
    """A document as its source describes it. `mechanism`: code as in the register of mechanisms; empty: not said."""

    symbol: str
    kind: str = "other"
    titles: dict[str, str] = field(default_factory=dict)
    mechanism: str = ""
    session: int | None = None
    cycle: int | None = None
    published_on: date | None = None
    language: str = "en"


@dataclass(frozen=True)
class Draft:
    """A recommendation as its source gives it. `key`: its address in the source (an item's id, "record 12")."""

    key: str
    number: str
    text: str
    language: str = "en"
    kind: str = "recommendation"
    states: Sequence[dict[str, str]] = ()  # {"name", "iso3"}
    position: str = ""
    section: str = ""  # the sentence or heading under which it stands
    labels: dict[str, list[str]] = field(default_factory=dict)  # scheme → labels as printed
    parts: Sequence[str] = ()
    page: int | None = None
    order: int = 0
    entry: str = ""  # id of the provisional entry that a person has found to be this
    not_entries: Sequence[str] = ()  # ids of those she has found to be others

    @property
    def is_answer(self) -> bool:
        """What an addendum says about a recommendation of the report: `number`, `position`, and `text` as the reason."""
        return self.kind == ANSWER


@dataclass(frozen=True)
class Source:
    """One document's worth of a source. `origin`: what labels and wordings are said to come from. `corrects`: true for
    an index that is read again and again, whose changed texts replace those it brought earlier."""

    document: DocumentDraft
    drafts: tuple[Draft, ...]
    origin: str
    corrects: bool = False
    paragraphs: Sequence[dict[str, Any]] = ()  # {"number", "page", "text", "language"}: the text of the whole document


@dataclass(frozen=True)
class ReadDocument:
    """What was read of a document as a whole. One thing for the record of changes, which does not hold whole documents."""

    facts: dict[str, Any]
    warnings: list[dict[str, Any]]
    paragraphs: list[dict[str, Any]]
    pages: int
    total: int  # items that follow


@dataclass(frozen=True)
class ReadItems:
    """Some of the items of a document as read, under the names of `IntakeItem`."""

    items: list[dict[str, Any]]


def draft_of_item(item: Any) -> Draft:
    """The draft that a checked item of an intake amounts to."""
    return Draft(
        key=str(item.pk),
        number=item.number,
        text=item.text,
        language=item.language,
        kind=item.kind,
        states=tuple(item.states),
        position=item.position,
        section=item.section,
        labels=item.labels,
        parts=tuple(item.parts),
        page=item.page,
        order=item.order,
        entry=str(item.entry_id or ""),
        not_entries=tuple(item.not_entries),
    )


def draft_of_document(facts: dict[str, Any]) -> DocumentDraft:
    """The document that an intake's facts describe: symbol, kind, title, date, language, mechanism, session, cycle."""
    language = facts.get("language") or "en"
    title = facts.get("title") or ""
    return DocumentDraft(
        symbol=" ".join((facts.get("symbol") or "").split()),
        kind=facts.get("kind") or "other",
        titles={language: title} if title else {},
        mechanism=facts.get("mechanism") or "",
        session=facts.get("session"),
        cycle=facts.get("cycle"),
        published_on=date.fromisoformat(facts["date"]) if facts.get("date") else None,
        language=language,
    )


KINDS_AS_READ = {
    "upr_working_group_report": Document.Kind.UPR_REPORT,
    "upr_addendum": Document.Kind.UPR_ADDENDUM,
    "thematic_list": Document.Kind.THEMATIC_LIST,
    "concluding_observations": Document.Kind.CONCLUDING_OBSERVATIONS,
    "visit_report": Document.Kind.VISIT_REPORT,
    "judgment": Document.Kind.JUDGMENT,
    "state_report": Document.Kind.STATE_REPORT,
    "upr_national_report": Document.Kind.STATE_REPORT,
}


def facts_as_read(read: dict[str, Any]) -> dict[str, Any]:
    """What the reader says of a document, in the register's words."""
    names = ("symbol", "title", "date", "language", "state", "mechanism", "session", "cycle")
    return {name: read.get(name) for name in names} | {
        "kind": KINDS_AS_READ.get(read.get("kind") or "", Document.Kind.OTHER).value
    }


def paragraphs_of(reading: Reading) -> list[dict[str, Any]]:
    """The text of the document as it is kept beside its recommendations."""
    language = reading.document.language or "en"
    return [
        {"number": (p.number or "")[:LONGEST_NUMBER], "text": p.text, "page": p.page, "language": language}
        for p in reading.paragraphs
        if p.text
    ]


def draft_facts(found: ReadRecommendation, language: str) -> dict[str, Any]:
    """A recommendation as read, under the names of `Draft` and `IntakeItem`."""
    number, text = found.number or "", found.text or found.wording
    return {
        "number": number if len(number) <= LONGEST_NUMBER else "",
        "text": words_alone(text) if is_of_the_index(found) and found.recommending_states else text,
        "language": language,
        "kind": found.kind,
        "section": (found.section or "")[:300],
        "position": found.position or "",
        "states": [{"name": state.name[:120], "iso3": state.iso3 or ""} for state in found.recommending_states],
        "labels": {name: list(getattr(found, name) or ()) for name in SCHEMES},
        "parts": [part["text"] for part in found.extra.get("sub_items") or ()],
        "page": found.page,
    }


def is_of_the_index(found: ReadRecommendation) -> bool:
    """A record of the Universal Human Rights Index: it says itself which document it is from."""
    return "document" in found.extra


def words_alone(text: str) -> str:
    """The words without the States in brackets behind them, as a report's reading gives them."""
    bare = text.rstrip(" ;.,")
    while (brackets := find_brackets(bare)) and brackets[-1].end == len(bare) and brackets[-1].start:
        bare = bare[: brackets[-1].start].rstrip(" ;.,")
    return bare


def is_about_us(countries: Iterable[dict[str, str | None]]) -> bool:
    """Whether a record is about the State of this deployment, by its code or by one of its names."""
    ours = profile()
    names = {*ours.data.get("name", {}).values(), *ours.data["formal_name"].values()}
    return any(country["iso3"] == ours.code or country["name"] in names for country in countries)


def answer_facts(found: StatedPosition, language: str) -> dict[str, Any]:
    """What an addendum says about one recommendation, under the names of `Draft` and `IntakeItem`."""
    return {
        "number": found.number[:LONGEST_NUMBER],
        "text": found.explanation,
        "language": language,
        "kind": ANSWER,
        "position": found.position or "",
        "page": found.page,
    }
