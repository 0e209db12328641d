"""Two promises kept on every response: signed-in pages are never stored, and key roles have a second factor."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers

from servanda.accounts.roles import needs_second_factor

Answer = Callable[[HttpRequest], HttpResponse]


class PrivateResponsesAreNotStored:
    """No shared or browser cache keeps what a signed-in person sees."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
            patch_vary_headers(response, ["Cookie"])
        return response


class SecondFactorIsRequired:
    """A person whose role needs a second factor is led to set one up before anything else."""

    OPEN = ("account_", "mfa_", "core:")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(self.OPEN) or not request.user.is_authenticated or settings.SECOND_FACTOR != "required":
            return None
        if needs_second_factor(request.user) and not _has_second_factor(request.user):
            return redirect("mfa_activate_totp")
        return None


def _has_second_factor(person: object) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return is_mfa_enabled(person)
