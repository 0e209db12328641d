"""The life of a record against a small model of it: whoever tries whatever in whatever order, both agree.

The model knows four people of an institution and the secretariat, six steps, and which two may never be one. It is
written from docs/reference/permissions.md and shares no line with the policy.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from servanda.core.errors import NotPossibleNow
from servanda.implementation.models import Update
from servanda.publication.lifecycle import STEPS, take
from servanda.publication.models import Snapshot
from tests import factories

pytestmark = pytest.mark.django_db

# step → roles that may take it, states it starts from, where it leads, whose parts are barred
TABLE: dict[str, tuple[set[str], set[str], str, tuple[str, ...]]] = {
    "submit": ({"focal", "alternate", "editor"}, {"draft", "returned"}, "submitted", ()),
    "approve": ({"authority"}, {"submitted"}, "approved", ("author",)),
    "accept": ({"editor"}, {"approved"}, "accepted", ("author", "approved")),
    "publish": ({"publisher"}, {"accepted"}, "published", ("author", "accepted")),
    "withdraw": ({"publisher"}, {"published"}, "withdrawn", ()),
}
RETURN = {"authority": "submitted", "editor": "approved", "publisher": "accepted"}


@dataclass
class Model:
    """Where the record is and who had which part."""

    state: str = "draft"
    parts: dict[str, str] = field(default_factory=lambda: {"author": "focal_authority"})

    def may(self, person: str, roles: set[str], verb: str) -> bool:
        if verb == "return":
            return any(RETURN.get(role) == self.state for role in roles)
        holders, starts, _leads, barred = TABLE[verb]
        return bool(roles & holders) and self.state in starts and person not in {self.parts.get(p) for p in barred}

    def take(self, person: str, verb: str) -> None:
        self.state = "returned" if verb == "return" else TABLE[verb][2]
        if verb in ("approve", "accept"):
            self.parts["approved" if verb == "approve" else "accepted"] = person


PEOPLE = {
    "focal_authority": {"focal", "authority"},
    "alternate": {"alternate"},
    "authority": {"authority"},
    "editor": {"editor"},
    "editor_authority": {"editor", "authority"},
    "publisher": {"publisher"},
    "publisher_alternate": {"publisher", "alternate"},
    "stranger": set(),
    "cso": set(),
}
SEATS = {"focal": "focal_point", "alternate": "alternate", "authority": "validating_authority"}
ROLES = {"editor": "secretariat_editor", "publisher": "secretariat_publisher"}


def people_of(institution: Any) -> dict[str, Any]:
    made = {}
    for name, roles in PEOPLE.items():
        role = next((ROLES[r] for r in roles if r in ROLES), "cso" if name == "cso" else "member")
        made[name] = factories.person(role=role)
        for held in roles & SEATS.keys():
            factories.seat(made[name], institution, SEATS[held])
    factories.seat(made["stranger"], factories.institution(), "focal_point")
    return made


class Life(RuleBasedStateMachine):
    """Steps drawn at random; the world is made once and an update anew for each run."""

    people: dict[str, Any]
    house: Any
    recommendation: Any

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.update = factories.implementation.write_update(
            institution=self.house,
            by=self.people["focal_authority"],
            recommendation=self.recommendation,
            what_was_done="Done.",
            what_changed=f"Changed {Update.objects.count()}.",
        )

    @rule(person=strategies.sampled_from(sorted(PEOPLE)), verb=strategies.sampled_from([*TABLE, "return"]))
    def try_a_step(self, person: str, verb: str) -> None:
        expected = self.model.may(person, PEOPLE[person], verb)
        try:
            with transaction.atomic():
                take(STEPS[verb], item=self.update, by=self.people[person], reason="So.")
        except (PermissionDenied, NotPossibleNow):
            assert not expected, f"{person} should have been able to {verb} from {self.model.state}"
        else:
            assert expected, f"{person} should not have been able to {verb} from {self.model.state}"
            self.model.take(person, verb)

    @rule(data=strategies.data())
    def take_a_right_step(self, data: Any) -> None:
        """So that a run also reaches what comes late in a life."""
        right = [(p, v) for p, roles in PEOPLE.items() for v in (*TABLE, "return") if self.model.may(p, roles, v)]
        if right:
            self.try_a_step(*data.draw(strategies.sampled_from(right)))

    @rule(person=strategies.sampled_from(["focal_authority", "alternate", "stranger", "authority", "editor"]))
    def try_to_write(self, person: str) -> None:
        may = person in ("focal_authority", "alternate") and self.model.state in ("draft", "returned")
        try:
            factories.implementation.change_update(update=self.update, by=self.people[person], what_is_missing="More.")
        except PermissionDenied:
            assert not may
        else:
            assert may

    @invariant()
    def the_store_agrees(self) -> None:
        self.update = Update.objects.get(pk=self.update.pk)
        assert self.update.state == self.model.state

    @invariant()
    def the_public_sees_it_exactly_while_it_is_published(self) -> None:
        page = Snapshot.objects.filter(kind="recommendation", public_id=self.recommendation.reference).current().get()
        shown = any(u["what_changed"] == self.update.what_changed for u in page.payload["updates"])
        assert shown == (self.model.state == "published")


def live(**options: Any) -> None:
    Life.house = factories.institution()
    Life.people = people_of(Life.house)
    Life.recommendation = factories.recommendation()
    run_state_machine_as_test(Life, settings=settings(stateful_step_count=25, deadline=None, **options))


def test_a_records_life_is_as_the_table_says() -> None:
    """Feature 60: no order of steps by anybody leads past the second person, or makes public what is not published."""
    live(max_examples=40)


def test_the_model_would_find_an_author_who_approves_her_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: without the rule about authors the machine finds the way past it."""
    from servanda.accounts import policy

    told = policy.RULES["publication.approve"]
    loose = policy.Rule(told.action, told.sentence, told.who, told.states, ())
    monkeypatch.setitem(policy.RULES, "publication.approve", loose)
    with pytest.raises(Exception, match=r"approve|approved_by_another"):
        live(max_examples=100, phases=[Phase.generate])
