"""The first page: search, topics in plain words, how far it is, what was published last."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator

from servanda.core.profile import profile
from servanda.core.search import search
from servanda.core.texts import Text, in_language
from servanda.portal import reading
from servanda.portal.caching import page
from servanda.portal.standing import shares_of_all
from servanda.portal.topics import topics
from servanda.publication.models import Snapshot
from servanda.publication.search import updates_of

LATEST = 5
LOOKED_AT = 25  # recommendations: one update may serve several


@page
def home(request: HttpRequest) -> HttpResponse:
    count, shares = shares_of_all()
    return render(
        request,
        "portal/home.html",
        {
            "count": count,
            "shares": shares,
            "topics": topics(),
            "latest": latest_updates(),
            "last_updated": last_published(),
            "short_name": short_name(),
        },
    )


def latest_updates() -> list[dict[str, Any]]:
    """The newest published updates, each once, with the recommendation it answers."""
    found = search("", {"has": ["updates"]}, sort="updated", size=LOOKED_AT)
    newest: dict[str, dict[str, Any]] = {}
    for payload in reading.payloads(found.keys):
        update = updates_of(payload)[0]
        newest.setdefault(update["what_was_done"], _row(update, payload))
    return list(newest.values())[:LATEST]


def _row(update: dict[str, Any], payload: reading.Payload) -> dict[str, Any]:
    return {
        "text": Truncator(update["what_was_done"]).chars(reading.TITLE),
        "language": update["language"],
        "institution": update["institution"]["names"],
        "day": reading.day(update["published_on"]),
        "about": reading.title(payload),
        "url": reverse("portal:recommendation", args=[payload["recommendation"]["reference"]]),
    }


def last_published() -> datetime | None:
    return Snapshot.objects.order_by("-published_at").values_list("published_at", flat=True).first()


def short_name() -> Text:
    return in_language(profile().data["name"])
