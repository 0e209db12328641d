"""Where the State stands with the human rights treaties: the list, and each with all that the State did."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.core.texts import Text, in_language
from servanda.mechanisms.models import Treaty, TreatyAction
from servanda.portal import reading
from servanda.portal.asking import list_url
from servanda.portal.caching import page
from servanda.portal.history import History
from servanda.portal.views.things import of_history, seen, standing
from servanda.publication.models import Snapshot


@page
def treaties(request: HttpRequest) -> HttpResponse:
    rows = [_row(payload) for payload in reading.current("treaty").values_list("payload", flat=True)]
    rows.sort(key=lambda row: row["order"])
    bound = sum(row["status"] == Treaty.Status.PARTY for row in rows)
    return render(request, "portal/treaties.html", {"rows": rows, "bound": bound})


def _row(payload: reading.Payload) -> dict[str, Any]:
    one, actions = payload["treaty"], payload["actions"]
    withdrawn = {action["withdraws"] for action in actions}
    worded = [n for n, a in enumerate(actions) if a["kind"] in TreatyAction.WORDED and n not in withdrawn]
    return one | {
        "name": in_language(one["names"]),
        "url": reading.address("treaty", one["code"]),
        "status_words": Treaty.Status(one["status"]).label,
        "signed": _first(actions, (TreatyAction.Kind.SIGNATURE,)),
        "bound_by": _first(actions, TreatyAction.BINDING),
        "reservations": len(worded),
    }


def _first(actions: list[dict[str, Any]], kinds: tuple[str, ...]) -> dict[str, Any] | None:
    found = next((action for action in actions if action["kind"] in kinds), None)
    return _when(found) if found else None


def _when(action: dict[str, Any]) -> dict[str, Any]:
    return action | {"day": date.fromisoformat(action["on"]) if action["on"] else None}


@page
@of_history("treaty")
def treaty(request: HttpRequest, history: History) -> HttpResponse:
    shown = seen(request, history)
    if isinstance(shown, HttpResponse):
        return shown
    payload = shown.snapshot.payload
    one = payload["treaty"]
    context = {
        "treaty": _row(payload),
        "adopted": reading.day(one["adopted"]),
        "in_force": reading.day(one["in_force"]),
        "monitored_by": in_language(one["mechanism_names"]),
        "asked_url": list_url({"mechanism": one["mechanism"]}) if one["mechanism"] else "",
        "parent": _named(one["protocol_to"]),
        "actions": _told(payload["actions"]),
        **standing(request, history, shown),
    }
    return render(request, "portal/treaty.html", context)


def _named(code: str) -> dict[str, Any] | None:
    """Another treaty by its code, with its name and address."""
    found: Snapshot | None = reading.current("treaty").filter(public_id=code).first() if code else None
    return _row(found.payload) if found else None


def _told(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each treaty action in words; a reservation or declaration knows when it was withdrawn."""
    told = [
        _when(action) | {"label": TreatyAction.Kind(action["kind"]).label, "text": _text(action)} for action in actions
    ]
    for action in told:
        if action["withdraws"] is not None:
            told[action["withdraws"]]["withdrawal"] = action
    return told


def _text(action: dict[str, Any]) -> Text:
    return in_language(action["texts"])
