"""One function for each thing a test needs, made through the product's own commands.

Each gives a sensible default and takes what the test is about: `action(institution=…, state="submitted")`.
"""

import itertools
from datetime import date
from typing import Any

from servanda.accounts.commands import add_person
from servanda.accounts.models import Person
from servanda.assignments.commands import accept as accept_assignment
from servanda.assignments.commands import assign
from servanda.assignments.models import Assignment
from servanda.documents.commands import keep_file, register_document
from servanda.documents.models import Document, File
from servanda.implementation import commands as implementation
from servanda.implementation.models import Action, Assessment, Challenge, Evidence, Update
from servanda.indicators.commands import describe, enter_value
from servanda.indicators.models import Indicator, Value
from servanda.institutions.commands import add_institution, appoint
from servanda.institutions.models import Appointment, Institution
from servanda.mechanisms.commands import add_mechanism, describe_treaty, record_treaty_action
from servanda.mechanisms.models import Mechanism, Treaty, TreatyAction
from servanda.publication import commands as publication
from servanda.publication.models import Reviewable
from servanda.recommendations.commands import enter
from servanda.recommendations.models import Recommendation
from servanda.taxonomy.commands import load_scheme
from servanda.taxonomy.models import Scheme

PASSWORD = "a long pass phrase of tests"
_count = itertools.count(1)


def operator() -> Person:
    """The command line's person, who may set things up."""
    return Person.objects.command_line()


def person(role: str = "member", **fields: Any) -> Person:
    n = next(_count)
    given = {
        "email": f"person{n}@servanda.example",
        "given_name": "Ana",
        "family_name": f"Number {n}",
        "language": "en",
    } | fields
    return add_person(role=role, password=PASSWORD, by=operator(), **given)


def institution(**fields: Any) -> Institution:
    n = next(_count)
    given = {"code": f"ministry-{n}", "names": {"en": f"Ministry {n}"}, "branch": Institution.Branch.EXECUTIVE} | fields
    return add_institution(by=operator(), **given)


def seat(
    who: Person, where: Institution, capacity: str = "focal_point", starts: date = date(2020, 1, 1)
) -> Appointment:
    return appoint(institution=where, person=who, capacity=capacity, starts=starts, by=operator())


class House:
    """An institution with its focal point, alternate and validating authority."""

    def __init__(self, **fields: Any) -> None:
        self.institution = institution(**fields)
        self.focal_point, self.alternate, self.validating_authority = person(), person(), person()
        for capacity in ("focal_point", "alternate", "validating_authority"):
            seat(getattr(self, capacity), self.institution, capacity)


class Commission:
    """The national human rights institution with two people."""

    def __init__(self) -> None:
        self.institution = institution(branch=Institution.Branch.INDEPENDENT)
        self.author, self.colleague = person(role="nhri"), person(role="nhri")
        for who in (self.author, self.colleague):
            seat(who, self.institution, "nhri")


def editor() -> Person:
    return Person.objects.filter(role="secretariat_editor").first() or person(role="secretariat_editor")


def publisher() -> Person:
    return Person.objects.filter(role="secretariat_publisher").first() or person(role="secretariat_publisher")


def mechanism(code: str = "CAT", kind: str = Mechanism.Kind.TREATY_BODY, **fields: Any) -> Mechanism:
    return add_mechanism(code=code, kind=kind, by=operator(), **({"names": {"en": f"Committee {code}"}} | fields))


def treaty(**fields: Any) -> Treaty:
    n = next(_count)
    given = {"code": f"CONV-{n}", "names": {"en": f"Convention {n}"}} | fields
    return describe_treaty(by=operator(), **given)


def treaty_action(treaty: Treaty, kind: str = TreatyAction.Kind.RATIFICATION, **fields: Any) -> TreatyAction:
    given = {"on": date(1995, 3, 8), "source": "Register of the tests"} | fields
    return record_treaty_action(treaty=treaty, kind=kind, by=editor(), **given)


def document(**fields: Any) -> Document:
    n = next(_count)
    given = {
        "symbol": f"CAT/C/XAR/CO/{n}",
        "kind": Document.Kind.CONCLUDING_OBSERVATIONS,
        "titles": {"en": f"Concluding observations {n}"},
        "published_on": date(2024, 5, 14),
    } | fields
    return register_document(by=editor(), **({"mechanism": mechanism()} | given))


def recommendation(**fields: Any) -> Recommendation:
    n = next(_count)
    given = {
        "number": str(n),
        "wordings": {"en": f"The State party should take step {n} to protect everybody."},
    } | fields
    given.setdefault("document", None)
    return enter(by=editor(), **(given | {"document": given["document"] or document()}))


