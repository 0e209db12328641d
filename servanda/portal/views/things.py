"""What every page of one published thing does alike: find it, lead on from another spelling, say it was withdrawn."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date

from servanda.implementation.models import Action
from servanda.portal.history import Elsewhere, History, history_of
from servanda.publication.models import Snapshot

PROGRESS = {
    "completed": ("good", "full"),
    "under_way": ("going", "much"),
    "planned": ("none", "ring"),
    "suspended": ("bad", "crossed"),
}


def of_history(kind: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view gets the thing's versions; a withdrawn one is answered here with 410 and the reason."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def found(request: HttpRequest, public_id: str, **arguments: Any) -> HttpResponse:
            try:
                history = history_of(kind, public_id)
            except Elsewhere as right:
                return _elsewhere(request, right.public_id, arguments)
            return gone(request, history) if history.is_withdrawn else view(request, history, **arguments)

        return found

    return decorate


def _elsewhere(request: HttpRequest, public_id: str, arguments: dict[str, Any]) -> HttpResponse:
    match = request.resolver_match
    address = reverse(match.view_name, kwargs={"public_id": public_id} | arguments) if match else "/"
    question = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{question}" if question else address, permanent=True)


@dataclass(frozen=True)
class Seen:
    """What a visitor asked to see: a version, the day it is shown for, and a day that could not be read."""

    snapshot: Snapshot
    day: date | None = None
    wrong_day: str = ""


def seen(request: HttpRequest, history: History) -> Seen | HttpResponse:
    """The newest version, or with `?as-of=2026-01-31` the one of that day; or the answer where there is none to show."""
    wanted = request.GET.get("as-of", "")
    day = _day(wanted)
    if day is None:
        return Seen(history.newest, wrong_day=wanted)
    snapshot = history.as_of(day)
    if snapshot is None:
        return render(request, "portal/not_yet.html", {"first": history.versions[0], "day": day}, status=404)
    return gone(request, history, snapshot) if snapshot.withdrawn_at else Seen(snapshot, day)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def standing(request: HttpRequest, history: History, shown: Seen) -> dict[str, Any]:
    """What the banner and the form for another day need."""
    return {
        "snapshot": shown.snapshot,
        "day": shown.day,
        "wrong_day": shown.wrong_day,
        "is_newest": shown.snapshot.version == history.newest.version,
        "newest_url": request.path,
        "canonical": request.path,
        "last_updated": shown.snapshot.published_at,
    }


def gone(request: HttpRequest, history: History, version: Snapshot | None = None) -> HttpResponse:
    """410: it was here, it is not any more, and why. `version`: only that one was withdrawn."""
    first = version or history.versions[0]
    context = {"snapshot": version or history.newest, "first": first, "is_version": version is not None}
    return render(request, "portal/gone.html", context, status=410)


def progress_pill(progress: str) -> dict[str, Any]:
    tone, drawing = PROGRESS[progress]
    return {"label": Action.Progress(progress).label, "tone": tone, "drawing": drawing}
