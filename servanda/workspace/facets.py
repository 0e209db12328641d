"""The register by facets: which recommendations fit, and how many each further choice would leave.

Each value of a facet is kept as one whole number with a bit for each recommendation. Filtering and counting are then AND,
OR and counting bits, so that every count is exact whatever is chosen, with a handful of queries. Choices in one facet
widen (this or that mechanism), choices in different facets narrow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import CharField, F, Func
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import visible
from servanda.assignments.models import Assignment
from servanda.core.clock import today
from servanda.core.components.pills import LEVELS
from servanda.core.texts import in_language
from servanda.documents.models import Document
from servanda.implementation.models import Assessment
from servanda.institutions.models import Institution
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.models import Classification, Position, Recommendation, RecommendingState
from servanda.taxonomy.models import Scheme, Term

Standing = Recommendation.Standing
Decision = Classification.Decision
LEAD = Assignment.Role.LEAD
ALIVE = (Standing.PROVISIONAL, Standing.CONFIRMED)
ANSWERED = (Position.SUPPORTED, Position.NOTED, Position.IN_PART)
NEEDS = {
    "lead": _("No lead yet"),
    "answer": _("An institution has not answered"),
    "decision": _("Declined, to be assigned again"),
    "overdue": _("Overdue"),
    "position": _("No position recorded (UPR)"),
    "suggestions": _("Suggested terms to decide on"),
    "terms": _("Not classified"),
}


class Paper(NamedTuple):
    """What the register holds of a document; the names are those of facets."""

    key: str
    document: str
    mechanism: str | None
    mechanism_kind: str | None
    cycle: int | None
    published_on: date | None

    @property
    def year(self) -> int | None:
        return self.published_on.year if self.published_on else None


class Fact(NamedTuple):
    """What the register holds of one recommendation; `paper`: the key of its document."""

    key: str
    paper: str
    kind: str
    position: str
    standing: str
    reference: str
    whole: str | None  # the recommendation of which this is a part


class Share(NamedTuple):
    """An institution's share in a recommendation; `due_on` as it is written: 2027-06-30."""

    key: str
    institution: str
    role: str
    state: str
    due_on: str | None


class Word(NamedTuple):
    """What the register holds of a term."""

    key: str
    parent: str | None
    code: str
    labels: dict[str, str]
    scheme: str


@dataclass
class Facet:
    """One group of choices. `bits`: value → the recommendations that have it; `finer`: values that are not offered but can
    stand in an address (an SDG target below its goal). `ranked`: the commonest value first."""

    name: str
    legend: Any
    bits: dict[str, int]
    labels: dict[str, Any] = field(default_factory=dict)
    ranked: bool = False
    with_shapes: bool = False
    finer: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> int:
        """The recommendations that have any of the values."""
        return _any(self.bits.values())

    def label(self, value: str) -> str:
        """In the reader's language; `labels` holds names in several, or a name."""
        found = self.labels.get(value) or value
        return (in_language(found).text or value) if isinstance(found, dict) else str(found)

    def of(self, values: Iterable[str]) -> int:
        """The recommendations that have one of these values."""
        mask = 0
        for value in values:
            mask |= self.bits.get(value) or self.finer.get(value, 0)
        return mask


@dataclass
class Count:
    """One choice that a facet offers."""

    value: str
    label: str
    count: int
    selected: bool
    level: str = ""


