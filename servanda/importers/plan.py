"""What taking in a document would do to the register: computed here once, shown as the dry run, and carried out by
`commands.carry_out`, which decides nothing of its own.

Local work is never overwritten: where the register says something else than the source, the line names it in `differs`
and the register stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from servanda.audit.models import Entry
from servanda.documents.models import Document
from servanda.importers.differences import Difference, facts_that_differ
from servanda.importers.drafts import DocumentDraft, Draft, Source
from servanda.importers.labels import Label, Vocabulary
from servanda.importers.likeness import PROPOSED, Candidate, Known, ranked, states_of
from servanda.importers.matching import Held, is_inside, is_same_place, moved, normal, normal_number, pair, states_key
from servanda.importers.models import Conflict
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.models import Classification, Position, Recommendation, Wording

ADDENDUM = re.compile(r"/Add\.\s?\d+(?:/\S*)?$", re.IGNORECASE)
UNANSWERED = ("", Position.PENDING)
Kind, Standing = Conflict.Kind, Recommendation.Standing


class Outcome(StrEnum):
    NEW = "new"
    ENTRY = "entry"  # a provisional entry, which a person has found to be this, becomes official
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
    differences: tuple[Difference, ...] = ()  # the register says otherwise and is left alone
    match: Candidate | None = None  # the provisional entry that this new one may be

    @property
    def entry(self) -> Recommendation | None:
        """The provisional entry that this is, or may be."""
        if self.match:
            return self.match.known.thing
        return self.recommendation if self.outcome is Outcome.ENTRY else None

    @property
    def differs(self) -> tuple[str, ...]:
        return tuple(difference.kind for difference in self.differences)


@dataclass(frozen=True)
class Plan:
    """What becomes of one document. `facts`: what the register doesn't know of it yet."""

    source: Source
    found: Document | None
    facts: dict[str, Any]
    lines: tuple[Line, ...]
    other_facts: tuple[Difference, ...] = ()  # of the document, where the register says otherwise
    gone: tuple[Difference, ...] = ()  # recommendations that the source brought and does not have any more

    @property
    def differences(self) -> list[Difference]:
        return [*self.other_facts, *self.gone, *(found for line in self.lines for found in line.differences)]

    def of(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome in outcomes]

    @property
    def changes_anything(self) -> bool:
        changing = self.of(Outcome.NEW, Outcome.ENTRY, Outcome.BACK, Outcome.CHANGED)
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
        counts["gone"] = len(self.gone)
        counts["other_facts"] = len(self.other_facts)
        counts["matches"] = sum(line.match is not None for line in self.lines)
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

    @cached_property
    def entries(self) -> list[Known]:
        """Provisional entries, which a new text may be."""
        rows = Recommendation.objects.filter(standing=Standing.PROVISIONAL, as_part=None).select_related("document")
        return [known_of(row) for row in rows.prefetch_related("wordings", "recommending_states")]

    def mechanism(self, code: str) -> Mechanism | None:
        """By its code, however it is joined: the index writes "SR Torture" for SR-Torture."""
        return self.mechanisms.get(_plain(code))

    def other_mechanism(self, said: DocumentDraft, found: Document | None) -> Mechanism | None:
        """The mechanism that the source names, where the register has the document under another."""
        ours = found.mechanism if found else None
        return self.mechanism(said.mechanism) if ours and _plain(ours.code) != _plain(said.mechanism) else None


def _plain(code: str) -> str:
    return re.sub(r"[\W_]+", "", code).casefold()


def make_plan(source: Source, register: Register | None = None) -> Plan:
    """Compare one document of a source with the register."""
    register = register or Register()
    found = Document.objects.select_related("mechanism").filter(symbol=source.document.symbol).first()
    held = held_of(found) if found else []
    own = [draft for draft in source.drafts if not draft.is_answer]
    pairs = _pairs(own, held)
    lines = _own_lines(source, own, pairs, register, withdrawn_by_a_person(held))
    lines += _answers([draft for draft in source.drafts if draft.is_answer], source.document.symbol)
    other_facts = facts_that_differ(source.document, found, register.other_mechanism(source.document, found))
    plan = Plan(
        source, found, _missing_facts(source.document, found, register), tuple(lines), tuple(other_facts),
        tuple(_gone(source, held, pairs)),
    )  # fmt: skip
    return _without_what_was_decided(plan, found) if found and plan.differences else plan


