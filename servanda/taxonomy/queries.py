"""Reading the words to classify with."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from servanda.taxonomy.models import Scheme, Term


def offered_terms() -> QuerySet[Term]:
    """The terms that can be given today, scheme by scheme, each in its scheme's own order."""
    return (
        Term.objects.filter(in_use=True)
        .select_related("scheme")
        .order_by("scheme__order", "scheme__code", "order", "code")
    )


def grouped(terms: Iterable[Term]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The terms as grouped choices of a picker: (scheme, [(id, label)])."""
    groups: dict[Any, tuple[str, list[tuple[str, str]]]] = {}
    for term in terms:
        groups.setdefault(term.scheme_id, (str(term.scheme), []))[1].append((str(term.pk), labelled(term)))
    return list(groups.values())


def labelled(term: Term) -> str:
    """The label, with the number before it where terms are known by their number (SDG targets)."""
    return f"{term.code} {term}" if term.code[:1].isdigit() and str(term) != term.code else str(term)


def schemes_with_counts() -> QuerySet[Scheme]:
    """Each scheme with its numbers: terms in use, terms out of use, and labels that imports brought."""
    return Scheme.objects.annotate(
        offered=Count("terms", filter=Q(terms__in_use=True, terms__unknown=False)),
        retired=Count("terms", filter=Q(terms__in_use=False)),
        unknown=Count("terms", filter=Q(terms__unknown=True, terms__in_use=True)),
    ).order_by("order", "code")
