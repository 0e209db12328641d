"""Refusals of commands become answers that say what is wrong and that nothing was lost."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.core.errors import Refused


class ErrorsOfUseAreAnswered:
    """A command that refuses, and that no view turned into a form error, answers with its own status and sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "refused.html", {"message": str(exception)}, status=exception.status)
