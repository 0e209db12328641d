"""What every page frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.core.profile import profile


def frame(request: HttpRequest) -> dict[str, Any]:
    """State's name, navigation of at most five items, and whether this is a demo."""
    at_work = "/work/" in request.path
    return {
        "profile": profile(),
        "state_name": profile().name,
        "is_demo": settings.DEMO,
        "at_work": at_work,
        "nav": _items(request, WORK if at_work else PUBLIC),
    }


PUBLIC = [
    ("portal:search", lambda: _("Recommendations")),
    ("portal:progress", lambda: _("Progress")),
    ("portal:institutions", lambda: _("Institutions")),
    ("portal:indicators", lambda: _("Indicators")),
    ("portal:take-part", lambda: _("Take part")),
]
WORK = [
    ("workspace:home", lambda: _("My tasks")),
    ("workspace:register", lambda: _("Recommendations")),
    ("implementation:actions", lambda: _("Actions")),
    ("workspace:review", lambda: _("Review")),
    ("workspace:more", lambda: _("More")),
]


def _items(request: HttpRequest, entries: list) -> list[dict[str, Any]]:
    items = []
    for name, label in entries:
        url = reverse(name)
        items.append({"label": label(), "url": url, "current": request.path.startswith(url)})
    return items
