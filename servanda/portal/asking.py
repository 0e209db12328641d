"""What the address of a list asks for, and the addresses that lead on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from servanda.core import clock
from servanda.core.search import Found, Range, keys, search
from servanda.portal.facets import FACETS, SHOWN

LONGEST_QUERY = 300  # characters
MOST_CODES = 60  # of one facet in one address
SORTS = ("relevance", "newest", "document")


@dataclass(frozen=True)
class Asked:
    """A list: words, chosen codes by facet, whether only what is late, order, page."""

    query: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    late: bool = False
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        chosen = {facet.name: tuple(dict.fromkeys(given.getlist(facet.parameter)[:MOST_CODES])) for facet in FACETS}
        sort, page = given.get("sort", ""), given.get("page", "")
        return cls(
            query=given.get("q", "").strip()[:LONGEST_QUERY],
            chosen={name: codes for name, codes in chosen.items() if any(codes)},
            late=given.get("late") == "1",
            sort=sort if sort in SORTS else "",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    @property
    def filters(self) -> dict[str, Any]:
        return dict(self.chosen) | ({"open_due": late_range()} if self.late else {})

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen or self.late)

    @property
    def order(self) -> str:
        """The order in force: by relevance where words were given, else newest first."""
        wanted = self.sort or ("relevance" if self.query else "newest")
        return wanted if self.query or wanted != "relevance" else "newest"

    def found(self) -> Found:
        """This page of the list, with the counts of every filter that is shown."""
        names = [facet.name for facet in SHOWN]
        return search(self.query, self.filters, names, self.page, get_language() or "", sort=self.order)

    def count(self) -> int:
        return search(self.query, self.filters).count

    def keys(self) -> list[str]:
        """The whole list, in its order."""
        return keys(self.query, self.filters, get_language() or "", sort=self.order)

    def toggled(self, facet: str, code: str) -> "Asked":
        """With the code chosen, or lifted where it was."""
        codes = self.chosen.get(facet, ())
        others = tuple(c for c in codes if c != code) if code in codes else (*codes, code)
        chosen = {name: those for name, those in (self.chosen | {facet: others}).items() if those}
        return replace(self, chosen=chosen, page=1)

    def without_filters(self) -> "Asked":
        return replace(self, chosen={}, late=False, page=1)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        pairs = [("q", self.query)] if self.query else []
        pairs += [(facet.parameter, code) for facet in FACETS for code in self.chosen.get(facet.name, ())]
        pairs += [("late", "1")] if self.late else []
        return pairs + ([("sort", self.sort)] if self.sort else [])

    @property
    def question(self) -> str:
        """What comes after the list's address: "?q=prison&status=implemented", or nothing."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""

    @property
    def url(self) -> str:
        return reverse("portal:search") + self.question


def late_range() -> Range:
    """Due before today, and not finished as the State sees it: what is finished has no day in the index."""
    return Range(below=int(f"{clock.today():%Y%m%d}"))


def list_url(chosen: Mapping[str, str | Sequence[str]], *, late: bool = False) -> str:
    """The address of the list with these codes: `list_url({"lead": "moj", "state_status": ["implemented"]})`."""
    codes = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in chosen.items()}
    return Asked(chosen=codes, late=late).url
