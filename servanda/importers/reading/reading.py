"""What reading a document gives: plain frozen records, ready to be shown, checked by a person, or written as JSON.

The shape is the contract of `servanda read`: one `Reading` for each file. Nothing here is a decision: every
recommendation carries how sure the reader is and what it doubts, and every irregularity of the document is a warning.
"""

from dataclasses import dataclass, field, replace
from typing import Any

RECOMMENDATION, CONCERN, PLEDGE = "recommendation", "concern", "pledge"
JUDGMENT_POINT, DECISION = "judgment_point", "decision"
SUPPORTED, NOTED, PENDING, IN_PART = "supported", "noted", "pending", "supported_in_part"


@dataclass(frozen=True, slots=True)
class RecommendingState:
    """A State as the document names it; `iso3` is None where the name is unknown."""

    name: str
    iso3: str | None

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, "iso3": self.iso3}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the lower left corner, and as fractions from the upper left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    page_width: float
    page_height: float

    def as_fractions(self) -> dict[str, float]:
        return {
            "left": round(self.left / self.page_width, 4),
            "top": round(1 - self.top / self.page_height, 4),
            "width": round((self.right - self.left) / self.page_width, 4),
            "height": round((self.top - self.bottom) / self.page_height, 4),
        }

    def as_dict(self) -> dict[str, Any]:
        points = [round(v, 2) for v in (self.left, self.bottom, self.right, self.top)]
        size = [round(v, 2) for v in (self.page_width, self.page_height)]
        return {"page": self.page, "points": points, "page_size": size, "fractions": self.as_fractions()}


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should look at: a stable code, where it is, and a sentence that says what to do."""

    code: str
    message: str
    place: str = ""
    page: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "place": self.place, "page": self.page}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A committee's request to hear about some of its recommendations sooner than in the next report.

    `paragraph` makes the request, `by` is an ISO date, `numbers` are those asked about: "12", "14 (a)".
    """

    paragraph: str
    by: str
    numbers: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"paragraph": self.paragraph, "by": self.by, "numbers": list(self.numbers)}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the title page and first paragraphs say; None where the document doesn't say it.

    `date` is an ISO date, `language` a BCP 47 tag, `state` an ISO 3166-1 alpha-3 code, `session` and `cycle` numbers.
    `state_name` is the State as the document names it; it stands alone where the name has no code. `agenda_item` holds
    the numbers of the title page, `next_report_due` an ISO date.
    """

    symbol: str | None = None
    kind: str | None = None
    title: str | None = None
    date: str | None = None
    language: str | None = None
    state: str | None = None
    mechanism: str | None = None
    session: int | None = None
    cycle: int | None = None
    agenda_item: tuple[int, ...] | None = None
    state_name: str | None = None
    next_report_due: str | None = None
    follow_up: tuple[FollowUp, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__slots__}
        items = list(self.agenda_item) if self.agenda_item else None
        return plain | {"agenda_item": items, "follow_up": [r.as_dict() for r in self.follow_up or ()] or None}


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph of the document in its order; `number` as printed without the full stop, or None for a heading."""

    number: str | None
    text: str
    page: int | None = None
    section: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"number": self.number, "text": self.text, "page": self.page, "section": self.section}


