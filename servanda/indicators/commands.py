"""Describing indicators and entering values."""

from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.core.errors import Refused
from servanda.indicators.models import Goalpost, Indicator, Value
from servanda.publication.commands import take_snapshot


@command("indicators.describe", action="indicators.manage")
def describe(*, code: str, by: Any, **card: Any) -> Indicator:
    """Add an indicator or change its metadata card, public at once. `card`: names, type, unit, right, attribute, sdg_code,
    definition, source, method, institution."""
    indicator, _created = Indicator.objects.update_or_create(code=code, defaults=card)
    take_snapshot(kind="indicator", thing=indicator, public_id=indicator.public_id, by=by)
    return indicator


@command("indicators.set_goalpost", on="indicator", action="indicators.manage")
def set_goalpost(*, indicator: Indicator, kind: str, period: str, number: Any, by: Any, source: str = "") -> Goalpost:
    """Set a baseline or a target. A target never changes a status."""
    goalpost, _created = Goalpost.objects.update_or_create(
        indicator=indicator, kind=kind, period=period, defaults={"number": number, "source": source}
    )
    take_snapshot(kind="indicator", thing=indicator, public_id=indicator.public_id, by=by)
    return goalpost


@command("indicators.enter_value", within="institution")
def enter_value(*, institution: Any, indicator: Indicator, by: Any, **fields: Any) -> Value:
    """Enter a number, or the reason why there is none. `fields`: period, territory, disaggregation, number,
    missing_because, source, corrects."""
    if (fields.get("number") is None) == (not fields.get("missing_because", "").strip()):
        raise Refused(_("Enter a number, or say why there is none: a missing value is not a zero."))
    return Value.objects.create(indicator=indicator, institution=institution, author=by, **fields)


@command("indicators.change_value", on="value", action="indicators.enter_value")
def change_value(*, value: Value, by: Any, **fields: Any) -> Value:
    """Change a value that is not sent yet. A published one is corrected by a new value that points to it."""
    for name, new in fields.items():
        setattr(value, name, new)
    value.save()
    return value
