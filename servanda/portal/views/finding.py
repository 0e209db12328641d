"""The list of recommendations: found by words and filters, downloaded as it is."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.core.components.pills import LEVELS
from servanda.core.search import Found, labels
from servanda.core.search.questions import PAGE
from servanda.core.search.syntax import OPERATORS, Words, any_word
from servanda.exporters.registry import FORMATS
from servanda.portal import reading
from servanda.portal.asking import SORTS, Asked
from servanda.portal.caching import page
from servanda.portal.facets import BY_NAME, SHOWN, Facet, sorted_options
from servanda.portal.rows import row_of
from servanda.portal.views.home import short_name


@page
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    found = asked.found()
    return render(request, "portal/search.html", _context(asked, found))


def _context(asked: Asked, found: Found) -> dict[str, Any]:
    return {
        "asked": asked,
        "found": found,
        "page": page_of(found),
        "rows": [row_of(payload, found.understood.node) for payload in reading.payloads(found.keys)],
        "facets": [_facet(facet, asked, found) for facet in SHOWN if divides(found, facet)],
        "chips": chips(asked),
        "clear_url": asked.without_filters().url,
        "shares": _shares(asked, found),
        "sorts": _sorts(asked),
        "downloads": downloads(asked),
        "kept": [pair for pair in asked.parameters if pair[0] != "q"],
        "looser": [] if found.count else looser(asked),
        "short_name": short_name(),
    }


def divides(found: Found, facet: Facet) -> bool:
    """Whether its options make a difference: a single one that all of the list has is left out."""
    options = found.facets[facet.name]
    return len(options) > 1 or any(option.selected or option.count < found.count for option in options)


def page_of(found: Found) -> Page:
    return Paginator(range(found.count), PAGE).page(found.page)


def _facet(facet: Facet, asked: Asked, found: Found) -> dict[str, Any]:
    options = [
        {
            "label": facet.words(option.code, option.labels),
            "count": option.count,
            "url": asked.toggled(facet.name, option.code).url,
            "selected": option.selected,
            "level": option.code if facet.is_status and option.code in LEVELS else None,
        }
        for option in sorted_options(facet, found.facets[facet.name])
    ]
    return {"legend": facet.legend, "options": options}


def chips(asked: Asked) -> list[dict[str, str]]:
    """The filters in force, in words, each with the address without it."""
    known = labels()
    chosen = [(BY_NAME[name], code) for name, codes in asked.chosen.items() for code in codes]
    found = [
        {
            "label": _chip(facet, code, known.get(facet.name, {}).get(code, {})),
            "url": asked.toggled(facet.name, code).url,
        }
        for facet, code in chosen
    ]
    if asked.late:
        found.append({"label": _("Late"), "url": Asked(asked.query, asked.chosen, sort=asked.sort).url})
    return found


def _chip(facet: Facet, code: str, own: dict[str, str]) -> str:
    words = facet.words(code, own)
    if facet.name == "nhri_status":
        return _("Human rights institution: %(status)s") % {"status": words}
    return _("Contributing: %(institution)s") % {"institution": words} if facet.name == "contributing" else words


def _shares(asked: Asked, found: Found) -> list[dict[str, Any]]:
    """How those found stand; nothing where one level was chosen, and so is all of the list."""
    options = {option.code: option.count for option in found.facets["state_status"]}
    levels = asked.chosen.get("state_status") or [level for level in LEVELS if options.get(level)]
    return [
        {
            "level": level,
            "count": options[level],
            "url": Asked(asked.query, asked.chosen | {"state_status": (level,)}, asked.late, asked.sort).url,
        }
        for level in LEVELS
        if level in levels and len(levels) > 1
    ]


def _sorts(asked: Asked) -> list[dict[str, Any]]:
    words = {
        "relevance": _("by relevance"),
        "newest": _("newest first"),
        "document": _("in the order of the documents"),
    }
    return [
        {
            "label": words[sort],
            "current": sort == asked.order,
            "url": Asked(asked.query, asked.chosen, asked.late, sort).url,
        }
        for sort in SORTS
        if asked.query or sort != "relevance"
    ]


def downloads(asked: Asked) -> list[dict[str, str]]:
    formats = [(code, str(format_.title)) for code, format_ in FORMATS.items()]
    return [
        {"label": title, "url": reverse(f"portal:search-{code}") + asked.question}
        for code, title in [*formats, ("docx", _("Thematic list (Word)"))]
    ]


def looser(asked: Asked) -> list[dict[str, Any]]:
    """Where nothing was found: questions that ask for less and find something."""
    tries = [(_("any of these words"), Asked(_any(asked.query), asked.chosen, asked.late))] if asked.query else []
    if asked.query and asked.is_filtered:
        tries.append((_("the same words without filters"), Asked(asked.query)))
    if asked.is_filtered:
        tries.append((_("the same filters without words"), Asked("", asked.chosen, asked.late)))
    tries += [
        (_("without this filter: %(filter)s") % {"filter": chip["label"]}, lifted) for chip, lifted in _lifted(asked)
    ]
    counted = {
        other.url: {"label": label, "url": other.url, "count": other.count()}
        for label, other in tries
        if other != asked
    }
    return [one for one in counted.values() if one["count"]]


def _lifted(asked: Asked) -> list[tuple[dict[str, str], Asked]]:
    pairs = [(name, code) for name, codes in asked.chosen.items() for code in codes]
    return (
        [(chip, asked.toggled(*pair)) for chip, pair in zip(chips(asked), pairs, strict=False)]
        if len(pairs) > 1
        else []
    )


def _any(query: str) -> str:
    node = any_word(query)
    words = [part.text for part in node.parts if isinstance(part, Words)] if node else []  # type: ignore[union-attr]
    return " OR ".join(word for word in words if word not in OPERATORS)
