"""The permission matrix: every action, role, object and state, against the written table."""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from servanda.accounts import policy
from servanda.accounts.models import Person
from servanda.accounts.policy import RULES, may
from servanda.accounts.roles import ROLES, Seat
from servanda.assignments.models import Assignment
from servanda.audit.models import Batch
from servanda.implementation.models import Action, Assessment, Challenge, Update
from servanda.importers.spreadsheets.models import Kind, SheetImport
from servanda.indicators.models import Value
from servanda.publication.models import State
from servanda.recommendations.models import Recommendation
from tests.accounts.written_table import Line, written_table

HERE, ELSEWHERE = uuid.uuid4(), uuid.uuid4()


@dataclass
class Principal:
    """Somebody asking, as the table sees her, and as the policy does (`person`)."""

    label: str
    role: str
    seats: dict[Any, set[str]] = field(default_factory=dict)
    is_active: bool = True

    def __post_init__(self) -> None:
        self.pk = uuid.uuid4()
        self.person: Any = Person(
            pk=self.pk, email=f"{self.label}@servanda.example", role=self.role, is_active=self.is_active
        )
        self.person._seats = frozenset(Seat(role, place) for place, roles in self.seats.items() for role in roles)

    @property
    def all_roles(self) -> set[str]:
        own = {self.role} if self.role in ROLES else set()
        return {"public"} | (own | set().union(*self.seats.values()) if self.is_active else set())


class Stranger(Principal):
    """Not signed in."""

    def __post_init__(self) -> None:
        from django.contrib.auth.models import AnonymousUser

        self.pk, self.person = None, AnonymousUser()


SEATED = ("focal_point", "alternate", "validating_authority")
PRINCIPALS = [
    Stranger("nobody", ""),
    *(Principal(f"{capacity}-here", "member", {HERE: {capacity}}) for capacity in SEATED),
    *(Principal(f"{capacity}-elsewhere", "member", {ELSEWHERE: {capacity}}) for capacity in SEATED),
    Principal("former focal point", "member"),
    Principal("focal point and validator", "member", {HERE: {"focal_point", "validating_authority"}}),
    Principal("nhri-here", "nhri", {HERE: {"nhri"}}),
    Principal("nhri-elsewhere", "nhri", {ELSEWHERE: {"nhri"}}),
    Principal("nhri without a seat", "nhri"),
    *(Principal(role, role) for role in ROLES if role not in (*SEATED, "public", "nhri")),
    Principal("disabled editor", "secretariat_editor", is_active=False),
    Principal("disabled focal point", "member", {HERE: {"focal_point"}}, is_active=False),
]
PARTS = ("author", "approved_by", "accepted_by")


def records(kinds: tuple[Any, ...]) -> Iterator[Any]:
    """Each kind of record in every state, here and elsewhere."""
    for kind, state, place in itertools.product(kinds, State.values, (HERE, ELSEWHERE)):
        yield kind(
            state=state,
            institution_id=place,
            author_id=uuid.uuid4(),
            approved_by_id=uuid.uuid4(),
            accepted_by_id=uuid.uuid4(),
        )


def an_assessment_of(assessor: str) -> Any:
    return lambda **fields: Assessment(assessor=assessor, **fields)


ASSESSMENTS = (an_assessment_of("state"), an_assessment_of("nhri"))
OBJECTS: dict[str, Any] = {
    "–": lambda: [None],
    "record": lambda: [None, *records((Action, Update, Challenge, Value, *ASSESSMENTS))],
    "assessment": lambda: [None, *records(ASSESSMENTS)],
    "recommendation": lambda: [None, *(Recommendation(standing=s) for s in Recommendation.Standing.values)],
    "assignment": lambda: [
        None, *(Assignment(state=s, institution_id=p) for s in Assignment.State.values for p in (HERE, ELSEWHERE)),
    ],
    "batch": lambda: [None, Batch()],
    "import": lambda: [None, *(SheetImport(kind=kind, started_by_id=uuid.uuid4()) for kind in Kind.values)],
}  # fmt: skip


def asked_as_a_part(principal: Principal, thing: Any) -> Iterator[Any]:
    """The object as it is, and with the principal as its author, approver and accepter."""
    yield None
    if hasattr(thing, "author_id") and principal.pk:
        yield from PARTS
    if hasattr(thing, "started_by_id") and principal.pk:
        yield "started_by"


def cases() -> Iterator[tuple[Line, Principal, Any]]:
    for line in written_table().values():
        for thing, principal in itertools.product(OBJECTS.get(line.object, list)(), PRINCIPALS):
            for part in asked_as_a_part(principal, thing):
                before = getattr(thing, f"{part}_id") if part else None
                if part:
                    setattr(thing, f"{part}_id", principal.pk)
                yield line, principal, thing
                if part:
                    setattr(thing, f"{part}_id", before)


def wrong_answers() -> tuple[int, list[str]]:
    count, wrong = 0, []
    for line, principal, thing in cases():
        count += 1
        if may(principal.person, line.action, thing) != line.expects(principal, thing):
            wrong.append(f"{line.action}: {principal.label}, {type(thing).__name__} {getattr(thing, 'state', '')}")
    return count, wrong


def test_every_action_is_written_and_every_written_action_exists() -> None:
    assert set(written_table()) == set(RULES)


def test_the_policy_answers_as_written() -> None:
    """Feature 113: more than 5,000 generated cases, none wrong."""
    count, wrong = wrong_answers()
    assert wrong == []
    assert count > 5_000


@pytest.mark.parametrize(
    "action", ["publication.publish", "implementation.write", "recommendations.classify", "audit.read"]
)
def test_a_planted_leak_is_found(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The matrix is no green zero: a rule opened to parliament is caught."""
    leaky = policy.Rule(
        action, "", RULES[action].who | {"parliament": policy.anything}, RULES[action].states, RULES[action].never_by
    )
    monkeypatch.setitem(RULES, action, leaky)
    assert any("parliament" in case for case in wrong_answers()[1])


@pytest.mark.parametrize("action", sorted(set(RULES) - {"documents.download"}))
def test_a_rule_dropped_is_found(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each action's whole rule matters: with nobody allowed the matrix fails (grounds to download: tests/documents)."""
    monkeypatch.setitem(RULES, action, policy.Rule(action, "", {}, RULES[action].states, RULES[action].never_by))
    assert wrong_answers()[1]


@pytest.mark.parametrize("action", sorted(a for a, rule in RULES.items() if rule.states))
def test_a_forgotten_state_is_found(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, action, policy.Rule(action, "", RULES[action].who, frozenset(), RULES[action].never_by))
    assert wrong_answers()[1]


@pytest.mark.parametrize("action", sorted(a for a, rule in RULES.items() if rule.never_by))
def test_a_forgotten_second_person_is_found(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, action, policy.Rule(action, "", RULES[action].who, RULES[action].states, ()))
    assert wrong_answers()[1]
