"""Who may change the registers of mechanisms and treaties. Everybody may read them."""

from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, scope
from servanda.mechanisms.models import Mechanism, Review, Session, Treaty, TreatyAction

declare(
    "mechanisms.manage",
    _("Change the register of mechanisms, sessions and treaties"),
    secretariat_editor=anything,
    command_line=anything,
)

scope(Mechanism)(lambda person, rows: rows)
scope(Session)(lambda person, rows: rows)
scope(Review)(lambda person, rows: rows)
scope(Treaty)(lambda person, rows: rows)
scope(TreatyAction)(lambda person, rows: rows)