class Register:
    """The recommendations that a person may see, in the order of the register, ready to be filtered and counted."""

    def __init__(self, person: Any) -> None:
        papers = list(_papers())
        ranks = {paper.key: rank for rank, paper in enumerate(papers)}
        self.facts = sorted(_facts(person), key=lambda fact: ranks[fact.paper])
        self.place = {fact.key: place for place, fact in enumerate(self.facts)}
        self.bit = {key: 1 << place for key, place in self.place.items()}
        self.everything = (1 << len(self.facts)) - 1
        self.due: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.facets = {facet.name: facet for facet in self._facets(person, papers)}

    def _facets(self, person: Any, papers: list[Paper]) -> list[Facet]:
        """In the order in which they are offered."""
        by_paper = self._collect((fact.paper, fact.key) for fact in self.facts)
        kinds = self._by_fact("kind", _("Kind"), Recommendation.Kind)
        positions = self._by_fact("position", _("Position of the State"), Position)
        standings = self._by_fact("standing", _("Standing"), Standing)
        shares = list(_shares(person))
        leads, contributors, answers = self._assigned(shares)
        rows = list(_classifications(person))
        schemes = self._terms(rows)
        of_the_upr = _gathered((paper.mechanism_kind, by_paper.get(paper.key, 0)) for paper in papers).get("upr", 0)
        alive = standings.of(ALIVE)
        needs = self._needs_of_shares(shares) | {
            "lead": ~leads.whole
            & ~kinds.of(["concern"])
            & ~self._led_otherwise(leads.whole),  # a concern asks for nothing
            "answer": answers.of([Assignment.State.PROPOSED]),
            "position": of_the_upr & kinds.of(["recommendation"]) & ~positions.of(ANSWERED) & ~self._parts(),
            "suggestions": self._mask(key for key, _term, decision in rows if decision == Decision.SUGGESTED),
            "terms": ~_any(scheme.whole for scheme in schemes) & ~self._parts(),
        }
        needs["decision"] &= ~leads.whole
        return [
            Facet("needs", _("To be done"), {need: needs[need] & alive for need in NEEDS}, NEEDS),
            self._status(person),
            _of_papers("mechanism", _("Asked by"), papers, by_paper, _names_of(Mechanism.objects.all())),
            kinds,
            positions,
            leads,
            contributors,
            answers,
            *schemes,
            _of_papers("document", _("Document"), papers, by_paper, {}),
            _of_papers("cycle", _("Cycle of the review"), papers, by_paper),
            _of_papers("year", _("Year"), papers, by_paper),
            self._recommending(person),
            standings,
            self._wholes_and_parts(),
        ]

    def _collect(self, pairs: Iterable[tuple[Any, str]]) -> dict[str, int]:
        """(value, key of a recommendation) as bits of each value; empty values are left out."""
        known = self.bit
        return _gathered((value, known[key]) for value, key in pairs if key in known)

    def _mask(self, keys: Iterable[str]) -> int:
        known = self.bit
        return _any(known[key] for key in keys if key in known)

    def _by_fact(self, name: str, legend: Any, choices: Any) -> Facet:
        bits, labels = self._collect((getattr(fact, name), fact.key) for fact in self.facts), dict(choices.choices)
        return Facet(name, legend, {value: bits[value] for value in labels if value in bits}, labels)

    def _parts(self) -> int:
        return self._mask(fact.key for fact in self.facts if fact.whole)

    def _led_otherwise(self, led: int) -> int:
        """Parts whose whole is led, and wholes that are followed up by their parts."""
        pairs = [(self.bit[fact.key], self.bit.get(fact.whole, 0)) for fact in self.facts if fact.whole]
        alive = {fact.key for fact in self.facts if fact.standing in ALIVE}
        wholes = (fact.whole for fact in self.facts if fact.whole and fact.key in alive)
        return _any(part for part, whole in pairs if whole & led) | self._mask(wholes)

    def _wholes_and_parts(self) -> Facet:
        """Offered where something is split."""
        parts = self._parts()
        labels = {"whole": _("Whole recommendations"), "part": _("Parts")}
        bits = {"whole": self.everything & ~parts, "part": parts} if parts else {}
        return Facet("part", _("Whole or part"), bits, labels)

    def _recommending(self, person: Any) -> Facet:
        """Who recommended it in the UPR, by the name that the document gives."""
        rows = list(_recommending_states(person))
        bits = self._collect((iso3 or name, key) for key, iso3, name in rows)
        return Facet(
            "recommending", _("Recommending State"), bits, {iso3 or name: name for _key, iso3, name in rows}, True
        )

    def _assigned(self, shares: list[Share]) -> tuple[Facet, Facet, Facet]:
        """Who leads, who contributes, and what institutions answered."""
        names = _names_of(Institution.objects.all())
        opened = [share for share in shares if share.state in Assignment.OPEN]
        leads = self._collect((share.institution, share.key) for share in opened if share.role == LEAD)
        others = self._collect((share.institution, share.key) for share in opened if share.role != LEAD)
        states, labels = self._collect((share.state, share.key) for share in shares), dict(Assignment.State.choices)
        return (
            Facet("lead", _("Lead institution"), leads, names, ranked=True),
            Facet("contributing", _("Contributing institution"), others, names, ranked=True),
            Facet("assignment", _("State of an assignment"), {s: states[s] for s in labels if s in states}, labels),
        )

    def _terms(self, rows: list[tuple]) -> list[Facet]:
        """One facet a scheme. Where a scheme is a tree, its main terms are offered and include the finer ones."""
        confirmed = self._collect((term, key) for key, term, decision in rows if decision == Decision.CONFIRMED)
        titles = Scheme.objects.order_by("order", "code").values_list("code", "titles")
        schemes = {code: Facet(code, in_language(title), {}, ranked=True) for code, title in titles}
        terms = {word.key: word for word in _words()}
        for key in confirmed.keys() & terms.keys():
            word, root = terms[key], terms[terms[key].parent or key]
            facet = schemes[word.scheme]
            facet.bits[root.code] = facet.bits.get(root.code, 0) | confirmed[key]
            facet.finer[word.code] = confirmed[key]
            facet.labels |= {root.code: root.labels, word.code: word.labels}
        return [facet for facet in schemes.values() if facet.bits]

    def _status(self, person: Any) -> Facet:
        """How far it is, as the State published it last; "not assessed" is a value."""
        self.levels = dict(_levels(person))
        bits = self._collect((level, key) for key, level in self.levels.items())
        bits["not_assessed"] = bits.get("not_assessed", 0) | self.everything & ~_any(bits.values())
        labels = {level: pill.label for level, pill in LEVELS.items()}
        shown = {level: bits[level] for level in labels if bits.get(level)}
        return Facet("status", _("Status, as the State sees it"), shown, labels, with_shapes=True)

    def _needs_of_shares(self, shares: list[Share]) -> dict[str, int]:
        """What is overdue, and what a lead declined. Keeps the earliest open day of each recommendation on the way."""
        now, late = today().isoformat(), []
        for share in shares:
            if share.due_on and share.state in Assignment.OPEN:
                self.due[share.key] = min(share.due_on, self.due.get(share.key, share.due_on))
                late += [share.key] if share.due_on < now else []
        declined = (share.key for share in shares if share.state == Assignment.State.DECLINED and share.role == LEAD)
        return {"overdue": self._mask(late), "decision": self._mask(declined)}

    def fitting(self, chosen: dict[str, list[str]], within: int, without: str = "") -> int:
        """The recommendations that fit what was chosen in each facet, one facet left aside."""
        mask = within
        for name, values in chosen.items():
            if values and name != without:
                mask &= self.facets[name].of(values) if name in self.facets else 0
        return mask

    def counts(self, facet: Facet, chosen: dict[str, list[str]], within: int) -> list[Count]:
        """What the facet offers: each value with the number of recommendations that choosing it alone would show."""
        others = self.fitting(chosen, within, without=facet.name)
        values = chosen.get(facet.name, [])
        offered = facet.bits | {value: facet.of([value]) for value in values}
        counted = [
            Count(
                value,
                facet.label(value),
                (bits & others).bit_count(),
                value in values,
                value if facet.with_shapes and value in facet.bits else "",
            )
            for value, bits in offered.items()
        ]
        shown = [count for count in counted if count.count or count.selected]
        return sorted(shown, key=lambda count: (-count.count, count.label)) if facet.ranked else shown

    def keys_in(self, mask: int) -> list[str]:
        """The recommendations of the mask in the order of the register."""
        digits = bin(mask)[:1:-1]
        return [fact.key for fact, digit in zip(self.facts, digits, strict=False) if digit == "1"]

    def mask_of(self, keys: Iterable[str]) -> int:
        """The recommendations of these keys."""
        return self._mask(keys)


