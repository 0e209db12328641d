"""The queue of what waits for this person's decision, oldest first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.accounts.access import signed_in
from servanda.implementation.content import KINDS, name_of_kind
from servanda.workspace.waiting import Queue


@signed_in
def review(request: HttpRequest) -> HttpResponse:
    """What the person may approve, accept or publish: never what she wrote or decided on herself."""
    kind = request.GET.get("kind", "")
    queue = Queue(request.user, kind if kind in KINDS else "")
    page = Paginator(queue, 50).get_page(request.GET.get("page"))
    context = {"page": page, "tasks": list(page.object_list), "options": _options(queue, kind), "kind": kind}
    return render(request, "workspace/review.html", context)


def _options(queue: Queue, kind: str) -> list[dict[str, Any]]:
    return [
        {
            "label": name_of_kind(name),
            "count": count,
            "url": "?" if name == kind else f"?kind={name}",
            "selected": name == kind,
        }
        for name, count in queue.counts.items()
        if count or name == kind
    ]
