"""The documents in which recommendations were made, and each with its recommendations in order."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from servanda.core.search import search
from servanda.core.texts import in_language
from servanda.documents.models import Document
from servanda.portal import reading
from servanda.portal.asking import Asked, list_url
from servanda.portal.caching import page
from servanda.portal.history import History
from servanda.portal.rows import row_of
from servanda.portal.standing import shares
from servanda.portal.views.finding import downloads, page_of
from servanda.portal.views.things import of_history


@page
def documents(request: HttpRequest) -> HttpResponse:
    counts = {option.code: option.count for option in search("", {}, ["document"], size=1).facets["document"]}
    by_year: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = reading.current("document").values_list("public_id", "payload")
    for public_id, payload in sorted(rows, key=lambda row: row[1]["document"]["published_on"] or "", reverse=True):
        shown = _row(public_id, payload["document"], counts)
        by_year[shown["year"]].append(shown)
    return render(request, "portal/documents.html", {"years": list(by_year.items())})


def _row(public_id: str, one: dict[str, Any], counts: dict[str, int]) -> dict[str, Any]:
    return one | {
        "title": in_language(one["titles"]),
        "kind_words": Document.Kind(one["kind"]).label,
        "by": in_language(one["mechanism_names"]),
        "day": reading.day(one["published_on"]),
        "year": (one["published_on"] or "")[:4],
        "url": reading.address("document", public_id),
        "count": counts.get(public_id, 0),
    }


@page
@of_history("document")
def document(request: HttpRequest, history: History) -> HttpResponse:
    snapshot = history.newest
    wanted = Asked.of(request.GET)
    asked = Asked(chosen={"document": (snapshot.public_id,)}, sort="document", page=wanted.page)
    found = search("", asked.filters, ["state_status"], asked.page, get_language() or "", sort="document")
    return render(
        request,
        "portal/document.html",
        {
            "document": _row(snapshot.public_id, snapshot.payload["document"], {}),
            "rows": [row_of(payload) for payload in reading.payloads(found.keys)],
            "found": found,
            "page": page_of(found),
            "shares": shares(found.facets["state_status"], {"document": snapshot.public_id}),
            "downloads": downloads(asked),
            "list_url": list_url({"document": snapshot.public_id}),
            "last_updated": snapshot.published_at,
        },
    )
