"""Who may enter a page. Every view states it with one of these decorators; a guard test finds the silent ones.

A thing that the person may not see answers exactly as one that does not exist: 404.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from servanda.accounts.policy import RULES, may, visible

View = Callable[..., Any]


def public(view: View) -> View:
    """Anyone may enter; the page shows only what is published."""
    view.access = "public"  # type: ignore[attr-defined]
    view.may_be_entered_by = lambda person: True  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Anyone with an account may enter; the page shows only what concerns that person."""
    return _guarded(view, "signed in", lambda person: True)


def requires(action: str) -> Callable[[View], View]:
    """Only people who may do `action` to some object; the view asks again for the object itself with `get_visible`."""

    def decorate(view: View) -> View:
        return _guarded(view, action, lambda person: may(person, action))

    return decorate


def _guarded(view: View, access: str, allowed: Callable[[Any], bool]) -> View:
    def may_enter(person: Any) -> bool:
        return access not in RULES or allowed(person)

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_enter(request.user):
            raise PermissionDenied(access)
        return view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    guarded.may_be_entered_by = may_enter  # type: ignore[attr-defined]
    return guarded


def get_visible(person: Any, queryset: QuerySet | type[Model], action: str | None = None, **lookup: Any) -> Any:
    """The one object that the person may see, or 404; with `action`, she must be allowed to do that to it, or 403."""
    rows = queryset if isinstance(queryset, QuerySet) else queryset._default_manager.all()
    found = visible(person, rows).filter(**lookup).first()
    if found is None:
        raise Http404
    if action and not may(person, action, found):
        raise PermissionDenied(action)
    return found
