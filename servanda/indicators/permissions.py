"""Who may describe indicators and enter values."""

from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, scope
from servanda.indicators.models import Indicator, Value
from servanda.publication.permissions import readable, state_side

declare(
    "indicators.manage",
    _("Describe indicators, their baselines and targets"),
    secretariat_editor=anything,
    command_line=anything,
)
declare(
    "indicators.enter_value",
    _("Enter or change a value of an indicator"),
    states=("draft", "returned"),
    focal_point="own",
    alternate="own",
)
declare(
    "indicators.enter_values_from_list",
    _("Bring in draft values from a list, each for its institution"),
    states=("draft", "returned"),
    focal_point="own",
    alternate="own",
    secretariat_editor=state_side,
    command_line=state_side,
)

scope(Indicator)(lambda person, rows: rows)
scope(Value)(readable)
