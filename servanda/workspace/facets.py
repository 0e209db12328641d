"""The register by facets: which recommendations fit, and how many each further choice would leave.

Each value of a facet is kept as one whole number with a bit for each recommendation. Filtering and counting are then AND,
OR and counting bits, so that every count is exact whatever is chosen, with a handful of queries. Choices in one facet
widen (this or that mechanism), choices in different facets narrow.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, Func
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import visible
from servanda.assignments.models import Assignment
from servanda.core.clock import today
from servanda.core.components.pills import LEVELS
from servanda.core.texts import in_language
from servanda.implementation.models import Assessment
from servanda.institutions.models import Institution
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.models import Classification, Position, Recommendation
from servanda.taxonomy.models import Scheme, Term

Standing = Recommendation.Standing
ALIVE = (Standing.PROVISIONAL, Standing.CONFIRMED)
NEEDS = {
    "lead": _("No lead yet"),
    "answer": _("An institution has not answered"),
    "decision": _("Declined, to be assigned again"),
    "overdue": _("Overdue"),
    "position": _("No position recorded (UPR)"),
    "suggestions": _("Suggested terms to decide on"),
    "terms": _("Not classified"),
}


class Fact(NamedTuple):
    """What the register holds of one recommendation; the names are those of facets."""

    key: str
    document: str
    mechanism: str | None
    mechanism_kind: str | None
    cycle: int | None
    year: int | None
    kind: str
    position: str
    standing: str
    reference: str

    @property
    def awaits_a_position(self) -> bool:
        """The State answers the recommendations of the UPR; the other mechanisms ask for no answer."""
        return self.mechanism_kind == "upr" and self.kind == "recommendation" and self.position in ("", "pending")


class Share(NamedTuple):
    """An institution's share in a recommendation."""

    key: str
    institution: str
    role: str
    state: str
    due_on: date | None


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
        self.today = today()
        self.facts = list(_facts(person))
        self.place = {fact.key: place for place, fact in enumerate(self.facts)}
        self.bit = {key: 1 << place for key, place in self.place.items()}
        self.everything = (1 << len(self.facts)) - 1
        self.due: dict[str, date] = {}
        self.levels: dict[str, str] = {}
        self.facets = {facet.name: facet for facet in self._facets(person)}

    def _facets(self, person: Any) -> Iterator[Facet]:
        shares, terms = list(_shares(person)), list(_classifications(person))
        kinds = self._by_fact("kind", _("Kind"), dict(Recommendation.Kind.choices))
        standings = self._by_fact("standing", _("Standing"), dict(Standing.choices))
        yield self._needs(shares, terms, alive=standings.of(ALIVE), concerns=kinds.of(["concern"]))
        yield self._status(person)
        yield self._by_fact("mechanism", _("Asked by"), _names_of(Mechanism.objects.all()), ranked=True)
        yield kinds
        yield self._by_fact("position", _("Position of the State"), dict(Position.choices))
        yield from self._assigned(shares)
        yield from self._terms(terms)
        yield self._by_fact("document", _("Document"), {}, ranked=True)
        yield self._by_fact("cycle", _("Cycle of the review"), {})
        yield self._by_fact("year", _("Year"), {})
        yield standings

    def _collect(self, pairs: Iterable[tuple[Any, str]]) -> dict[str, int]:
        """(value, key of a recommendation) as bits of each value; empty values are left out."""
        bits: dict[str, int] = {}
        for value, key in pairs:
            if value and key in self.bit:
                bits[value] = bits.get(value, 0) | self.bit[key]
        return bits

    def _by_fact(self, name: str, legend: Any, labels: dict[str, Any], ranked: bool = False) -> Facet:
        bits = self._collect((getattr(fact, name), fact.key) for fact in self.facts)
        ordered = {str(value): bits[value] for value in sorted(bits, reverse=name in {"year", "cycle"})}
        known = [value for value in labels if value in ordered]
        return Facet(
            name, legend, {v: ordered[v] for v in [*known, *(v for v in ordered if v not in labels)]}, labels, ranked
        )

    def _assigned(self, shares: list[Share]) -> Iterator[Facet]:
        names = _names_of(Institution.objects.all())
        opened = [share for share in shares if share.state in Assignment.OPEN]
        leads = self._collect((a.institution, a.key) for a in opened if a.role == Assignment.Role.LEAD)
        yield Facet("lead", _("Lead institution"), leads, names, ranked=True)
        others = self._collect((a.institution, a.key) for a in opened if a.role != Assignment.Role.LEAD)
        yield Facet("contributing", _("Contributing institution"), others, names, ranked=True)
        states = self._collect((share.state, share.key) for share in shares)
        labels = dict(Assignment.State.choices)
        yield Facet("assignment", _("State of an assignment"), {s: states[s] for s in labels if s in states}, labels)

    def _terms(self, rows: list[tuple]) -> Iterator[Facet]:
        """One facet a scheme. Where a scheme is a tree, its main terms are offered and include the finer ones."""
        confirmed = self._collect(
            (term, key) for key, term, decision in rows if decision == Classification.Decision.CONFIRMED
        )
        schemes = {
            code: Facet(code, in_language(titles), {}, ranked=True)
            for code, titles in Scheme.objects.values_list("code", "titles")
        }
        terms = {
            key: rest
            for key, *rest in Term.objects.order_by().values_list(
                Key("pk"), Key("parent_id"), "code", "labels", "scheme__code"
            )
        }
        for key, (parent, code, labels, scheme) in terms.items():
            if key in confirmed:
                facet, root = schemes[scheme], terms[parent or key]
                facet.bits[root[1]] = facet.bits.get(root[1], 0) | confirmed[key]
                facet.finer[code] = confirmed[key]
                facet.labels |= {root[1]: root[2], code: labels}
        yield from (facet for facet in schemes.values() if facet.bits)

    def _status(self, person: Any) -> Facet:
        """How far it is, as the State published it last; "not assessed" is a value."""
        self.levels = dict(_levels(person))
        bits = self._collect((self.levels.get(fact.key, "not_assessed"), fact.key) for fact in self.facts)
        labels = {level: pill.label for level, pill in LEVELS.items()}
        return Facet(
            "status",
            _("Status, as the State sees it"),
            {v: bits[v] for v in labels if v in bits},
            labels,
            with_shapes=True,
        )

    def _needs(self, shares: list[Share], terms: list[tuple], alive: int, concerns: int) -> Facet:
        """What somebody in the secretariat still has to do, of recommendations that stand. A concern needs no lead."""
        bits = self._collect([*self._needs_of_shares(shares), *_needs_of_terms(terms)])
        bits |= self._collect(("position", fact.key) for fact in self.facts if fact.awaits_a_position)
        without_lead = ~bits.get("has lead", 0)
        bits["lead"] = without_lead & ~concerns
        bits["terms"] = ~bits.get("has terms", 0)
        bits["decision"] = bits.get("decision", 0) & without_lead
        return Facet("needs", _("To be done"), {need: bits.get(need, 0) & alive for need in NEEDS}, dict(NEEDS))

    def _needs_of_shares(self, shares: list[Share]) -> Iterator[tuple[str, str]]:
        for share in shares:
            if share.state in Assignment.OPEN:
                yield from self._needs_of_open(share)
            elif share.state == Assignment.State.DECLINED and share.role == Assignment.Role.LEAD:
                yield "decision", share.key

    def _needs_of_open(self, share: Share) -> Iterator[tuple[str, str]]:
        if share.role == Assignment.Role.LEAD:
            yield "has lead", share.key
        if share.state == Assignment.State.PROPOSED:
            yield "answer", share.key
        if share.due_on:
            self.due[share.key] = min(share.due_on, self.due.get(share.key, share.due_on))
            if share.due_on < self.today:
                yield "overdue", share.key

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
                value if facet.with_shapes else "",
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
        return self._collect(("found", key) for key in keys).get("found", 0)


