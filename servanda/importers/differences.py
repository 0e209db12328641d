"""Where a source says otherwise than the register: one difference for each thing that a person can decide by itself."""

import hashlib
from dataclasses import dataclass
from typing import Any

from servanda.audit.chain import canonical
from servanda.documents.models import Document
from servanda.importers.drafts import DocumentDraft
from servanda.importers.matching import normal
from servanda.importers.models import Conflict
from servanda.mechanisms.models import Mechanism
from servanda.recommendations.models import Recommendation

Kind, Kinds = Conflict.Kind, Document.Kind
FACTS = ("kind", "session", "cycle", "published_on")


@dataclass(frozen=True)
class Difference:
    """`field`: of a wording its language, of a fact its name. `ours` and `theirs` as plain JSON."""

    kind: str
    ours: Any
    theirs: Any
    field: str = ""
    recommendation: Recommendation | None = None

    def mark(self, document: Document) -> str:
        """The same for the same statement about the same thing, whoever makes it and whatever the register says."""
        about = str(self.recommendation.pk if self.recommendation else document.pk)
        return mark_of(self.kind, about, self.field, self.theirs)


def mark_of(kind: str, about: str, field: str, theirs: Any) -> str:
    said = normal(theirs) if kind == Kind.WORDING else theirs
    return hashlib.sha256(canonical([str(kind), about, field, said])).hexdigest()


def facts_that_differ(said: DocumentDraft, found: Document | None, mechanism: Mechanism | None) -> list[Difference]:
    """Facts that both know, and know differently. What only one of them knows is no difference."""
    if found is None or (said.kind == Kinds.THEMATIC_LIST != found.kind):
        return []  # a list about a report says nothing of the report itself
    pairs = [(name, _plain(getattr(found, name)), _plain(getattr(said, name))) for name in FACTS]
    if found.mechanism and mechanism:
        pairs.append(("mechanism", found.mechanism.code, mechanism.code))
    title = said.titles.get(said.language, "")
    ours = found.titles.get(said.language, "")
    if normal(title) != normal(ours):
        pairs.append((f"title {said.language}", ours, title))
    silent = ("", None, Document.Kind.OTHER)
    return [
        Difference(Kind.FACT, ours, theirs, field=name)
        for name, ours, theirs in pairs
        if ours != theirs and ours not in silent and theirs not in silent
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
