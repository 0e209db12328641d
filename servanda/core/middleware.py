"""What is asked in a way that can't be answered: too much at once, or against a rule. The answer says what to do."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.core.errors import Refused


class TooMuchIsRefusedEarly:
    """A request that says it is larger than `MAX_REQUEST` is answered before any of it is written to the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdigit() and int(size) > settings.MAX_REQUEST:
            return render(request, "413.html", {"limit": settings.MAX_UPLOAD}, status=413)
        return self.get_response(request)


class AddressesHoldText:
    """PostgreSQL keeps no text with a NUL in it. In a question it is left out like other nonsense; an address of a page that
    holds one is nobody's, and is answered with 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise BadRequest("NUL in the address")
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return self.get_response(request)


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
