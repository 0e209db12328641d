"""Things that a row names and that a person decided to create with the import: institutions and terms."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from servanda.importers.spreadsheets.names import MADE
from servanda.institutions.commands import add_institution
from servanda.institutions.models import Institution
from servanda.taxonomy.commands import add_unknown_term
from servanda.taxonomy.models import Scheme, Term


def terms(values: dict[str, Any], schemes: Iterable[str], by: Any) -> list[Term]:
    """The terms that a row names, scheme by scheme; one that is decided to be new is added, marked as unknown."""
    found: list[Term] = []
    for scheme in schemes:
        codes = values.get(scheme) or []
        held = {term.code: term for term in Term.objects.filter(scheme__code=scheme, code__in=codes)}
        found += [held.get(code) or _new_term(scheme, code, by) for code in codes]
    return found


def _new_term(scheme: str, code: str, by: Any) -> Term:
    return add_unknown_term(scheme=Scheme.objects.get(code=scheme), label=code.removeprefix(MADE), by=by)


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
