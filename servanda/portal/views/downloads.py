"""The list as a file: exactly what the page with the same question shows, all pages of it."""

from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext

from servanda.core import clock
from servanda.core.profile import profile
from servanda.exporters.csv import CsvWithoutMark
from servanda.exporters.recommendations import HEADINGS, lines
from servanda.exporters.registry import FORMATS, Format
from servanda.exporters.thematic_list import EXTENSION, MEDIA_TYPE, Comments, written
from servanda.exporters.thematic_rows import published, review_of, rows_of
from servanda.portal.asking import Asked
from servanda.portal.caching import page
from servanda.portal.facets import BY_NAME

NAME = 60  # characters of the question in a file's name


@page
def as_csv(request: HttpRequest) -> HttpResponseBase:
    return _file(request, CsvWithoutMark() if request.GET.get("bom") == "0" else FORMATS["csv"])


@page
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    return _file(request, FORMATS["xlsx"])


@page
def as_json_lines(request: HttpRequest) -> HttpResponseBase:
    return _file(request, FORMATS["jsonl"])


@page
def as_thematic_list(request: HttpRequest) -> HttpResponseBase:
    """OHCHR's layout in Word. `?comments=empty`: with a column to fill in; `published`: with what was published."""
    asked = Asked.of(request.GET)
    payloads = published(asked.keys())
    pieces = written(rows_of(payloads), review_of(payloads), comments_asked(request.GET.get("comments")))
    return _attached(pieces, MEDIA_TYPE, file_name(asked, EXTENSION))


def comments_asked(given: str | None) -> Comments:
    return Comments(given) if given in list(Comments) else Comments.NONE


def _file(request: HttpRequest, format_: Format) -> HttpResponseBase:
    asked = Asked.of(request.GET)

    def address_of(reference: str) -> str:
        return request.build_absolute_uri(reverse("portal:recommendation", args=[reference]))

    pieces = format_.write(gettext("Recommendations"), HEADINGS, lines(asked.keys(), address_of))
    return _attached(pieces, format_.media_type, file_name(asked, format_.extension))


def _attached(pieces: Iterable[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(asked: Asked, extension: str) -> str:
    """What and when: servanda-XAR-recommendations-prison-status-implemented-2026-11-24.csv."""
    parts = [asked.query, *(f"{BY_NAME[name].parameter} {' '.join(codes)}" for name, codes in asked.chosen.items())]
    parts += ["late"] if asked.late else []
    question = slugify(" ".join(parts))[:NAME].strip("-")
    stem = "-".join(part for part in ("servanda", profile().code, "recommendations", question) if part)
    return f"{stem}-{clock.today():%Y-%m-%d}.{extension}"