def _pairs(own: Sequence[Draft], held: Sequence[Held]) -> dict[str, list[Held]]:
    """Which of the register is which of the source. Provisional entries are nobody's until a person says so; what was taken
    back or withdrawn is asked last."""
    standing = [one for one in held if one.recommendation.standing == Standing.CONFIRMED]
    off = [one for one in held if one.recommendation.standing in (Standing.WITHDRAWN, Standing.SUPERSEDED)]
    pairs = pair(own, standing)
    pairs |= moved([draft for draft in own if draft.key not in pairs], _left(standing, pairs))
    return pairs | pair([draft for draft in own if draft.key not in pairs], off)


def _left(held: Iterable[Held], pairs: dict[str, list[Held]]) -> list[Held]:
    taken = {id(one) for ones in pairs.values() for one in ones}
    return [one for one in held if id(one) not in taken]


def _own_lines(
    source: Source, own: Sequence[Draft], pairs: dict[str, list[Held]], register: Register, gone: set[str]
) -> list[Line]:
    corrects = source.origin if source.corrects else ""
    lines = [
        _line(draft, one, gone, register.vocabulary, corrects) for draft in own for one in pairs.get(draft.key, [None])
    ]
    return _with_entries(lines, source.document.symbol, register) if register.entries else lines


def _with_entries(lines: list[Line], symbol: str, register: Register) -> list[Line]:
    """New lines with the provisional entry that each is, as a person has found, or may be. One entry is proposed once."""
    entries = {str(entry.thing.pk): entry for entry in register.entries}
    said = {
        line.draft.key: line.draft.entry
        for line in lines
        if line.outcome is Outcome.NEW and line.draft.entry in entries
    }
    new = [
        known_of_draft(line.draft, symbol)
        for line in lines
        if line.outcome is Outcome.NEW and line.draft.key not in said
    ]
    may_be: dict[str, Candidate] = {}
    for pk, entry in entries.items():
        others = [known for known in new if pk not in known.thing.not_entries and known.thing.key not in may_be]
        for best in ranked(entry, others, most=1, least=PROPOSED) if pk not in said.values() else ():
            may_be[best.known.thing.key] = replace(best, known=entry)
    return [_with_entry(line, entries.get(said.get(line.draft.key, "")), may_be.get(line.draft.key)) for line in lines]


def _with_entry(line: Line, entry: Known | None, may_be: Candidate | None) -> Line:
    if entry is not None:
        return replace(line, outcome=Outcome.ENTRY, recommendation=entry.thing)
    return replace(line, match=may_be) if may_be else line


def known_of(recommendation: Recommendation) -> Known:
    """A recommendation of the register, its wordings and States prefetched, for the comparison of words."""
    states = states_of([{"iso3": s.iso3, "name": s.name} for s in recommendation.recommending_states.all()])
    symbol = recommendation.document.symbol
    return Known(_current_texts(recommendation), symbol, recommendation.number, states, recommendation)


def known_of_draft(draft: Draft, symbol: str) -> Known:
    return Known({draft.language: draft.text}, symbol, draft.number, states_of(draft.states), draft)


def _gone(source: Source, held: Sequence[Held], pairs: dict[str, list[Held]]) -> Iterator[Difference]:
    """What an index brought earlier, and does not have any more among the recommendations of this document."""
    if not source.corrects:
        return
    standing = [one for one in held if one.recommendation.standing == Standing.CONFIRMED]
    for one in _left(standing, pairs):
        wordings = [w for w in one.recommendation.wordings.all() if w.replaced_at is None]
        if wordings and all(w.source.startswith(source.origin) for w in wordings):
            yield Difference(Kind.WITHDRAWN, one.number, None, recommendation=one.recommendation)


