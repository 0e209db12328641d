"""Who may change the register of mechanisms. Everybody may read it."""

from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, scope
from servanda.mechanisms.models import Mechanism, Session

declare(
    "mechanisms.manage",
    _("Change the register of mechanisms and sessions"),
    secretariat_editor=anything,
    command_line=anything,
)

scope(Mechanism)(lambda person, rows: rows)
scope(Session)(lambda person, rows: rows)
