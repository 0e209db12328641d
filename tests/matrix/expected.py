"""What each person should meet at each address: from the two written tables, and from what the world is known to hold."""

import copy
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from servanda.documents.models import File
from servanda.implementation.models import Assessment, Evidence
from servanda.importers.uhri.models import Observation
from servanda.publication.models import Snapshot
from tests.accounts.written_table import Line, written_table
from tests.matrix.principals import Principal
from tests.matrix.routes import Written
from tests.matrix.world import KIND_OF, World, reads, reads_inside, reads_the_register

VERBS = ("submit", "approve", "return", "accept", "publish", "withdraw")
ACTIONS = written_table()
ROWS = {
    "institutions": "institutions.manage", "actions": "implementation.write_from_list", "people": "accounts.manage_people",
}  # fmt: skip  # kind of rows → the right to write one


@dataclass
class Target:
    """One object in an address. `thing`: what the policy is asked about; `note`: what it is, for the person who reads a
    failure."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    thing: Any = None
    note: str = ""
    verb: str = ""

    def address(self, route: str) -> str:
        return reverse(route, kwargs=self.kwargs) + self.query


def outcome(response: Any) -> str:
    if response.status_code in (302, 303) and "/account/login/" in response["Location"]:
        return "sign in"
    names = {403: "refused", 404: "not there", 405: "no such request", 410: "gone"}
    return "broken" if response.status_code >= 500 else names.get(response.status_code, "in")


def may_enter(principal: Principal, line: Written) -> bool:
    if line.enter == "public":
        return True
    return principal.signed_in and (line.enter == "signed in" or ACTIONS[line.enter].expects(principal, None))


def expected(principal: Principal, line: Written, target: Target, method: str) -> str:
    if not may_enter(principal, line):
        return "refused" if principal.signed_in else "sign in"
    seen = SEEN_BY[line.seen_by](principal, target)
    if seen is not True:
        return seen or "not there"
    asked = line.read if method == "GET" else line.send
    return "in" if _may(principal, asked, target) else "refused"


def _may(principal: Principal, asked: str, target: Target) -> bool:
    name, star, _ = asked.partition("*")
    if name == "–":
        return True
    if name == "writing":
        name = "implementation.assess" if isinstance(_record(target.thing), Assessment) else "implementation.write"
    if name == "step":
        name = f"publication.{target.verb}"
    thing = _record(target.thing)
    return _in_some_state(ACTIONS[name], principal, thing) if star else ACTIONS[name].expects(principal, thing)


def _record(thing: Any) -> Any:
    """Evidence is asked about as what it belongs to."""
    return thing.belongs_to if isinstance(thing, Evidence) else thing


def _in_some_state(line: Line, principal: Principal, thing: Any) -> bool:
    states = line.states or {"submitted", "approved", "accepted", "published"}
    return any(line.expects(principal, _standing(thing, state)) for state in states)


def _standing(thing: Any, state: str) -> Any:
    other = copy.copy(thing)
    other.state = state
    return other


def _published(_principal: Principal, target: Target) -> bool | str:
    state = target.note
    return True if state == "published" else "gone" if state == "withdrawn" else False


def _grounds(principal: Principal, target: Target) -> bool:
    return bool(target.thing(principal))


def _imports(principal: Principal, target: Target) -> bool:
    return ACTIONS["importers.import_spreadsheet"].expects(principal, target.thing)


def _writes_rows(principal: Principal, target: Target) -> bool:
    return ACTIONS[ROWS[target.kwargs["kind"]]].expects(principal, None)


SEEN_BY: dict[str, Callable[[Principal, Target], bool | str]] = {
    "everybody": lambda p, t: True,
    "nobody": lambda p, t: False,
    "who enters": lambda p, t: True,
    "mid-sign-in": lambda p, t: p.signed_in or "sign in",
    "factor": lambda p, t: False,
    "readers": lambda p, t: reads(p, _record(t.thing)),
    "register": lambda p, t: reads_the_register(p),
    "who imports": _imports,
    "who may write them": _writes_rows,
    "published": _published,
    "grounds": _grounds,
    "who ordered it": lambda p, t: p.pk == t.thing.by_id,
}


class Targets:
    """The objects of a world, as routes.md names them."""

    def __init__(self, world: World) -> None:
        self.world = world

    def of(self, about: str) -> list[Target]:
        return (
            list(getattr(self, f"_{about.replace('?', 'asked_').replace(' ', '_')}")()) if about != "–" else [Target()]
        )

    def _by_key(
        self, things: Any, note: Callable[[Any], str] = lambda thing: getattr(thing, "state", "")
    ) -> list[Target]:
        return [Target({"pk": thing.pk}, thing=thing, note=f"{type(thing).__name__} {note(thing)}") for thing in things]

    def _of_kind(self, kind: str) -> list[Target]:
        return self._by_key(record for record in self.world.records if KIND_OF[type(record)] == kind)

    def _action(self) -> list[Target]:
        return self._of_kind("action")

    def _update(self) -> list[Target]:
        return self._of_kind("update")

    def _challenge(self) -> list[Target]:
        return self._of_kind("challenge")

    def _assessment(self) -> list[Target]:
        return self._of_kind("assessment")

    def _value(self) -> list[Target]:
        return self._of_kind("value")

    def _record(self) -> list[Target]:
        return [
            Target({"kind": KIND_OF[type(r)], "pk": r.pk}, thing=r, note=f"{type(r).__name__} {r.state}")
            for r in self.world.records
        ]

    def _record_with_evidence(self) -> list[Target]:
        return [t for t in self._record() if t.kwargs["kind"] in ("action", "update", "assessment")]

    def _record_and_step(self) -> Iterator[Target]:
        """Every verb; of actions and challenges, whose rules are those of updates, the first and the last only."""
        for target, verb in itertools.product(self._record(), VERBS):
            if target.kwargs["kind"] in ("action", "challenge") and verb not in ("submit", "withdraw"):
                continue
            kwargs = target.kwargs | {"verb": verb}
            yield Target(kwargs, thing=target.thing, note=f"{target.note}, to {verb}", verb=verb)

    def _evidence(self) -> list[Target]:
        rows = Evidence.objects.select_related("action", "update", "assessment")
        one_each = {e.belongs_to: e for e in rows}
        return self._by_key(one_each.values(), lambda e: f"of {type(e.belongs_to).__name__} {e.belongs_to.state}")

    def _recommendation(self) -> list[Target]:
        return self._by_key([self.world.recommendation, *self.world.recommendations.values()])

    def _asked_recommendation(self) -> list[Target]:
        return [Target(query=f"?recommendation={self.world.recommendation.pk}", thing=self.world.recommendation)]

    def _register_file(self) -> list[Target]:
        return [Target({"extension": extension}, note=extension) for extension in ("csv", "xlsx")]

    def _assignment(self) -> list[Target]:
        return self._by_key(self.world.assignments.values())

    def _batch(self) -> list[Target]:
        return self._by_key([self.world.batch])

    def _job(self) -> list[Target]:
        return self._by_key(self.world.jobs)

    def _scheme(self) -> list[Target]:
        return [Target({"code": self.world.scheme.code})]

    def _indicator(self) -> list[Target]:
        return self._by_key([self.world.indicator])

    def _treaty(self) -> list[Target]:
        return [Target({"code": self.world.treaty.code})]

    def _treaty_action(self) -> list[Target]:
        return self._by_key(self.world.treaty.actions.all())

    def _public_treaty(self) -> list[Target]:
        return [Target({"public_id": self.world.treaty.code})]

    def _institution(self) -> list[Target]:
        return self._by_key([self.world.own.institution, self.world.commission.institution])

    def _appointment(self) -> list[Target]:
        return self._by_key(self.world.own.institution.appointments.all()[:1])

    def _person(self) -> list[Target]:
        return self._by_key([self.world.own.focal_point, self.world.disabled])

    def _intake(self) -> list[Target]:
        return self._by_key(self.world.intakes.values())

    def _intake_item(self) -> list[Target]:
        return self._by_key(self.world.items, lambda item: f"of an intake {item.intake.state}")

    def _edition(self) -> list[Target]:
        return self._by_key(self.world.editions, lambda edition: edition.state)

    def _indexed_record(self) -> list[Target]:
        return self._by_key(Observation.objects.filter(since=self.world.editions[0].number)[:1])

    def _intake_page(self) -> list[Target]:
        return [Target({"pk": self.world.paged.pk, "page": 1}, thing=self.world.paged)]

    def _kind_of_rows(self) -> list[Target]:
        return [Target({"kind": kind}, note=kind) for kind in ROWS]

    def _configuration(self) -> list[Target]:
        return self._by_key([self.world.configuration])

    def _sheet_import(self) -> list[Target]:
        return self._by_key(self.world.sheet_imports.values(), lambda one: f"of {one.kind}, {one.state}")

    def _planned_sheet_import(self) -> list[Target]:
        return self._by_key([self.world.sheet_imports["done"], self.world.sheet_imports["own"]])

    def _row_of_a_sheet_import(self) -> list[Target]:
        chosen = [self.world.sheet_imports["own"], self.world.sheet_imports["done"]]
        return [Target({"pk": one.pk, "number": 2}, thing=one, note=f"of {one.kind}") for one in chosen]

    def _left_row(self) -> list[Target]:
        one = self.world.sheet_imports["undone"]
        return [Target({"pk": one.pk, "number": 2}, thing=one, note="left by the undoing")]

    def _mailed_link(self) -> list[Target]:
        return [Target({"uidb36": "1", "key": "2-3"})]

    # --- public: `note` says whether it is published, was withdrawn, or never was ------------------------------------

    def _public_recommendation(self) -> list[Target]:
        rows = self.world.recommendations
        return [
            Target({"public_id": r.reference}, note="withdrawn" if state == "withdrawn" else "published")
            for state, r in rows.items()
        ]

    def _public_version(self) -> list[Target]:
        newest = Snapshot.objects.get(public_id=self.world.recommendation.reference, is_current=True)
        return [Target({"public_id": newest.public_id, "number": newest.version}, note="published")]

    def _public_action(self) -> list[Target]:
        return [Target({"public_id": t.thing.code}, note=t.thing.state) for t in self._action()]

    def _public_institution(self) -> list[Target]:
        return [Target({"public_id": self.world.own.institution.code})]

    def _public_document(self) -> list[Target]:
        hidden = Target({"public_id": str(self.world.hidden_document.pk)}, note="hidden")
        return [Target({"public_id": str(self.world.document.pk)}, note="published"), hidden]

    def _public_indicator(self) -> list[Target]:
        return [Target({"public_id": self.world.indicator.code})]

    # --- files: `thing` is the ground on which a person may have it -------------------------------------------------

    def _file(self) -> Iterator[Target]:
        yield self._download(self.world.loose_file, lambda p: False, "of nothing")
        yield self._download(self.world.hidden_file, lambda p: False, "of a hidden document")
        yield self._download(self.world.public_file, lambda p: True, "of a public document")
        for state, intake in self.world.intakes.items():
            if state not in ("confirmed", "undone"):
                yield self._download(
                    intake.file, lambda p: ACTIONS["importers.take_in"].expects(p, None), f"of an intake {state}"
                )
        for evidence in Evidence.objects.filter(file__isnull=False).select_related(
            "file", "action", "update", "assessment"
        ):
            yield self._download(
                evidence.file, _has_evidence(evidence), f"{evidence.visibility} of {evidence.belongs_to.state}"
            )

    @staticmethod
    def _download(file: File, ground: Callable[[Principal], bool], note: str) -> Target:
        return Target({"pk": file.pk}, thing=ground, note=note)


def _has_evidence(evidence: Evidence) -> Callable[[Principal], bool]:
    record = evidence.belongs_to
    if evidence.visibility == "public" and record.state == "published":
        return lambda p: True
    return lambda p: reads_inside(p, record)
