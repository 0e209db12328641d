"""Rows that are people with their seats."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from servanda.accounts.commands import add_person, change_name, change_role, remove_person
from servanda.accounts.models import Person
from servanda.core import clock
from servanda.importers.spreadsheets import fields as read
from servanda.importers.spreadsheets import making
from servanda.importers.spreadsheets.fields import Field
from servanda.importers.spreadsheets.kinds.base import Fault, Held, RowKind, Values, missing, with_words
from servanda.importers.spreadsheets.names import INSTITUTIONS
from servanda.importers.spreadsheets.problems import CellProblem
from servanda.institutions.commands import appoint, end_appointment, remove_appointment
from servanda.institutions.models import Appointment

ROLES = [choice for choice in Person.Role.choices if choice[0] != Person.Role.COMMAND_LINE]
OF_THE_PERSON = ("given_name", "family_name", "role", "preferred_language")


class People(RowKind):
    code = "people"
    title = _("People and their seats")
    meaning = _("Each row is a person, with one seat in one institution or without; a second seat is a second row.")
    visibility = "account"
    action = "accounts.manage_people"
    fields = with_words(
        "people",
        Field(
            "email",
            _("E-mail"),
            read.email,
            _("The address the person signs in with."),
            True,
            "ana@ministry.example",
            254,
            looks_like=read.looks_like_address,
            is_recognisable=True,
            can_be_cleared=False,
        ),
        Field("given_name", _("Given name"), read.one_line, most=100),
        Field(
            "family_name",
            _("Family name"),
            read.one_line,
            _("Needed for somebody new."),
            True,
            "Number",
            100,
            can_be_cleared=False,
        ),
        Field(
            "role",
            _("Role"),
            read.choice,
            _("Empty: a member of an institution, by appointment."),
            values=tuple(ROLES),
            can_be_cleared=False,
        ),
        Field("preferred_language", _("Language of the person"), read.language, example="en", can_be_cleared=False),
        Field(
            "institution",
            _("Institution"),
            read.named,
            _("Where the person has a seat."),
            example="ministry-of-justice",
            list_code=INSTITUTIONS,
            can_be_cleared=False,
        ),
        Field(
            "capacity",
            _("Seat"),
            read.choice,
            _("Focal point, alternate, validating authority."),
            values=tuple(Appointment.Capacity.choices),
            can_be_cleared=False,
            synonyms={
                "focal": "focal_point",
                "deputy": "alternate",
                "point focal": "focal_point",
                "punto focal": "focal_point",
                "suppléant": "alternate",
                "suplente": "alternate",
            },
        ),
        Field(
            "starts", _("From"), read.day, example="2026-01-01", looks_like=read.looks_like_day, can_be_cleared=False
        ),
        Field("ends", _("Until"), read.day, looks_like=read.looks_like_day, can_be_cleared=False),
    )

    def held(self, by: Any, language: str) -> list[Held]:
        people = Person.objects.exclude(role=Person.Role.COMMAND_LINE).prefetch_related("appointments__institution")
        found = []
        for person in people:
            found.append(Held(str(person.pk), str(person), _of(person)))
            for seat in person.appointments.all():
                values = _of(person) | {
                    "institution": seat.institution.code, "capacity": seat.capacity, "starts": seat.starts.isoformat(),
                    "ends": seat.ends.isoformat() if seat.ends else "",
                }  # fmt: skip
                found.append(Held(f"{person.pk}/{seat.pk}", f"{person}, {seat.institution}", values))
        return found

    def keys(self, values: Values) -> list[tuple[Any, ...]]:
        seat = (values["institution"], values.get("capacity", "")) if values.get("institution") else ()
        return [("seat", values.get("email", ""), *seat)]

    def label(self, values: Values) -> str:
        name = " ".join(filter(None, (values.get("given_name"), values.get("family_name")))) or values.get("email", "")
        return ", ".join(filter(None, (name, values.get("institution", ""))))[:300]

    def changes(self, held: Held, values: Values) -> Values:
        return super().changes(held, {k: v for k, v in values.items() if k != "starts"})

    def faults(self, values: Values, held: Held | None, by: Any) -> Iterable[Fault]:
        is_known = held is not None or Person.objects.filter(email=values.get("email", "")).exists()
        if not is_known:
            yield from missing(values, "family_name")
        for one, other in (("institution", "capacity"), ("capacity", "institution")):
            if values.get(other) and not values.get(one):
                yield one, CellProblem("needs_together", other=str(self.field(other).title))
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            yield "ends", CellProblem("ends_before_start")
        if held is None and self._is_taken(values):
            yield "institution", CellProblem("seat_is_held")

    @staticmethod
    def _is_taken(values: Values) -> bool:
        if values.get("capacity") != Appointment.Capacity.FOCAL_POINT or values.get("ends"):
            return False
        held = Appointment.objects.filter(institution__code=values.get("institution", ""), ends=None)
        return held.filter(capacity=Appointment.Capacity.FOCAL_POINT).exists()

    def make(self, values: Values, by: Any) -> str:
        person = Person.objects.filter(email=values["email"]).first()
        if person is None:
            person = add_person(
                email=values["email"], given_name=values.get("given_name", ""), family_name=values["family_name"], by=by,
                role=values.get("role") or Person.Role.MEMBER, language=values.get("preferred_language") or values["_language"],
            )  # fmt: skip
        else:
            self._change_person(person, {k: v for k, v in values.items() if k in OF_THE_PERSON}, by)
        if not values.get("institution"):
            return str(person.pk)
        seat = appoint(
            institution=making.Institutions(by)[values["institution"]], person=person, capacity=values["capacity"], by=by,
            starts=_day(values.get("starts")) or clock.today(), ends=_day(values.get("ends")),
        )  # fmt: skip
        return f"{person.pk}/{seat.pk}"

    def change(self, held: Held, changes: Values, values: Values, by: Any) -> None:
        person, _slash, seat = held.id.partition("/")
        self._change_person(Person.objects.get(pk=person), {k: v for k, v in changes.items() if k in OF_THE_PERSON}, by)
        if changes.get("ends") and seat:
            end_appointment(
                appointment=Appointment.objects.get(pk=seat), ends=date.fromisoformat(changes["ends"]), by=by
            )

    @staticmethod
    def _change_person(person: Person, changes: Values, by: Any) -> None:
        if changes.get("role") and changes["role"] != person.role:
            change_role(person=person, role=changes["role"], by=by)
        facts = {
            "given_name": changes.get("given_name", person.given_name), "family_name": changes.get("family_name", person.family_name),
            "language": changes.get("preferred_language", person.language),
        }  # fmt: skip
        if any(getattr(person, name) != value for name, value in facts.items()):
            change_name(person=person, by=by, **facts)

    def remove(self, thing: str, by: Any) -> bool:
        person, _slash, seat = thing.partition("/")
        if seat and not remove_appointment(appointment=seat, by=by):
            return False
        return remove_person(person=person, by=by) or bool(seat)


def _of(person: Person) -> Values:
    return {
        "email": person.email, "given_name": person.given_name, "family_name": person.family_name, "role": person.role,
        "preferred_language": person.language,
    }  # fmt: skip


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


KIND = People()
