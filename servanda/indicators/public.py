"""How an indicator looks in public: its card, its published values, baselines and targets."""

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


def _value(v: Value) -> dict[str, Any]:
    return {
        "period": v.period,
        "number": str(v.number.normalize()) if v.number is not None else None,
        "missing_because": v.missing_because,
        "territory": v.territory.names if v.territory else None,
        "disaggregation": v.disaggregation,
        "source": v.source,
    }


@section("indicator", "goalposts")
def goalposts(thing: Indicator) -> list[dict[str, Any]]:
    return [
        {"kind": g.kind, "period": g.period, "number": str(g.number.normalize()), "source": g.source}
        for g in thing.goalposts.all()
    ]
