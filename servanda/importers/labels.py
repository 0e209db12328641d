"""The terms of the schemes that a source's labels name."""

import re
import unicodedata
from dataclasses import dataclass

from servanda.importers.drafts import SCHEMES
from servanda.taxonomy.models import Scheme, Term

SDG = re.compile(r"^(?:SDG\s*)?(?P<code>\d{1,2}(?:\.[0-9a-z]{1,2})?)(?:\s*[-.:–]\s+.*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """A label of a source, and the term it names; None where the scheme doesn't know it."""

    scheme: str
    text: str
    term: Term | None


class Vocabulary:
    """All terms of the three schemes, read once, found by code or by label in any language."""

    def __init__(self) -> None:
        self.schemes = {scheme.code: scheme for scheme in Scheme.objects.filter(code__in=SCHEMES)}
        self.terms: dict[tuple[str, str], Term] = {}
        for term in Term.objects.filter(scheme__code__in=SCHEMES).select_related("scheme"):
            for name in (term.code, *term.labels.values()):
                self.terms.setdefault((term.scheme.code, folded(name)), term)

    def labels_of(self, printed: dict[str, list[str]]) -> list[Label]:
        """Each label once, in its order. Labels of a scheme that is not loaded are left out."""
        return [
            Label(scheme, text.strip(), self.find(scheme, text))
            for scheme in SCHEMES
            if scheme in self.schemes
            for text in dict.fromkeys(printed.get(scheme) or ())
            if text.strip()
        ]

    def find(self, scheme: str, text: str) -> Term | None:
        found = self.terms.get((scheme, folded(text)))
        if found is None and scheme == "sdgs" and (code := SDG.match(text.strip())):
            return self.terms.get((scheme, folded(code["code"])))
        return found


def folded(text: str) -> str:
    """One spelling for labels that differ in letter case, blanks, "and" or signs only."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w. ]+", " ", plain).split())
