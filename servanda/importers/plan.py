"""What taking in a document would do to the register: computed here once, shown as the dry run, and carried out by
`commands.carry_out`, which decides nothing of its own.

Local work is never overwritten: where the register says something else than the source, the line names it in `differs`
and the register stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from servanda.audit.models import Entry
from servanda.documents.models import Document
from servanda.importers.drafts import DocumentDraft, Draft, Source
from servanda.importers.labels import Label, Vocabulary
from servanda.importers.matching import Held, is_inside, normal, normal_number, pair
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.models import Position, Recommendation, RecommendingState

ADDENDUM = re.compile(r"/Add\.\s?\d+(?:/\S*)?$", re.IGNORECASE)
UNANSWERED = ("", Position.PENDING)


class Outcome(StrEnum):
    NEW = "new"
    BACK = "back"  # was taken back with its intake, and comes in again under the same reference
    CHANGED = "changed"
    SAME = "same"
    UNKNOWN = "unknown"  # the answer to a recommendation that the register does not have


@dataclass(frozen=True)
class Line:
    """What becomes of one recommendation of the source."""

    draft: Draft
    outcome: Outcome
    recommendation: Recommendation | None = None
    adds_wording: bool = False  # a language that is missing, or a text that its source has corrected
    adds_states: bool = False
    position: str = ""  # the State's answer where the register has none
    labels: tuple[Label, ...] = ()  # that it doesn't have yet
    differs: tuple[str, ...] = ()  # "wording", "position": the register says otherwise and is left alone


@dataclass(frozen=True)
class Plan:
    """What becomes of one document. `facts`: what the register doesn't know of it yet."""

    source: Source
    found: Document | None
    facts: dict[str, Any]
    lines: tuple[Line, ...]

    def of(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]

    @property
    def changes_anything(self) -> bool:
        changing = self.of(Outcome.NEW, Outcome.BACK, Outcome.CHANGED)
        return bool(changing or self.facts) or self.found is None or not self.found.is_public

    def counts(self) -> Counter[str]:
        """Recommendations by outcome, and what comes with them: labels, unknown labels, positions, wordings, facts."""
        counts = Counter({outcome.value: len(self.of(outcome)) for outcome in Outcome})
        counts["new"] += counts.pop("back")
        counts["labels"] = sum(len(line.labels) for line in self.lines)
        counts["unknown_labels"] = len(
            {(lb.scheme, lb.text) for ln in self.lines for lb in ln.labels if lb.term is None}
        )
        counts["positions"] = sum(bool(line.position) for line in self.of(Outcome.CHANGED))
        counts["wordings"] = sum(line.adds_wording for line in self.of(Outcome.CHANGED))
        counts["differs"] = sum(bool(line.differs) for line in self.lines)
        counts["facts"] = len(self.facts)
        counts["documents"] = int(self.found is None)
        return counts


@dataclass
class Register:
    """What the comparison asks of the register, read once for several documents."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    @cached_property
    def mechanisms(self) -> dict[str, Mechanism]:
        return {_plain(mechanism.code): mechanism for mechanism in Mechanism.objects.all()}

    def mechanism(self, code: str) -> Mechanism | None:
        """By its code, however it is joined: the index writes "SR Torture" for SR-Torture."""
        return self.mechanisms.get(_plain(code))


def _plain(code: str) -> str:
    return re.sub(r"[\W_]+", "", code).casefold()


def make_plan(source: Source, register: Register | None = None) -> Plan:
    """Compare one document of a source with the register."""
    register = register or Register()
    found = Document.objects.select_related("mechanism").filter(symbol=source.document.symbol).first()
    held = held_of(found) if found else []
    gone = withdrawn_by_a_person(held)
    own = [draft for draft in source.drafts if not draft.is_answer]
    pairs = pair(own, held)
    corrects = source.origin if source.corrects else ""
    lines = [
        _line(draft, one, gone, register.vocabulary, corrects) for draft in own for one in pairs.get(draft.key, [None])
    ]
    lines += _answers([draft for draft in source.drafts if draft.is_answer], source.document.symbol)
    return Plan(source, found, _missing_facts(source.document, found, register), tuple(lines))


def _answers(answers: list[Draft], symbol: str) -> Iterator[Line]:
    """What an addendum changes at the recommendations of its report, found by their numbers."""
    report = Document.objects.filter(symbol=ADDENDUM.sub("", symbol)).first() if answers else None
    numbered: dict[str, list[Recommendation]] = {}
    for held in held_of(report) if report else []:
        if held.recommendation.standing == Recommendation.Standing.CONFIRMED:
            numbered.setdefault(normal_number(held.number), []).append(held.recommendation)
    for draft in answers:
        matched = numbered.get(normal_number(draft.number), [])
        yield from (_answered(draft, recommendation) for recommendation in matched)
        if not matched:
            yield Line(draft, Outcome.UNKNOWN)


def _answered(draft: Draft, recommendation: Recommendation) -> Line:
    """The answer is taken where the register has none, and its reason where the register has the same answer without."""
    is_new = bool(draft.position) and recommendation.position in UNANSWERED and draft.position not in UNANSWERED
    same = draft.position == recommendation.position
    explains = same and bool(draft.text) and not recommendation.position_explanations
    if is_new or explains:
        return Line(draft, Outcome.CHANGED, recommendation, position=draft.position)
    differs = ("position",) if draft.position and not same else ()
    return Line(draft, Outcome.SAME, recommendation, differs=differs)


def held_of(document: Document) -> list[Held]:
    named = Exists(RecommendingState.objects.filter(recommendation=OuterRef("pk")))
    wholes = document.recommendations.filter(as_part=None)  # a part is the register's own, in no source
    rows = wholes.annotate(names_states=named).order_by("order", "created_at")
    rows = rows.prefetch_related("wordings", "classifications")
    return [Held(row.number, row.kind, _current_texts(row), row) for row in rows]


def _current_texts(recommendation: Recommendation) -> dict[str, str]:
    return {w.language: w.text for w in recommendation.wordings.all() if w.replaced_at is None}


def withdrawn_by_a_person(held: Iterable[Held]) -> set[str]:
    """Ids of those that a publisher has withdrawn with a reason: an intake doesn't bring them back."""
    gone = [str(h.recommendation.pk) for h in held if h.recommendation.standing == Recommendation.Standing.WITHDRAWN]
    entries = (
        Entry.objects.filter(command="recommendations.withdraw", object_id__in=gone) if gone else Entry.objects.none()
    )
    return set(entries.values_list("object_id", flat=True))


