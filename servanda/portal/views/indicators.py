"""What is measured: the list, and each indicator as a chart with its table, its card and its corrections."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.core.search import search
from servanda.core.texts import in_language
from servanda.indicators.models import Goalpost, Indicator
from servanda.portal import reading
from servanda.portal.asking import list_url
from servanda.portal.caching import page, render_unless_known
from servanda.portal.history import History
from servanda.portal.rows import listed
from servanda.portal.views.things import of_history, seen, standing

FIRST = 10  # recommendations shown before the whole list is offered


@page
def indicators(request: HttpRequest) -> HttpResponse:
    rows = [_row(payload) for payload in reading.current("indicator").values_list("payload", flat=True)]
    groups = [(kind.label, [row for row in rows if row["type"] == kind.value]) for kind in Indicator.Type]
    return render(request, "portal/indicators.html", {"groups": [(label, those) for label, those in groups if those]})


def _row(payload: reading.Payload) -> dict[str, Any]:
    one, main = payload["indicator"], main_series(payload["values"])
    newest = next((value for value in reversed(main) if value["number"] is not None), None)
    return one | {"name": in_language(one["names"]), "newest": newest, "url": reading.address("indicator", one["code"])}


def main_series(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The values of the whole State and everybody, corrected ones left out."""
    return [v for v in values if not (v["territory"] or v["disaggregation"] or v["is_corrected"])]


@page
@of_history("indicator")
def indicator(request: HttpRequest, history: History) -> HttpResponse:
    shown = seen(request, history)
    if isinstance(shown, HttpResponse):
        return shown
    payload, public_id = shown.snapshot.payload, shown.snapshot.public_id
    about = search("", {"indicator": [public_id]}, size=FIRST)

    def context() -> dict[str, Any]:
        one, values = payload["indicator"], payload["values"]
        main = main_series(values)
        return {
            "indicator": one,
            "name": in_language(one["names"]),
            "type": Indicator.Type(one["type"]).label,
            "points": [_point(value) for value in main],
            "target": _newest(payload["goalposts"], "target"),
            "goalposts": [goal | {"words": Goalpost.Kind(goal["kind"]).label} for goal in payload["goalposts"]],
            "rows": [_line(value) for value in values if value not in main and not value["is_corrected"]],
            "corrected": [_line(value) for value in values if value["is_corrected"]],
            "main": [_line(value) for value in main],
            "about": listed(about, list_url({"indicator": public_id})),
            **standing(request, history, shown),
        }

    return render_unless_known(
        request, "portal/indicator.html", context, shown.snapshot.digest, history.newest.digest, *about.keys
    )


def _point(value: dict[str, Any]) -> dict[str, Any]:
    number = value["number"]
    return {
        "label": value["period"],
        "value": float(number) if number else None,
        "why_missing": value["missing_because"],
    }


def _newest(goalposts: list[dict[str, Any]], kind: str) -> float | None:
    found = [goal for goal in goalposts if goal["kind"] == kind]
    return float(found[-1]["number"]) if found else None


def _line(value: dict[str, Any]) -> dict[str, Any]:
    number = Decimal(value["number"]) if value["number"] is not None else None
    return value | {
        "number": number,
        "where": in_language(value["territory"]) if value["territory"] else "",
        "who": ", ".join(value["disaggregation"].values()),
    }