class Key(Func):
    """An id as its 32 hexadecimal digits. Thousands are compared and none is shown, so none becomes an object."""

    output_field = CharField()
    template = "REPLACE(CAST(%(expressions)s AS varchar), '-', '')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s")  # it is stored so


def _gathered(pairs: Iterable[tuple[Any, int]]) -> dict[str, int]:
    """(value, bits) with the bits of each value put together; empty values are left out."""
    bits: dict[Any, int] = {}
    for value, more in pairs:
        if value:
            bits[value] = bits.get(value, 0) | more
    return bits


def _any(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def _of_papers(
    name: str, legend: Any, papers: list[Paper], by_paper: dict[str, int], labels: dict[str, Any] | None = None
) -> Facet:
    """A facet of what the documents have. With labels the commonest value comes first, without the highest."""
    bits = _gathered((getattr(paper, name), by_paper.get(paper.key, 0)) for paper in papers)
    ordered = {str(value): bits[value] for value in sorted(bits, reverse=labels is None) if bits[value]}
    return Facet(name, legend, ordered, labels or {}, ranked=labels is not None)


def _papers() -> Iterable[Paper]:
    """Documents, the newest first. What is known of one is a fact of each recommendation in it."""
    rows = Document.objects.order_by(F("published_on").desc(nulls_last=True), "symbol")
    return map(
        Paper._make,
        rows.values_list(Key("pk"), "symbol", "mechanism__code", "mechanism__kind", "cycle", "published_on"),
    )


def _facts(person: Any) -> Iterable[Fact]:
    """In the order of their document."""
    rows = visible(person, Recommendation.objects.order_by("order", "number"))
    names = ("kind", "position", "standing", "reference")
    return map(Fact._make, rows.values_list(Key("pk"), Key("document_id"), *names, Key("as_part__recommendation_id")))


def _recommending_states(person: Any) -> Iterable[tuple]:
    seen = visible(person, Recommendation.objects.order_by())
    rows = RecommendingState.objects.filter(recommendation__in=seen.values("pk")).order_by("name")
    return rows.values_list(Key("recommendation_id"), "iso3", "name")


def _shares(person: Any) -> Iterable[Share]:
    rows = visible(person, Assignment.objects.order_by())
    due = Cast("due_on", CharField(max_length=10))
    return map(Share._make, rows.values_list(Key("recommendation_id"), "institution__code", "role", "state", due))


def _words() -> Iterable[Word]:
    rows = Term.objects.order_by().values_list(Key("pk"), Key("parent_id"), "code", "labels", "scheme__code")
    return map(Word._make, rows)


def _classifications(person: Any) -> Iterable[tuple]:
    rows = visible(person, Classification.objects.order_by())
    return rows.values_list(Key("recommendation_id"), Key("term_id"), "decision")


def _levels(person: Any) -> Iterable[tuple[str, str]]:
    """(recommendation, level) of each published assessment of the State that is no reply to another's, the newest last."""
    state = Assessment.Assessor.STATE
    published = Assessment.objects.filter(assessor=state, state=Assessment.State.PUBLISHED, reply_to=None)
    rows = visible(person, published).order_by("as_of", "published_at")
    return rows.values_list(Key("recommendation_id"), "level")


def _names_of(rows: Any) -> dict[str, dict[str, str]]:
    return dict(rows.order_by().values_list("code", "names"))


NEVER = "9999-12-31"


def sorted_keys(register: Register, keys: list[str], order: str) -> list[str]:
    """`keys` in another order than the register's: "reference", or "due" (the earliest first, those without a day last)."""
    by: dict[str, Callable[[str], Any]] = {
        "due": lambda key: register.due.get(key, NEVER),
        "reference": lambda key: register.facts[register.place[key]].reference,
    }
    return sorted(keys, key=by[order]) if order in by else keys


ORDERS = {"": _("Newest document first"), "due": _("Due first"), "reference": _("By reference")}
