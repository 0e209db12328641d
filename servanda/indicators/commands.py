"""Describing indicators and entering values."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.core.errors import Refused
from servanda.indicators.models import Goalpost, Indicator, Value
from servanda.publication.commands import take_snapshot, withdraw_snapshots


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
    return _enter(institution, indicator, by, fields)


def _enter(institution: Any, indicator: Indicator, by: Any, fields: dict[str, Any]) -> Value:
    if (fields.get("number") is None) == (not fields.get("missing_because", "").strip()):
        raise Refused(_("Enter a number, or say why there is none: a missing value is not a zero."))
    return Value.objects.create(indicator=indicator, institution=institution, author=by, **fields)


@command("indicators.change_value", on="value", action="indicators.enter_value")
def change_value(*, value: Value, by: Any, **fields: Any) -> Value:
    """Change a value that is not sent yet. A published one is corrected by a new value that points to it."""
    return _change(value, fields)


def _change(value: Value, fields: dict[str, Any]) -> Value:
    for name, new in fields.items():
        setattr(value, name, new)
    value.save()
    return value


@command("indicators.enter_value_from_list", within="institution", action="indicators.enter_values_from_list")
def enter_value_from_list(*, institution: Any, indicator: Indicator, by: Any, **fields: Any) -> Value:
    """As `enter_value`, from a list of values of several institutions: a draft of the institution that is named."""
    return _enter(institution, indicator, by, fields)


@command("indicators.change_value_from_list", on="value", action="indicators.enter_values_from_list")
def change_value_from_list(*, value: Value, by: Any, **fields: Any) -> Value:
    """As `change_value`, from a list."""
    return _change(value, fields)


@command("indicators.remove_value_from_list", action="indicators.enter_values_from_list")
def remove_value_from_list(*, value: str, by: Any) -> bool:
    """Step back of a list: take away a value that is still a draft."""
    found = Value.objects.filter(pk=value, state="draft").first()
    if found is None:
        return False
    require(by, "indicators.enter_values_from_list", found)
    found.delete()
    return True


@command("indicators.remove_goalpost", on="indicator", action="indicators.manage")
def remove_goalpost(*, indicator: Indicator, kind: str, period: str, by: Any) -> bool:
    """Take a baseline or a target away."""
    found = indicator.goalposts.filter(kind=kind, period=period)
    if not found.exists():
        return False
    found.delete()
    take_snapshot(kind="indicator", thing=indicator, public_id=indicator.public_id, by=by)
    return True


@command("indicators.remove_indicator", action="indicators.manage")
def remove_indicator(*, indicator: str, by: Any) -> bool:
    """Step back of an import: take away an indicator that has no value and is linked to nothing. Else it stays."""
    found = Indicator.objects.filter(pk=indicator, values=None, links=None).first()
    if found is None:
        return False
    try:
        with transaction.atomic():
            found.delete()
    except ProtectedError:
        return False
    withdraw_snapshots(kind="indicator", public_id=found.public_id, reason=_("The import of it was taken back."))
    return True
