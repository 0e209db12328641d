"""What every page frame needs."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
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
        "whole_address": _whole_address(request),
        "nav": _items(request, WORK if at_work else PUBLIC),
    }


def _whole_address(request: HttpRequest) -> str:
    """For the foot of a printed page. A request with a forged host gets its error page without one."""
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return ""


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
    """The items, of which one at most is current: the one whose address says most of where we are."""
    items = [{"label": label(), "url": reverse(name)} for name, label in entries]
    here = max((item["url"] for item in items if request.path.startswith(item["url"])), key=len, default=None)
    return [item | {"current": item["url"] == here} for item in items]