class Key(Func):
    """An id as its 32 hexadecimal digits. Thousands are compared and none is shown, so none becomes an object."""

    output_field = CharField()
    template = "REPLACE(CAST(%(expressions)s AS varchar), '-', '')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s")  # it is stored so


def _facts(person: Any) -> Iterable[Fact]:
    """The newest document first, and in its own order within."""
    rows = visible(
        person, Recommendation.objects.order_by("-document__published_on", "document__symbol", "order", "number")
    )
    return map(Fact._make, rows.values_list(
        Key("pk"), "document__symbol", "document__mechanism__code", "document__mechanism__kind", "document__cycle",
        "document__published_on__year", "kind", "position", "standing", "reference",
    ))  # fmt: skip


def _shares(person: Any) -> Iterable[Share]:
    rows = visible(person, Assignment.objects.order_by())
    return map(Share._make, rows.values_list(Key("recommendation_id"), "institution__code", "role", "state", "due_on"))


def _classifications(person: Any) -> Iterable[tuple]:
    rows = visible(person, Classification.objects.order_by())
    return rows.values_list(Key("recommendation_id"), Key("term_id"), "decision")


def _needs_of_terms(terms: list[tuple]) -> Iterator[tuple[str, str]]:
    words = {"suggested": "suggestions", "confirmed": "has terms"}
    return ((words[decision], key) for key, _term, decision in terms if decision in words)


def _levels(person: Any) -> Iterable[tuple[str, str]]:
    """(recommendation, level) of each published assessment of the State that is no reply to another's, the newest last."""
    state = Assessment.Assessor.STATE
    published = Assessment.objects.filter(assessor=state, state=Assessment.State.PUBLISHED, reply_to=None)
    rows = visible(person, published).order_by("as_of", "published_at")
    return rows.values_list(Key("recommendation_id"), "level")


def _names_of(rows: Any) -> dict[str, dict[str, str]]:
    return dict(rows.order_by().values_list("code", "names"))


def sorted_keys(register: Register, keys: list[str], order: str) -> list[str]:
    """`keys` in another order than the register's: "reference", or "due" (the earliest first, those without a day last)."""
    by: dict[str, Callable[[str], Any]] = {
        "due": lambda key: register.due.get(key, date.max),
        "reference": lambda key: register.facts[register.place[key]].reference,
    }
    return sorted(keys, key=by[order]) if order in by else keys


ORDERS = {"": _("Newest document first"), "due": _("Due first"), "reference": _("By reference")}
