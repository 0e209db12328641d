"""Asking an index: what is found, in which order, and how many there would be with each other filter.

Within a facet any of the chosen codes is enough, between facets all must hold. The counts of a facet are counted
without its own choice: they say how many one would see with that code alone beside the other facets' choices.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import Occur, Query

from servanda.core.search.definition import Labels, Main, More, definition_of
from servanda.core.search.fields import text_field
from servanda.core.search.store import Store, store_of
from servanda.core.search.syntax import All, Node, Not, Understood, Words, understand
from servanda.core.search.words import LANGUAGES, language_of, tokens

PAGE = 50
MOST_CODES = 5_000  # of one facet
MAIN_COUNTS, OWN_LANGUAGE_COUNTS = 3.0, 1.5
BIGGEST = 2**63 - 1


@dataclass(frozen=True)
class Range:
    """Numbers from `least` up to, but without, `below`."""

    least: int = 0
    below: int = BIGGEST


Filters = Mapping[str, Sequence[str] | Range]


@dataclass(frozen=True)
class Scope:
    """Whose eyes: which index, and what of it may be seen. `only` holds for the list and for every count."""

    index: str
    only: Filters = field(default_factory=dict)


PUBLIC = Scope("public")


_moment: ContextVar[dict[Any, tantivy.Searcher] | None] = ContextVar("moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """All questions asked within see the index as it was at the first: the numbers of a page agree with each other."""
    token = _moment.set({})
    try:
        yield
    finally:
        _moment.reset(token)


def _searcher(store: Store) -> tantivy.Searcher:
    seen = _moment.get()
    if seen is None:
        return store.searcher()
    if store.folder not in seen:
        seen[store.folder] = store.searcher()
    return seen[store.folder]


@dataclass(frozen=True)
class Option:
    """A code of a facet, and how many things one would find by it."""

    code: str
    count: int
    selected: bool
    labels: Labels


@dataclass(frozen=True)
class Found:
    keys: list[str]  # of this page, in order
    count: int  # of all pages
    total: int  # in the scope, whatever was asked
    facets: dict[str, list[Option]]
    understood: Understood
    page: int
    pages: int


def search(
    query: str | Node = "",
    filters: Filters | None = None,
    facets: Iterable[str] = (),
    page: int = 1,
    language: str = "",
    scope: Scope = PUBLIC,
    *,
    sort: str = "",
    size: int = PAGE,
) -> Found:
    """The page of things found, their number, and the counts of `facets`.

    `language`: the reader's; texts in it come a little earlier. `sort`: one of the definition's, or "relevance"; by
    default relevance where words were given, else the definition's first.
    """
    asked = _Question(query, filters or {}, language, scope)
    count = asked.count()
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    return Found(
        keys=asked.keys(sort, limit=size, offset=(page - 1) * size),
        count=count,
        total=asked.total(),
        facets=asked.options(list(facets)),
        understood=asked.understood,
        page=page,
        pages=pages,
    )


def keys(
    query: str | Node = "", filters: Filters | None = None, language: str = "", scope: Scope = PUBLIC, *, sort: str = ""
) -> list[str]:
    """The keys of everything found, in order: for exports."""
    asked = _Question(query, filters or {}, language, scope)
    return asked.keys(sort, limit=max(asked.count(), 1))


def table(
    facets: Iterable[str], by: str, filters: Filters | None = None, scope: Scope = PUBLIC
) -> dict[str, dict[str, dict[str, int]]]:
    """How many things have a code of each facet together with a code of `by`: facet → code → code of by → count."""
    return _Question("", filters or {}, "", scope).crossed(list(facets), by)


def labels(scope: Scope = PUBLIC) -> dict[str, dict[str, Labels]]:
    """Facet → code → label in the languages there are."""
    return store_of(definition_of(scope.index)).labels


class _Question:
    def __init__(self, query: str | Node, filters: Filters, language: str, scope: Scope) -> None:
        self.store: Store = store_of(definition_of(scope.index))
        self.searcher = _searcher(self.store)
        self.schema = self.store.schema
        self.understood = understand(query) if isinstance(query, str) else Understood(query)
        self.filters, self.scope = filters, scope
        self.words = _node(self.schema, self.understood.node, language_of(language)) if self.understood.node else None

    def query(self, without: str = "") -> Query:
        chosen = {name: wanted for name, wanted in self.filters.items() if name != without}
        parts = [*self._filtered(chosen), *self._filtered(self.scope.only)]
        must = [self.words, *parts] if self.words else parts
        return Query.boolean_query([(Occur.Must, part) for part in must]) if must else Query.all_query()

    def _filtered(self, filters: Filters) -> list[Query]:
        return [
            Query.const_score_query(_filter(self.schema, name, wanted), 0.0)
            for name, wanted in filters.items()
            if isinstance(wanted, Range) or wanted
        ]

    def count(self) -> int:
        return _count(self.searcher, self.query())

    def total(self) -> int:
        only = self._filtered(self.scope.only)
        everything = Query.boolean_query([(Occur.Must, part) for part in only]) if only else Query.all_query()
        return _count(self.searcher, everything)

    def keys(self, sort: str, limit: int, offset: int = 0) -> list[str]:
        if not sort or (sort == "relevance" and not self.words):
            sort = "relevance" if self.words else self.store.definition.sorts[0]
        by = None if sort == "relevance" else f"by_{sort}"
        order = tantivy.Order.Asc if by else tantivy.Order.Desc
        hits = self.searcher.search(self.query(), limit, offset=offset, order_by_field=by, order=order).hits
        return [self.searcher.doc(address)["key"][0] for _value, address in hits]

    def options(self, facets: list[str]) -> dict[str, list[Option]]:
        free = [facet for facet in facets if not self.filters.get(facet)]
        counted = self._counts(self.query(), free)
        for facet in set(facets) - set(free):
            counted |= self._counts(self.query(without=facet), [facet])
        return {facet: self._options(facet, counted[facet]) for facet in facets}

    def _options(self, facet: str, counts: dict[str, int]) -> list[Option]:
        wanted, known = self.filters.get(facet, ()), self.store.labels.get(facet, {})
        chosen = () if isinstance(wanted, Range) else wanted
        codes = dict.fromkeys(chosen, 0) | counts
        ordered = sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))
        return [Option(code, count, code in chosen, known.get(code, {})) for code, count in ordered]

    def _counts(self, query: Query, facets: list[str]) -> dict[str, dict[str, int]]:
        if not facets:
            return {}
        found = self.searcher.aggregate(query, {facet: _terms(facet) for facet in facets})
        return {facet: {bucket["key"]: bucket["doc_count"] for bucket in found[facet]["buckets"]} for facet in facets}

    def crossed(self, facets: list[str], by: str) -> dict[str, dict[str, dict[str, int]]]:
        asked = {facet: _terms(facet) | {"aggs": {"by": _terms(by)}} for facet in facets}
        found = self.searcher.aggregate(self.query(), asked)
        return {
            facet: {
                bucket["key"]: {inner["key"]: inner["doc_count"] for inner in bucket["by"]["buckets"]}
                for bucket in found[facet]["buckets"]
            }
            for facet in facets
        }


def _count(searcher: tantivy.Searcher, query: Query) -> int:
    return searcher.search(query, limit=1).count  # type: ignore[attr-defined]  # its stubs forget it


def _terms(facet: str) -> dict[str, Any]:
    return {"terms": {"field": facet, "size": MOST_CODES}}


def _filter(schema: tantivy.Schema, name: str, wanted: Sequence[str] | Range) -> Query:
    if isinstance(wanted, Range):
        return Query.range_query(
            schema, name, tantivy.FieldType.Unsigned, wanted.least, wanted.below, include_upper=False
        )
    return Query.term_set_query(schema, name, list(wanted))


def _node(schema: tantivy.Schema, node: Node, own: str) -> Query:
    if isinstance(node, Words):
        return _words(schema, node.text, own)
    if isinstance(node, Not):
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, _node(schema, node.part, own))])
    parts = [_node(schema, part, own) for part in node.parts]
    return Query.boolean_query([(Occur.Must if isinstance(node, All) else Occur.Should, part) for part in parts])


def _words(schema: tantivy.Schema, text: str, own: str) -> Query:
    """The word or phrase in any language's texts; it scores by the one that fits best."""
    fields = [(weight, language) for weight in (Main, More) for language in LANGUAGES]
    return Query.disjunction_max_query(
        [_in_field(schema, text, weight, language, own) for weight, language in fields], tie_breaker=0.1
    )


def _in_field(schema: tantivy.Schema, text: str, weight: type[Main | More], language: str, own: str) -> Query:
    name, found = text_field(weight, language), [token.forms for token in tokens(text, language)]
    asked = [_phrase(schema, name, list(forms)) for forms in _ways(found)]
    boost = (MAIN_COUNTS if weight is Main else 1.0) * (OWN_LANGUAGE_COUNTS if language == own else 1.0)
    return Query.boost_query(Query.disjunction_max_query(asked) if asked else Query.empty_query(), boost)


def _ways(found: list[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """The ways to look the words up: each by its first form, each by its second …"""
    most = max((len(forms) for forms in found), default=0)
    return dict.fromkeys(tuple(forms[min(n, len(forms) - 1)] for forms in found) for n in range(most))


def _phrase(schema: tantivy.Schema, name: str, words: list[str]) -> Query:
    if len(words) == 1:
        return Query.term_query(schema, name, words[0])
    return Query.phrase_query(schema, name, [*words])
