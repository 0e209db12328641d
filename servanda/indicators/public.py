"""How an indicator looks in public: its card, its published values, baselines and targets."""

from decimal import Decimal
from typing import Any

from servanda.indicators.models import Indicator, Value
from servanda.publication.registry import section

CARD = ("code", "names", "type", "unit", "right", "attribute", "sdg_code", "definition", "source", "method")


@section("indicator", "indicator")
def indicator(thing: Indicator) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in CARD} | {
        "institution": {"code": thing.institution.code, "names": thing.institution.names} if thing.institution else None
    }


@section("indicator", "values")
def values(thing: Indicator) -> list[dict[str, Any]]:
    """Published values; a corrected one stays, marked with what corrects it."""
    published = list(thing.values.filter(state="published").select_related("territory"))
    corrected = {v.corrects_id for v in published}
    return [
        _value(v) | {"is_corrected": v.pk in corrected}
        for v in sorted(published, key=lambda v: (v.period, v.created_at))
    ]


def _figure(number: Decimal) -> str:
    """The number as it was entered, without an exponent: 300, 171.5."""
    return f"{number.normalize():f}"


def _value(v: Value) -> dict[str, Any]:
    return {
        "period": v.period,
        "number": _figure(v.number) if v.number is not None else None,
        "missing_because": v.missing_because,
        "territory": v.territory.names if v.territory else None,
        "disaggregation": v.disaggregation,
        "source": v.source,
    }


@section("indicator", "goalposts")
def goalposts(thing: Indicator) -> list[dict[str, Any]]:
    return [
        {"kind": g.kind, "period": g.period, "number": _figure(g.number), "source": g.source}
        for g in thing.goalposts.all()
    ]
