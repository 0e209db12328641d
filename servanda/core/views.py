"""Pages with no human-rights meaning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_from_request


def start(request: HttpRequest) -> HttpResponse:
    """The public home in the language that the visitor's browser asks for."""
    return redirect(f"/{get_language_from_request(request)}/")


def health(request: HttpRequest) -> HttpResponse:
    """For the operator's watch: the server answers. No version, no detail."""
    return HttpResponse("ok", content_type="text/plain")


start.access = health.access = "public"  # type: ignore[attr-defined]