def assignment(
    of: Recommendation,
    to: Institution,
    *,
    accepted_by: Person | None = None,
    role: str = "lead",
    due_on: date | None = None,
) -> Assignment:
    assign(recommendations=[of], institution=to, role=role, due_on=due_on, by=editor())
    made = of.assignments.get(institution=to, state="proposed")
    return accept_assignment(assignment=made, by=accepted_by) if accepted_by else made


def action(house: House, *, answers: list[Recommendation] | None = None, **fields: Any) -> Action:
    given = {"title": "A law on bail", "kind": Action.Kind.LAW} | fields
    links = dict.fromkeys(answers if answers is not None else [recommendation()], "It does what was asked.")
    return implementation.record_action(institution=house.institution, by=house.focal_point, links=links, **given)


def update(house: House, **fields: Any) -> Update:
    given = {
        "what_was_done": "We did it.",
        "what_changed": "People are freer.",
        "what_is_missing": "Two regions.",
    } | fields
    if not given.keys() & {"action", "recommendation"}:
        given["recommendation"] = recommendation()
    return implementation.write_update(institution=house.institution, by=house.focal_point, **given)


def challenge(house: House, **fields: Any) -> Challenge:
    given = {"kind": Challenge.Kind.MONEY, "description": "No money."} | fields
    if not given.keys() & {"action", "recommendation"}:
        given["recommendation"] = recommendation()
    return implementation.record_challenge(institution=house.institution, by=house.focal_point, **given)


def assessment(
    by: Person,
    where: Institution,
    *,
    assessor: str = "state",
    of: Recommendation | None = None,
    evidence: bool = True,
    **fields: Any,
) -> Assessment:
    given = {"level": "in_progress_limited", "reasoning": "Half of it is done.", "as_of": date(2026, 9, 30)} | fields
    made = implementation.write_assessment(
        recommendation=of or recommendation(), institution=where, assessor=assessor, by=by, **given
    )
    if evidence:
        link_as_evidence(made, by)
        made.refresh_from_db()
    return made


def link_as_evidence(
    to: Reviewable, by: Person, visibility: str = "public", url: str = "https://gazette.example/41"
) -> Evidence:
    return implementation.add_evidence(to=to, title="Gazette", url=url, visibility=visibility, by=by)


def file(
    by: Person | None = None, content: bytes = b"%PDF-1.4\n%", name: str = "decree.pdf", purpose: str = "evidence"
) -> File:
    return keep_file(chunks=[content], name=name, by=by or editor(), purpose=purpose)


def indicator(**fields: Any) -> Indicator:
    n = next(_count)
    given = {
        "code": f"indicator-{n}",
        "names": {"en": f"Indicator {n}"},
        "type": Indicator.Type.OUTCOME,
        "unit": "persons",
    } | fields
    return describe(by=editor(), **given)


def value(house: House, **fields: Any) -> Value:
    given = {"period": "2025", "number": 312} | fields
    return enter_value(
        institution=house.institution,
        indicator=given.pop("indicator", None) or indicator(),
        by=house.focal_point,
        **given,
    )


def scheme(
    code: str = "themes", labels: tuple[str, ...] = ("Conditions of detention", "Right to health"), **fields: Any
) -> Scheme:
    terms = [{"code": label, "labels": {"en": label}, "parent": None} for label in labels]
    given = {"titles": {"en": code.capitalize()}, "source": "tests", "edition": "1", "order": 1} | fields
    return load_scheme(code=code, terms=terms, by=operator(), **given)


STEPS = {
    "submitted": (publication.submit, "focal_point"),
    "approved": (publication.approve, "validating_authority"),
    "accepted": (publication.accept, "editor"),
    "published": (publication.publish, "publisher"),
}


def moved(item: Reviewable, house: House, *, to: str) -> Reviewable:
    """The item brought as far as `to` along the State's way by the right people."""
    if to in ("draft", "returned", "withdrawn"):
        return _turned(item, house, to)
    for state, (step, who) in STEPS.items():
        step(item=item, by=editor() if who == "editor" else publisher() if who == "publisher" else getattr(house, who))
        if state == to:
            break
    item.refresh_from_db()
    return item


def _turned(item: Reviewable, house: House, to: str) -> Reviewable:
    if to == "returned":
        publication.return_with_reason(
            item=moved(item, house, to="submitted"), reason="Give the numbers.", by=house.validating_authority
        )
    if to == "withdrawn":
        publication.withdraw(item=moved(item, house, to="published"), reason="It was wrong.", by=publisher())
    item.refresh_from_db()
    return item


def published(item: Reviewable, house: House) -> Reviewable:
    return moved(item, house, to="published")
