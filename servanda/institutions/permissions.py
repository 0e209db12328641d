"""Who may change institutions and appoint people. Names of institutions are public; who holds a seat is not."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.accounts.roles import institutions_of
from servanda.accounts.visibility import OWN, Stage, audience_of_action, declare_stages
from servanda.institutions.models import Appointment, Institution, Territory

declare(
    "institutions.manage",
    _("Add and change institutions"),
    administrator=anything,
    secretariat_editor=anything,
    command_line=anything,
)
declare("institutions.appoint", _("Appoint people to institutions"), administrator=anything, command_line=anything)

SEATS_SEEN_BY = dict.fromkeys([*audience_of_action("institutions.appoint"), *audience_of_action("institutions.manage")])
declare_stages("seat", Stage(_("As soon as you save"), (OWN, *SEATS_SEEN_BY)))
declare_stages("account", Stage(_("As soon as you save"), audience_of_action("accounts.manage_people")))

scope(Institution)(lambda person, rows: rows)
scope(Territory)(lambda person, rows: rows)


@scope(Appointment)
def appointments(person: Any, rows: QuerySet) -> QuerySet:
    """One's own institution's seats; all of them for who appoints or manages institutions."""
    if may(person, "institutions.appoint") or may(person, "institutions.manage"):
        return rows
    return rows.filter(institution__in=institutions_of(person))
