"""Changing the words to classify with."""

from collections.abc import Iterable
from typing import Any

from servanda.accounts.command import command
from servanda.taxonomy.models import Scheme, Term


@command("taxonomy.load_scheme", action="taxonomy.manage")
def load_scheme(
    *,
    code: str,
    titles: dict[str, str],
    source: str,
    edition: str,
    order: int,
    terms: Iterable[dict[str, Any]],
    by: Any,
) -> Scheme:
    """Add a scheme or bring it up to date. `terms`: {"code", "labels", "parent" (a code) or None}, in their order.
    Terms that are no longer in the list stay for old classifications and are not offered any more."""
    scheme, _created = Scheme.objects.update_or_create(
        code=code, defaults={"titles": titles, "source": source, "edition": edition, "order": order}
    )
    known = {term.code: term for term in scheme.terms.all()}
    seen = []
    for place, row in enumerate(terms):
        term = known.get(row["code"]) or Term(scheme=scheme, code=row["code"])
        term.labels, term.order, term.unknown, term.in_use = row["labels"], place, False, True
        term.parent = known.get(row.get("parent") or "")
        term.save()
        known[term.code] = term
        seen.append(term.pk)
    scheme.terms.exclude(pk__in=seen).update(in_use=False)
    return scheme


@command("taxonomy.add_unknown_term", action="taxonomy.manage")
def add_unknown_term(*, scheme: Scheme, label: str, by: Any) -> Term:
    """Keep a label that an import brought and the scheme doesn't know, marked as such."""
    term, _created = Term.objects.get_or_create(
        scheme=scheme, code=label[:160], defaults={"labels": {"en": label}, "unknown": True, "order": 100_000}
    )
    return term
