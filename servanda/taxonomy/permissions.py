"""Who may change the words to classify with. Everybody may read them."""

from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, scope
from servanda.taxonomy.models import Scheme, Term

declare(
    "taxonomy.manage",
    _("Add and change schemes and terms"),
    administrator=anything,
    secretariat_editor=anything,
    command_line=anything,
)

scope(Scheme)(lambda person, rows: rows)
scope(Term)(lambda person, rows: rows)
