"""What every page frame needs."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import resolve, reverse
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
        "search_url": _offered(request, "workspace:register" if at_work else "portal:search"),
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
# Pages that are reached through an item and whose address does not begin with the item's.
BEHIND = {
    "workspace:more": (
        "importers:list",
        "institutions:list",
        "institutions:people",
        "indicators:list",
        "workspace:mechanisms",
        "mechanisms:treaties",
        "uhri:index",
        "workspace:record",
        "workspace:schemes",
    )
}


def _items(request: HttpRequest, entries: list) -> list[dict[str, Any]]:
    """The items that the person may enter, of which one at most is current: the one whose address, or that of a page behind
    it, says most of where we are."""
    offered = [(name, label(), url) for name, label in entries if (url := _offered(request, name))]
    places = {reverse(place): name for name, *_rest in offered for place in (name, *BEHIND.get(name, ()))}
    here = max((place for place in places if request.path.startswith(place)), key=len, default="")
    return [{"label": label, "url": url, "current": name == places.get(here)} for name, label, url in offered]


def _offered(request: HttpRequest, name: str) -> str:
    """The address of a page that this person may enter, else nothing. Every view says who may (accounts/access.py)."""
    address = reverse(name)
    may_enter = getattr(resolve(address).func, "may_be_entered_by", None)
    person = getattr(request, "user", None)
    return address if may_enter is None or person is None or may_enter(person) else ""
