"""The terms of the schemes that a source's labels name."""

import functools
import re
import unicodedata
from dataclasses import dataclass

from servanda.importers.drafts import SCHEMES
from servanda.taxonomy.models import Term

SDG = re.compile(r"^(?:SDG\s*)?(?P<code>\d{1,2}(?:\.[0-9a-z]{1,2})?)(?:\s*[-.:–]\s+.*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """A label of a source, and the term it names; None where the scheme doesn't know it."""

    scheme: str
    text: str
    term: Term | None


class Vocabulary:
    """All terms of the three schemes, read once when the first label comes, found by code or by label in any language."""

    @functools.cached_property
    def terms(self) -> dict[tuple[str, str], Term]:
        found: dict[tuple[str, str], Term] = {}
        for term in Term.objects.filter(scheme__code__in=SCHEMES).select_related("scheme"):
            for name in (term.code, *term.labels.values()):
                found.setdefault((term.scheme.code, folded(name)), term)
        return found

    @functools.cached_property
    def schemes(self) -> set[str]:
        return {scheme for scheme, _name in self.terms}

    def labels_of(self, printed: dict[str, list[str]]) -> list[Label]:
        """Each label once, in its order. Labels of a scheme that is not loaded are left out."""
        labels = [
            (scheme, text) for scheme in SCHEMES for text in dict.fromkeys(printed.get(scheme) or ()) if text.strip()
        ]
        return [
            Label(scheme, text.strip(), self.find(scheme, text)) for scheme, text in labels if scheme in self.schemes
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
