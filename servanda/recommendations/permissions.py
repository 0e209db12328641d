"""Who may work on the register of recommendations. The published texts are public."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.recommendations.models import Classification, Recommendation

declare(
    "recommendations.read_register",
    _("Read the working register"),
    focal_point=anything,
    alternate=anything,
    validating_authority=anything,
    secretariat_editor=anything,
    secretariat_publisher=anything,
    nhri=anything,
)
declare(
    "recommendations.enter", _("Enter a recommendation by hand"), secretariat_editor=anything, command_line=anything
)
declare(
    "recommendations.edit_facts",
    _("Change facts, plain line, position and parts of a recommendation; never its wording"),
    states=("provisional", "confirmed"),
    secretariat_editor=anything,
    command_line=anything,
)
declare(
    "recommendations.classify",
    _("Classify recommendations, accept and reject suggested terms"),
    states=("provisional", "confirmed"),
    secretariat_editor=anything,
    command_line=anything,
)
declare(
    "recommendations.link",
    _("Link a recommendation with earlier and later ones and with its concerns, and take links away"),
    states=("provisional", "confirmed", "superseded"),
    secretariat_editor=anything,
    command_line=anything,
)
declare(
    "recommendations.withdraw",
    _("Withdraw a recommendation from the public side"),
    states=("provisional", "confirmed", "superseded"),
    secretariat_publisher=anything,
)


@scope(Recommendation)
def recommendations(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "recommendations.read_register") else rows.none()


@scope(Classification)
def classifications(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "recommendations.read_register") else rows.none()
