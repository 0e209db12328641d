"""Things that a row names and that a person decided to create with the import: institutions and terms."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from servanda.importers.spreadsheets.names import MADE
from servanda.institutions.commands import add_institution
from servanda.institutions.models import Institution
from servanda.taxonomy.commands import add_unknown_term
from servanda.taxonomy.models import Scheme, Term


class Terms:
    """Terms by scheme and code, read once; one that is decided to be new is added, marked as unknown."""

    def __init__(self, by: Any):
        self.by = by
        self.known: dict[tuple[str, str], Term] = {}

    def of(self, values: dict[str, Any], schemes: Iterable[str]) -> list[Term]:
        """The terms that a row names, scheme by scheme."""
        return [self._term(scheme, code) for scheme in schemes for code in values.get(scheme) or ()]

    def _term(self, scheme: str, code: str) -> Term:
        if (scheme, code) not in self.known:
            self.known |= {(scheme, one.code): one for one in Term.objects.filter(scheme__code=scheme)}
        if (scheme, code) not in self.known:
            label = code.removeprefix(MADE)
            self.known[scheme, code] = add_unknown_term(scheme=Scheme.objects.get(code=scheme), label=label, by=self.by)
        return self.known[scheme, code]


class Institutions:
    """Institutions by code, read once; one that is decided to be new is added under its name, as an executive body."""

    def __init__(self, by: Any, language: str = "en"):
        self.by, self.language = by, language
        self.known = {one.code: one for one in Institution.objects.all()}

    def __getitem__(self, code: str) -> Institution:
        if code not in self.known:
            self.known[code] = self._made(code.removeprefix(MADE))
        return self.known[code]

    def _made(self, name: str) -> Institution:
        for one in self.known.values():
            if name in one.names.values():
                return one
        branch = Institution.Branch.EXECUTIVE
        return add_institution(code=free_code(name), names={self.language: name}, branch=branch, by=self.by)


def free_code(name: str) -> str:
    """A code from the name that no institution has."""
    stem = slugify(name)[:44].strip("-") or "institution"
    taken = set(Institution.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(len(taken) + 2) if (code := stem if n == 0 else f"{stem}-{n + 1}") not in taken)
