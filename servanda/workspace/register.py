"""The working register: every recommendation, found by words and facets, ticked, and dealt with many at a time.

The whole state of the list is in its address. Facet names in the address are those of `facets.Register`, terms by the code
of their scheme: /work/recommendations/?needs=lead&mechanism=CAT&themes=Right+to+health.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from servanda.accounts.access import requires
from servanda.accounts.policy import may, visible
from servanda.assignments.models import Assignment
from servanda.core.texts import Text, in_language
from servanda.recommendations.models import Recommendation, Wording
from servanda.recommendations.selection import listed_as
from servanda.workspace.facets import ORDERS, Count, Facet, Register, sorted_keys
from servanda.workspace.search import find_words

A_PAGE = 50
OPENING = 240  # characters of the wording beside a plain line
SHOWN = {"needs": 8, "status": 8}  # choices of a facet that are open from the start; of the others five
NOT_FILTERS = {"q", "order", "page", "list", "recommendation"}


class Found:
    """What an address of the register shows to a person."""

    def __init__(self, person: Any, query: QueryDict) -> None:
        self.person, self.query = person, query
        self.register = Register(person)
        self.words = query.get("q", "").strip()
        self.order = query.get("order", "")
        self.chosen = {name: query.getlist(name) for name in query if name not in NOT_FILTERS}
        self.by_words = find_words(self.words, get_language() or "") if self.words else None
        self.within = self.register.mask_of(self.by_words.keys) if self.by_words else self.register.everything
        self.fitting = self.register.fitting(self.chosen, self.within)
        kept = [(name, value) for name, values in query.lists() for value in values if name != "page"]
        self.kept = f"{urlencode(kept)}&" if kept else ""

    @property
    def total(self) -> int:
        return self.fitting.bit_count()

    @property
    def keys(self) -> list[str]:
        """All that fit, in the order asked for; found words come by relevance unless another order is chosen."""
        keys = self.register.keys_in(self.fitting)
        if self.by_words and not self.order:
            fitting = set(keys)
            return [key for key in self.by_words.keys if key in fitting]
        return sorted_keys(self.register, keys, self.order)

    def facets(self) -> list[dict[str, Any]]:
        counted = [
            (facet, self.register.counts(facet, self.chosen, self.within)) for facet in self.register.facets.values()
        ]
        return [self._offered(facet, counts) for facet, counts in counted if counts]

    def _offered(self, facet: Facet, counts: Iterable[Count]) -> dict[str, Any]:
        options = [
            {
                "label": c.label,
                "count": c.count,
                "selected": c.selected,
                "level": c.level,
                "url": self.toggled(facet.name, c.value),
            }
            for c in counts
        ]
        return {"legend": facet.legend, "options": options, "shown": SHOWN.get(facet.name, 5)}

    def filters(self) -> list[dict[str, str]]:
        """The choices in force, each with the address without it."""
        found = []
        for name, values in self.chosen.items():
            facet = self.register.facets.get(name)
            found += [{"label": facet.label(v) if facet else v, "url": self.toggled(name, v)} for v in values]
        return found

    def toggled(self, name: str, value: str) -> str:
        """The address with this choice set or lifted, from its first page."""
        if value not in self.query.getlist(name):
            return f"?{self.kept}{urlencode({name: value})}"
        query = self.query.copy()
        query.pop("page", None)
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        return f"?{query.urlencode()}"

    def without_filters(self) -> str:
        query = self.query.copy()
        for name in [*self.chosen, "page"]:
            query.pop(name, None)
        return f"?{query.urlencode()}"

    def orders(self) -> list[dict[str, Any]]:
        kept = [(k, v) for k, values in self.query.lists() for v in values if k not in {"order", "page"}]
        addresses = {code: QueryDict(mutable=True) for code in ORDERS}
        for code, query in addresses.items():
            for name, value in [*kept, *([("order", code)] if code else [])]:
                query.appendlist(name, value)
        return [
            {"label": label, "url": f"?{addresses[code].urlencode()}", "current": code == self.order}
            for code, label in ORDERS.items()
        ]


@requires("recommendations.read_register")
def register(request: HttpRequest) -> HttpResponse:
    """The list with its search box, facets, ticks and bulk actions."""
    found = Found(request.user, request.GET)
    page = Paginator(found.keys, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "workspace/register.html",
        {
            "found": found,
            "everything": len(found.register.facts),
            "page": page,
            "rows": rows_of(request.user, page.object_list, found.register),
            "here": reverse("workspace:register"),
            "bulk_address": request.GET.urlencode(),
            "may_assign": may(request.user, "assignments.assign"),
            "may_classify": may(request.user, "recommendations.classify"),
            "may_enter": may(request.user, "recommendations.enter"),
            "kept": [(k, v) for k, values in request.GET.lists() for v in values if k not in {"q", "page"}],
        },
    )


def rows_of(person: Any, keys: Iterable[str], register: Register) -> list[dict[str, Any]]:
    """The rows of one page, each with what its line shows."""
    wanted = list(keys)
    shown = visible(person, Recommendation.objects.filter(pk__in=wanted))
    shown = shown.select_related("document__mechanism", "as_part__recommendation")
    leads = Assignment.objects.filter(role=Assignment.Role.LEAD, state__in=Assignment.OPEN).select_related(
        "institution"
    )
    current = Wording.objects.filter(replaced_at=None)
    found = shown.prefetch_related(Prefetch("wordings", current), Prefetch("assignments", leads, to_attr="leads"))
    by_key = {recommendation.pk.hex: recommendation for recommendation in found}
    return [_row(by_key[key], register.levels.get(key)) for key in wanted if key in by_key]


def _row(recommendation: Recommendation, level: str | None) -> dict[str, Any]:
    lead = recommendation.leads[0] if recommendation.leads else None  # type: ignore[attr-defined]
    plain = recommendation.plain_line
    mechanism = recommendation.document.mechanism
    return {
        "recommendation": recommendation,
        "title": plain if plain.text else recommendation.wording_in(),
        "is_wording": not plain.text,
        "said": _opening(recommendation.wording_in()) if plain.text else Text("", ""),
        "url": reverse("workspace:recommendation", args=[recommendation.pk]),
        "mechanism": in_language(mechanism.short_names).text or str(mechanism) if mechanism else "",
        "year": str(recommendation.document.published_on.year) if recommendation.document.published_on else "",
        "kind": _kind(recommendation),
        "position": recommendation.get_position_display() if recommendation.position else "",
        "lead": str(lead.institution) if lead else _("No lead yet"),
        "due": lead.due_on if lead else None,
        "level": level,
        "standing": "" if recommendation.standing == "confirmed" else recommendation.get_standing_display(),
    }


def _opening(wording: Text) -> Text:
    return Text(Truncator(wording.text).chars(OPENING), wording.language)


def _kind(recommendation: Recommendation) -> str:
    if recommendation.whole:
        return _("Part (%(letter)s)") % {"letter": recommendation.as_part.letter}
    is_plain = recommendation.kind == Recommendation.Kind.RECOMMENDATION
    return "" if is_plain else str(recommendation.get_kind_display())


@listed_as("register")
def everything_listed(person: Any, query: QueryDict) -> list[str]:
    """All recommendations behind an address of the register, for a bulk form that was sent from it."""
    return Found(person, query).keys
