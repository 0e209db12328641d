"""What every page of one published thing does alike: find it, lead on from another spelling, say it was withdrawn."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

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


def gone(request: HttpRequest, history: History, version: Snapshot | None = None) -> HttpResponse:
    """410: it was here, it is not any more, and why. `version`: only that one was withdrawn."""
    first = version or history.versions[0]
    context = {"snapshot": version or history.newest, "first": first, "is_version": version is not None}
    return render(request, "portal/gone.html", context, status=410)


def progress_pill(progress: str) -> dict[str, Any]:
    tone, drawing = PROGRESS[progress]
    return {"label": Action.Progress(progress).label, "tone": tone, "drawing": drawing}