@dataclass(frozen=True, slots=True)
class ReadRecommendation:
    """One recommendation, concern or pledge.

    `number`    its number in the document ("86.1", "114.7" for item 7 under paragraph 114, "23 (b)")
    `text`      its words without number and without the recommending States behind it
    `wording`   the whole numbered item exactly as printed; the same for every part of a split item
    `part`      1, 2 … where one numbered item holds several recommendations by different States, else None
    `section`   the sentence or heading under which it stands
    `boxes`     its places, where the reader itself measured them (scanned pages); else `page_images.locate` tells them
    """

    number: str | None
    text: str
    kind: str = RECOMMENDATION
    recommending_states: tuple[RecommendingState, ...] = ()
    position: str | None = None
    section: str | None = None
    page: int | None = None
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    wording: str = ""
    part: int | None = None
    themes: tuple[str, ...] | None = None
    persons: tuple[str, ...] | None = None
    sdgs: tuple[str, ...] | None = None
    boxes: tuple[Box, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        plain = {
            "number": self.number,
            "text": self.text,
            "kind": self.kind,
            "recommending_states": [state.as_dict() for state in self.recommending_states],
            "position": self.position,
            "section": self.section,
            "page": self.page,
            "confidence": round(self.confidence, 2),
            "doubts": list(self.doubts),
            "pages": list(self.pages),
            "wording": self.wording,
            "part": self.part,
        }
        labels = {"themes": self.themes, "persons": self.persons, "sdgs": self.sdgs}
        plain |= {name: list(values) for name, values in labels.items() if values is not None}
        plain |= {"boxes": [box.as_dict() for box in self.boxes]} if self.boxes else {}
        return plain | self.extra


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """What an addendum says about one recommendation of the report: the position, and why.

    `number` is the recommendation's as the addendum prints it, `paragraph` the addendum's own that states the position.
    """

    number: str
    position: str | None
    explanation: str = ""
    paragraph: int | None = None
    page: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one file. A refused file has a `refusal`, no recommendations and no paragraphs.

    `positions` is filled for an addendum only: it makes no recommendations, it answers those of the report.
    `scanned` names the pages that are pictures without text, `recognised` those read by character recognition.
    """

    file: str
    document: DocumentFacts = field(default_factory=DocumentFacts)
    recommendations: tuple[ReadRecommendation, ...] = ()
    warnings: tuple[Warning, ...] = ()
    paragraphs: tuple[ReadParagraph, ...] = ()
    refusal: Warning | None = None
    positions: tuple[StatedPosition, ...] = ()
    scanned: tuple[int, ...] = ()
    recognised: tuple[int, ...] = ()

    def with_warnings(self, *more: Warning) -> "Reading":
        return replace(self, warnings=(*more, *self.warnings))

    def as_dict(self, *, paragraphs: bool = False) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "file": self.file,
            "document": self.document.as_dict(),
            "recommendations": [item.as_dict() for item in self.recommendations],
            "warnings": [w.as_dict() for w in self.warnings],
        }
        if self.positions:
            plain["positions"] = [position.as_dict() for position in self.positions]
        plain |= {"scanned_pages": list(self.scanned)} if self.scanned else {}
        plain |= {"recognised_pages": list(self.recognised)} if self.recognised else {}
        if self.refusal:
            plain["refused"] = self.refusal.as_dict()
        if paragraphs:
            plain["paragraphs"] = [p.as_dict() for p in self.paragraphs]
        return plain


def reading_from(plain: dict[str, Any]) -> Reading:
    """The Reading that `as_dict(paragraphs=True)` made these plain values from."""
    return Reading(
        plain["file"],
        _facts_from(plain["document"]),
        tuple(_recommendation_from(item) for item in plain["recommendations"]),
        tuple(Warning(**w) for w in plain["warnings"]),
        tuple(ReadParagraph(**p) for p in plain.get("paragraphs", ())),
        Warning(**plain["refused"]) if "refused" in plain else None,
        tuple(StatedPosition(**p) for p in plain.get("positions", ())),
        tuple(plain.get("scanned_pages", ())),
        tuple(plain.get("recognised_pages", ())),
    )


def _facts_from(plain: dict[str, Any]) -> DocumentFacts:
    asked = tuple(FollowUp(**r | {"numbers": tuple(r["numbers"])}) for r in plain.get("follow_up") or ())
    items = plain.get("agenda_item")
    return DocumentFacts(**plain | {"follow_up": asked, "agenda_item": tuple(items) if items else None})


def _recommendation_from(plain: dict[str, Any]) -> ReadRecommendation:
    own = {name: plain[name] for name in ReadRecommendation.__slots__ if name in plain}
    lists = {name: tuple(value) for name, value in own.items() if isinstance(value, list)}
    states = tuple(RecommendingState(**state) for state in own["recommending_states"])
    boxes = tuple(_box_from(box) for box in plain.get("boxes", ()))
    extra = {name: value for name, value in plain.items() if name not in own}
    return ReadRecommendation(**(own | lists | {"recommending_states": states, "boxes": boxes, "extra": extra}))


def _box_from(plain: dict[str, Any]) -> Box:
    return Box(plain["page"], *plain["points"], *plain["page_size"])