def _line(draft: Draft, held: Held | None, gone: set[str], vocabulary: Vocabulary, corrects: str) -> Line:
    labels = vocabulary.labels_of(draft.labels)
    if held is None:
        return Line(draft, Outcome.NEW, labels=tuple(labels))
    recommendation = held.recommendation
    labels = _not_held(labels, recommendation)
    if str(recommendation.pk) in gone or recommendation.standing == Recommendation.Standing.SUPERSEDED:
        return Line(draft, Outcome.SAME, recommendation)
    if recommendation.standing == Recommendation.Standing.WITHDRAWN:
        return Line(draft, Outcome.BACK, recommendation, labels=tuple(labels))
    return _compared(draft, held, tuple(labels), corrects)


def _not_held(labels: Iterable[Label], recommendation: Recommendation) -> list[Label]:
    held = {c.term_id for c in recommendation.classifications.all()}
    return [label for label in labels if label.term is None or label.term.pk not in held]


def _compared(draft: Draft, held: Held, labels: tuple[Label, ...], corrects: str) -> Line:
    recommendation = held.recommendation
    text = held.texts.get(draft.language)
    corrected = bool(corrects) and text is not None and normal(text) != normal(draft.text)
    corrected = corrected and _source_of(recommendation, draft.language).startswith(corrects)
    other_words = text is not None and not is_inside(normal(text), normal(draft.text))
    answers = draft.position not in (*UNANSWERED, recommendation.position)
    position = draft.position if answers and recommendation.position in UNANSWERED else ""
    adds_wording = text is None or corrected
    adds_states = bool(draft.states) and not recommendation.names_states
    differs = [
        *(["wording"] if other_words and not corrected else []),
        *(["position"] if answers and not position else []),
    ]
    changed = adds_wording or adds_states or position or labels
    return Line(
        draft, Outcome.CHANGED if changed else Outcome.SAME, recommendation, adds_wording, adds_states, position, labels,
        tuple(differs),
    )  # fmt: skip


def _source_of(recommendation: Recommendation, language: str) -> str:
    return next(w.source for w in recommendation.wordings.all() if w.replaced_at is None and w.language == language)


def _missing_facts(document: DocumentDraft, found: Document | None, register: Register) -> dict[str, Any]:
    """The facts of the source that the register lacks; all of them for a new document."""
    said: dict[str, Any] = {
        "kind": document.kind if document.kind != Document.Kind.OTHER else "",
        "titles": document.titles,
        "mechanism": None if found and found.mechanism else register.mechanism(document.mechanism),
        "session": document.session,
        "cycle": document.cycle,
        "published_on": document.published_on,
    }
    said = {name: value for name, value in said.items() if value}
    if found is None:
        return said | {"language": document.language}
    missing = {name: value for name, value in said.items() if not getattr(found, name)}
    if "kind" in said and found.kind == Document.Kind.OTHER:
        missing["kind"] = said["kind"]
    if said.get("titles") and not found.titles.get(document.language):
        missing["titles"] = found.titles | document.titles
    return missing
