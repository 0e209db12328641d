"""Pages that explain: taking part, who is responsible, what the levels mean, help, accessibility, data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from servanda.core.profile import profile
from servanda.exporters.recommendations import COLUMNS
from servanda.portal import levels, reading
from servanda.portal.asking import Asked
from servanda.portal.caching import page
from servanda.portal.views.finding import downloads
from servanda.portal.views.home import last_published


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
