"""For search engines: what they may read, and where every published page is."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from servanda.core.components.frame import language_tag
from servanda.portal import reading
from servanda.portal.caching import page
from servanda.publication.models import Snapshot

IN_THE_MAP = ("recommendation", "action", "institution", "document", "indicator", "treaty")
OVERVIEWS = (
    "home", "search", "progress", "institutions", "documents", "indicators", "treaties", "take-part", "about", "data",
)  # fmt: skip
A_PART = 5_000  # addresses in one file, with six languages each about 5 MB; the protocol allows 50,000 and 50 MB
BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{}>\n'


@page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read, and nothing else is named here. The demonstration is of no use to a search engine."""
    allowed = "Disallow: /" if settings.DEMO else "Disallow:"
    lines = ["User-agent: *", allowed, f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The maps of all languages, in parts."""
    numbers = _parts().page_range
    maps = [f"/{code}/sitemap.xml?page={number}" for code, _name in settings.LANGUAGES for number in numbers]
    listed = "".join(f"<sitemap><loc>{_absolute(request, path)}</loc></sitemap>\n" for path in maps)
    return HttpResponse(f"{BEGIN.format('sitemapindex', '')}{listed}</sitemapindex>\n", content_type="application/xml")


@page
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Published addresses in this language with their twins in the others, one part of them; the overviews on the first."""
    asked, parts = request.GET.get("page", "1"), _parts()
    if not asked.isdecimal() or int(asked) not in parts.page_range:
        raise Http404
    listed = parts.page(int(asked)).object_list
    overviews = OVERVIEWS if int(asked) == 1 else ()
    return StreamingHttpResponse(_map(request, overviews, listed), content_type="application/xml")


def _parts() -> Paginator:
    rows = Snapshot.objects.filter(kind__in=IN_THE_MAP).current().order_by("kind", "public_id")
    return Paginator(rows.values_list("kind", "public_id", "published_at"), A_PART)


def _map(request: HttpRequest, overviews: tuple[str, ...], listed: Any) -> Iterator[str]:
    yield BEGIN.format("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"')
    for name in overviews:
        yield _entry(request, reverse(f"portal:{name}"), "")
    for kind, public_id, published_at in listed:
        yield _entry(request, reading.address(kind, public_id), published_at.date().isoformat())
    yield "</urlset>\n"


def _entry(request: HttpRequest, path: str, changed: str) -> str:
    twins = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language_tag(code)}" href="{_absolute(request, _twin(path, code))}"/>'
        for code, _name in settings.LANGUAGES
    )
    last = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{_absolute(request, path)}</loc>{last}{twins}</url>\n"


def _twin(path: str, code: str) -> str:
    """The same page in another language: only the first part of the address differs."""
    return f"/{code}/{path.split('/', 2)[2]}"


def _absolute(request: HttpRequest, path: str) -> str:
    return escape(request.build_absolute_uri(path))
