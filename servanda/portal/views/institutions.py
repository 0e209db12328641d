"""Who answers for what: the institutions, and each with what it leads, contributes to, and what is late."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from servanda.core.search import Range, search
from servanda.core.texts import in_language
from servanda.institutions.models import Institution
from servanda.portal import reading
from servanda.portal.asking import late_range, list_url
from servanda.portal.caching import page
from servanda.portal.history import History
from servanda.portal.rows import listed
from servanda.portal.standing import shares
from servanda.portal.views.things import of_history, progress_pill

FIRST = 10  # recommendations shown before the whole list is offered


@page
def institutions(request: HttpRequest) -> HttpResponse:
    found = search("", {}, ["lead", "contributing"], size=1)
    led, helped = ({o.code: o.count for o in found.facets[facet]} for facet in ("lead", "contributing"))
    overdue = {o.code: o.count for o in search("", {"open_due": late_range()}, ["lead"], size=1).facets["lead"]}
    listed_ones = (
        payload["institution"] for payload in reading.current("institution").values_list("payload", flat=True)
    )
    rows = [_row(one, led, helped, overdue) for one in sorted(listed_ones, key=_place)]
    return render(request, "portal/institutions.html", {"rows": rows, "columns": _columns()})


def _columns() -> list[dict[str, Any]]:
    numbers = (_("Leads"), _("Contributes"), _("Late"))
    return [
        {"label": _("Institution")},
        {"label": _("Branch")},
        *({"label": label, "numeric": True} for label in numbers),
    ]


def _place(one: dict[str, Any]) -> tuple[int, str]:
    """By branch of the State, then by name."""
    return Institution.Branch.values.index(one["branch"]), str(in_language(one["names"]))


def _row(one: dict[str, Any], led: dict, helped: dict, overdue: dict) -> list[Any]:
    code, name = one["code"], str(in_language(one["names"]))
    return [
        {"text": name, "url": reading.address("institution", code)},
        str(Institution.Branch(one["branch"]).label),
        _linked(led.get(code, 0), list_url({"lead": code})),
        _linked(helped.get(code, 0), list_url({"contributing": code})),
        _linked(overdue.get(code, 0), list_url({"lead": code}, late=True)) if code in overdue else 0,
    ]


def _linked(count: int, url: str) -> Any:
    return {"text": count, "url": url} if count else 0


@page
@of_history("institution")
def institution(request: HttpRequest, history: History) -> HttpResponse:
    one = history.newest.payload["institution"]
    code = one["code"]
    led = search("", {"lead": [code]}, ["state_status"], size=FIRST)
    late = _first({"lead": [code], "open_due": late_range()}, list_url({"lead": code}, late=True))
    return render(
        request,
        "portal/institution.html",
        {
            "institution": one,
            "name": in_language(one["names"]),
            "branch": Institution.Branch(one["branch"]).label,
            "parent": _parent(one["parent"]),
            "shares": shares(led.facets["state_status"], {"lead": code}),
            "led": listed(led, list_url({"lead": code})),
            "contributing": _first({"contributing": [code]}, list_url({"contributing": code})),
            "late": late,
            "actions": _actions(code),
            "last_updated": history.newest.published_at,
        },
    )


def _parent(code: str | None) -> dict[str, Any] | None:
    """What it is part of, where that is published."""
    found = reading.current("institution").filter(public_id=code or "").values_list("payload", flat=True).first()
    return found["institution"] if found else None


def _first(filters: dict[str, list[str] | Range], url: str) -> dict[str, Any]:
    return listed(search("", filters, size=FIRST), url)


def _actions(code: str) -> list[dict[str, Any]]:
    rows = reading.current("action").filter(payload__action__institution__code=code).order_by("-published_at")
    found = (payload["action"] for payload in rows.values_list("payload", flat=True))
    return [
        one | {"pill": progress_pill(one["progress"]), "url": reading.address("action", one["code"])} for one in found
    ]
