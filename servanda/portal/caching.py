"""Public pages may be kept by browsers and caches in front: they are the same for everybody who isn't signed in."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language

from servanda.accounts.access import public
from servanda.core import clock
from servanda.core.search import Busy, one_moment

SECONDS = 60

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """A page for everybody: `@page` above every view of the portal. Whoever is signed in gets it fresh."""

    @public
    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with one_moment():
                response = view(request, *args, **kwargs)
        except Busy:
            response = render(request, "portal/busy.html", status=503)
            response["Retry-After"] = str(SECONDS)
        if not request.user.is_authenticated and response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return shown


def render_unless_known(
    request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], *digests: str
) -> HttpResponse:
    """The page, or 304 where the visitor has it already. `digests`: of the snapshots that it is made from; the day
    belongs to it, because what is late today was not yesterday."""
    if request.user.is_authenticated:
        return render(request, template, context())
    made_from = "|".join([*digests, str(clock.today()), get_language() or "", request.get_full_path()])
    etag = quote_etag(hashlib.sha256(made_from.encode()).hexdigest()[:32])
    known = get_conditional_response(request, etag=etag)
    response = known or render(request, template, context())
    response["ETag"] = etag
    return response