def _without_what_was_decided(plan: Plan, document: Document) -> Plan:
    """A person has said before that ours stays: the same statement is no difference any more."""
    kept = set(document.conflicts.filter(state=Conflict.State.KEPT).values_list("mark", flat=True))

    def left(differences: Sequence[Difference]) -> tuple[Difference, ...]:
        return tuple(found for found in differences if found.mark(document) not in kept)

    if not kept:
        return plan
    lines = tuple(
        replace(line, differences=left(line.differences)) if line.differences else line for line in plan.lines
    )
    return replace(plan, lines=lines, other_facts=left(plan.other_facts), gone=left(plan.gone))


def _answers(answers: list[Draft], symbol: str) -> Iterator[Line]:
    """What an addendum changes at the recommendations of its report, found by their numbers."""
    report = Document.objects.filter(symbol=ADDENDUM.sub("", symbol)).first() if answers else None
    numbered: dict[str, list[Recommendation]] = {}
    for held in held_of(report) if report else []:
        if held.recommendation.standing == Recommendation.Standing.CONFIRMED:
            numbered.setdefault(normal_number(held.number), []).append(held.recommendation)
    for draft in answers:
        matched = numbered.get(normal_number(draft.number)) or _by_item(numbered, normal_number(draft.number))
        yield from (_answered(draft, recommendation) for recommendation in matched)
        if not matched:
            yield Line(draft, Outcome.UNKNOWN)


def _by_item(numbered: dict[str, list[Recommendation]], number: str) -> list[Recommendation]:
    """An addendum may leave out the report's paragraph: "18" is 115.18, where no other paragraph has an item 18."""
    found = [held for name, held in numbered.items() if number.isdigit() and name.rpartition(".")[2] == number]
    return found[0] if len(found) == 1 else []


def _answered(draft: Draft, recommendation: Recommendation) -> Line:
    """The answer is taken where the register has none, and its reason where the register has the same answer without."""
    is_new = bool(draft.position) and recommendation.position in UNANSWERED and draft.position not in UNANSWERED
    same = draft.position == recommendation.position
    explains = same and bool(draft.text) and not recommendation.position_explanations
    if is_new or explains:
        return Line(draft, Outcome.CHANGED, recommendation, position=draft.position)
    differs = draft.position not in UNANSWERED and not same
    position = Difference(Kind.POSITION, recommendation.position, draft.position, recommendation=recommendation)
    return Line(draft, Outcome.SAME, recommendation, differences=(position,) if differs else ())


def held_of(document: Document) -> list[Held]:
    wholes = document.recommendations.filter(as_part=None)  # a part is the register's own, in no source
    rows = wholes.order_by("order", "created_at")
    current = Prefetch("wordings", Wording.objects.filter(replaced_at=None).order_by("language"))
    labelled = Prefetch("classifications", Classification.objects.only("recommendation", "term").order_by())
    rows = rows.prefetch_related(current, labelled, "recommending_states")
    return [Held(row.number, row.kind, _current_texts(row), row, _states(row)) for row in rows]


def _states(recommendation: Recommendation) -> tuple[str, ...]:
    return states_key([{"iso3": s.iso3, "name": s.name} for s in recommendation.recommending_states.all()])


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
    adds_states = bool(draft.states) and not held.states
    moved_to = draft.number and held.number and not is_same_place(draft.number, held.number)
    differences = [
        *([_wording_differs(draft, text)] if other_words and not corrected else []),
        *([Difference(Kind.POSITION, recommendation.position, draft.position)] if answers and not position else []),
        *([Difference(Kind.NUMBER, held.number, draft.number)] if moved_to else []),
    ]
    changed = adds_wording or adds_states or position or labels
    return Line(
        draft, Outcome.CHANGED if changed else Outcome.SAME, recommendation, adds_wording, adds_states, position, labels,
        tuple(replace(difference, recommendation=recommendation) for difference in differences),
    )  # fmt: skip


def _wording_differs(draft: Draft, text: str | None) -> Difference:
    return Difference(Kind.WORDING, text, draft.text, field=draft.language)


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
