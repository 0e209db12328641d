"""The roles: a class and a sentence each, and which of them a person holds.

Focal point, alternate and validating authority come from an appointment to an institution and are held for that
institution only. The other roles are given to the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role: its code, its name and one sentence saying what its holder does here."""

    code: str
    name: Any
    sentence: Any
    by_appointment: bool = False
    second_factor: bool = False


PUBLIC = Role("public", _("Public"), _("Anyone, without signing in: reads and searches what is published."))
FOCAL_POINT = Role(
    "focal_point",
    _("Focal point"),
    _("Reports for one institution: records actions and updates and sends them for approval."),
    True,
)
ALTERNATE = Role(
    "alternate", _("Alternate focal point"), _("Stands in for the focal point, with the same rights."), True
)
VALIDATING_AUTHORITY = Role(
    "validating_authority",
    _("Validating authority"),
    _("Approves or returns what the focal point of the institution has sent."),
    True,
)
EDITOR = Role(
    "secretariat_editor",
    _("Secretariat editor"),
    _("Takes in documents, classifies, assigns, and accepts or returns what institutions send."),
    second_factor=True,
)
PUBLISHER = Role(
    "secretariat_publisher",
    _("Secretariat publisher"),
    _("Publishes what another person has accepted, and withdraws it."),
    second_factor=True,
)
NHRI = Role(
    "nhri",
    _("National human rights institution"),
    _("Records and publishes its own independent assessments, without approval by the State."),
    second_factor=True,
)
CSO = Role("cso", _("Civil society organisation"), _("Reads what is published and contributes where invited."))
ADVISER = Role("adviser", _("UN adviser"), _("Reads what is published and comments where invited."))
PARLIAMENT = Role("parliament", _("Parliament"), _("Reads what is published and follows what is late."))
ADMINISTRATOR = Role(
    "administrator", _("Administrator"), _("Manages people and settings, with no right to content."), second_factor=True
)
COMMAND_LINE = Role(
    "command_line", _("Command line"), _("The operator's own command line on the server: imports and set-up.")
)

ROLES = {
    role.code: role
    for role in (
        PUBLIC,
        FOCAL_POINT,
        ALTERNATE,
        VALIDATING_AUTHORITY,
        EDITOR,
        PUBLISHER,
        NHRI,
        CSO,
        ADVISER,
        PARLIAMENT,
        ADMINISTRATOR,
        COMMAND_LINE,
    )
}


@dataclass(frozen=True)
class Seat:
    """A role held for one institution."""

    role: str
    institution_id: Any


def seats_of(person: Any) -> frozenset[Seat]:
    """The seats a person holds today. Read once for a person object; a new request reads them afresh, so that a
    changed appointment counts at once."""
    if not getattr(person, "is_authenticated", False):
        return frozenset()
    if not hasattr(person, "_seats"):
        open_ones = person.appointments.today().values_list("capacity", "institution_id")
        person._seats = frozenset(Seat(capacity, institution) for capacity, institution in open_ones)
    return person._seats


def roles_of(person: Any) -> frozenset[str]:
    """Codes of all roles the person holds. Somebody signed in may do all that the public may; nobody inactive may
    more."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return frozenset({PUBLIC.code})
    own = {person.role} if person.role in ROLES else set()
    return frozenset({PUBLIC.code} | own | {seat.role for seat in seats_of(person)})


def institutions_of(person: Any, *roles: Role) -> set[Any]:
    """Ids of the institutions in which the person holds one of these roles (default: any seat)."""
    wanted = {role.code for role in roles}
    return {seat.institution_id for seat in seats_of(person) if not wanted or seat.role in wanted}


def holds(person: Any, *roles: Role) -> bool:
    return bool(roles_of(person) & {role.code for role in roles})


def needs_second_factor(person: Any) -> bool:
    return any(ROLES[code].second_factor for code in roles_of(person))


def names_of(codes: Iterable[str]) -> list[Any]:
    return [ROLES[code].name for code in codes if code in ROLES]
