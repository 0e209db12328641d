"""Which recommendations a bulk form is about: the ticked ones, or everything in the list that it was sent from.

A list makes itself known by name (`@listed_as("register")`) with a function from person and address to keys, so that "all
212 of this list" is worked out again on the server. Once chosen, the selection travels in the form as its keys: what was
shown in the preview is what is done.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from servanda.accounts.policy import may, visible
from servanda.recommendations.models import Recommendation

Lister = Callable[[Any, QueryDict], Iterable[str]]
LISTS: dict[str, Lister] = {}


def listed_as(name: str) -> Callable[[Lister], Lister]:
    """Decorator: this function makes the list of that name again from its address."""

    def register(function: Lister) -> Lister:
        LISTS[name] = function
        return function

    return register


class Selection:
    """The chosen recommendations that the person may see, and among them those she may do `action` to."""

    def __init__(self, request: HttpRequest, action: str) -> None:
        keys = list(dict.fromkeys(_keys(request)))
        rows = visible(request.user, Recommendation.objects.filter(pk__in=keys)).select_related("document")
        found = {recommendation.pk: recommendation for recommendation in rows}
        if len(found) < len(keys):
            raise Http404  # one of them is not hers to see: nothing is done to the others either
        self.chosen = [found[key] for key in keys]
        self.possible = [r for r in self.chosen if r.stands and may(request.user, action, r)]
        self.left_out = len(self.chosen) - len(self.possible)

    @property
    def keys(self) -> str:
        """The selection as it travels in the form."""
        return " ".join(str(recommendation.pk) for recommendation in self.possible)


def _keys(request: HttpRequest) -> list[uuid.UUID]:
    """From the form's own field, the tick for the whole list, the ticked rows, or the address of a single one."""
    if kept := request.POST.get("selection"):
        return _uuids(kept.split())
    if request.POST.get("everything"):
        lister = LISTS.get(request.POST.get("list", ""))
        return _uuids(lister(request.user, request.GET)) if lister else []
    return _uuids(request.POST.getlist("recommendation") or request.GET.getlist("recommendation"))


def _uuids(texts: Iterable[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None
