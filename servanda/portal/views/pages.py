"""Pages that explain: taking part, who is responsible, what the levels mean, help, accessibility, data; the sitemap."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from servanda.core.components.frame import language_tag
from servanda.core.profile import profile
from servanda.exporters.recommendations import COLUMNS
from servanda.portal import levels, reading
from servanda.portal.asking import Asked
from servanda.portal.caching import page
from servanda.portal.views.finding import downloads
from servanda.portal.views.home import last_published
from servanda.publication.models import Snapshot

IN_THE_MAP = ("recommendation", "action", "institution", "document", "indicator", "treaty")
OVERVIEWS = (
    "home",
    "search",
    "progress",
    "institutions",
    "documents",
    "indicators",
    "treaties",
    "take-part",
    "about",
    "data",
)


@page
def take_part(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/take_part.html", {"contact": contact()})


@page
def about(request: HttpRequest) -> HttpResponse:
    context = {"levels": levels.all_versions(), "contact": contact(), "mechanism": national_mechanism()}
    return render(request, "portal/about.html", context)


@page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"contact": contact()})


@page
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html", {"contact": contact()})


@page
def data(request: HttpRequest) -> HttpResponse:
    count = reading.current("recommendation").count()
    context = {"downloads": downloads(Asked()), "columns": COLUMNS, "count": count, "last_updated": last_published()}
    return render(request, "portal/data.html", context)


def contact() -> dict[str, Any]:
    return profile().data.get("contact", {})


def national_mechanism() -> dict[str, str]:
    """The name of the national mechanism by language, as the profile gives it (name_en, name_es …)."""
    given = profile().data.get("nmirf", {})
    return {key.removeprefix("name_"): text for key, text in given.items() if key.startswith("name_")}


@page
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Every published address in this language with its twins in the others; nothing that isn't published."""
    rows = Snapshot.objects.filter(kind__in=IN_THE_MAP).current().order_by("kind", "public_id")
    listed = rows.values_list("kind", "public_id", "published_at").iterator()
    return StreamingHttpResponse(_map(request, listed), content_type="application/xml")


def _map(request: HttpRequest, listed: Any) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    yield 'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for name in OVERVIEWS:
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
