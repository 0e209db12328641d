"""Each route states who may enter it."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from servanda.accounts.access import public
from tests.guards.sources import assert_none

# Views of others cannot carry our mark. Each line says who may enter them, and why that is safe.
OF_OTHERS = {
    "allauth.": "sign-in pages are public by nature; the pages of one's own account ask for sign-in themselves",
    "django.views.i18n": "choosing a language changes nothing but the language",
}


def every_view(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_view(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def silent_views(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    return [address for address, view in every_view(patterns) if not (hasattr(view, "access") or is_of_others(view))]


def is_of_others(view: object) -> bool:
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return any(module.startswith(known) for known in OF_OTHERS)


def test_every_route_says_who_may_enter() -> None:
    assert_none(silent_views(get_resolver().url_patterns))


def test_there_are_routes_to_ask() -> None:
    assert len(list(every_view(get_resolver().url_patterns))) > 10


def test_planted_silent_route_is_found() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    open_page = public(lambda request: HttpResponse())
    assert silent_views([path("open/", open_page), path("draft/", page)]) == ["draft/"]
