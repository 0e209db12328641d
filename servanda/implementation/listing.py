"""The list of actions as its address says it: words, filters, and the number behind each choice."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from servanda.core.texts import in_language
from servanda.implementation.models import Action
from servanda.institutions.models import Institution

CHOICES: dict[str, list[tuple[str, Any]]] = {
    "kind": Action.Kind.choices,
    "progress": Action.Progress.choices,
    "state": Action.State.choices,
}
FACETS = (*CHOICES, "institution")


class Listing:
    """What was asked for (`given`: the address) of `rows`. Within a filter any of the choices, between filters all."""

    def __init__(self, given: QueryDict, rows: QuerySet) -> None:
        self.given, self.all = given, rows
        self.words = given.get("q", "").strip()
        self.chosen = {name: [value for value in given.getlist(name) if value] for name in FACETS}
        self.institutions = {i.code: str(in_language(i.names)) or i.code for i in self._institutions()}

    def _institutions(self) -> Iterable[Institution]:
        return Institution.objects.filter(pk__in=self.all.order_by().values("institution"))

    @property
    def rows(self) -> QuerySet:
        counted = self._filtered().annotate(answers=Count("links", distinct=True))
        return counted.order_by("-starts_on", "title", "pk")

    def _filtered(self, *, but: str = "") -> QuerySet:
        rows = self.all
        for word in self.words.split()[:8]:
            rows = rows.filter(
                Q(title__icontains=word) | Q(description__icontains=word) | Q(legal_reference__icontains=word)
            )
        for name, values in self.chosen.items():
            if values and name != but:
                rows = rows.filter(**{f"{'institution__code' if name == 'institution' else name}__in": values})
        return rows

    def facets(self) -> list[dict[str, Any]]:
        titles = {
            "kind": _("Type"),
            "progress": _("Progress"),
            "state": _("On its way to the public"),
            "institution": _("Institution"),
        }
        return [{"title": titles[name], "options": self._options(name)} for name in FACETS]

    def _options(self, name: str) -> list[dict[str, Any]]:
        """The choices of one filter, each with how many it would show beside the other filters."""
        field = "institution__code" if name == "institution" else name
        rows = self._filtered(but=name).order_by().values_list(field).annotate(n=Count("pk", distinct=True))
        counts = dict(rows)
        labels = self._labels(name)
        return [
            {
                "label": label,
                "count": counts.get(value, 0),
                "url": self._with(name, value),
                "selected": value in self.chosen[name],
            }
            for value, label in labels.items()
            if counts.get(value) or value in self.chosen[name]
        ]

    def _labels(self, name: str) -> dict[str, Any]:
        return self.institutions if name == "institution" else dict(CHOICES[name])

    def filters(self) -> list[dict[str, Any]]:
        """What was chosen, each with the address without it."""
        return [
            {"label": self._labels(name).get(value, value), "url": self._with(name, value)}
            for name, values in self.chosen.items()
            for value in values
        ]

    def _with(self, name: str, value: str) -> str:
        """The address with this choice added, or lifted where it is chosen; on the first page."""
        address = self.given.copy()
        values = address.getlist(name)
        address.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
        address.pop("page", None)
        return f"?{address.urlencode()}"

    def kept(self) -> list[tuple[str, str]]:
        """What a new search keeps."""
        return [(name, value) for name, values in self.chosen.items() for value in values]
