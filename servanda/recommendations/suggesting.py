"""Which recommendations of the register look like an earlier or later one of the same demand: worked out when a person opens
the page, never stored. What she accepts becomes a link by the command that her own choice calls; what she tells apart is
remembered (`Unrelated`)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from servanda.accounts.policy import visible
from servanda.core.texts import Text
from servanda.recommendations.models import Lineage, Recommendation, Unrelated, Wording
from servanda.recommendations.queries import with_wordings
from servanda.recommendations.related import Candidate, Said, related

MOST = 6


@dataclass(frozen=True)
class Suggestion:
    recommendation: Recommendation
    score: float
    reason: str  # in the reader's language
    wording: Text
    is_other_treaty: bool

    @property
    def percent(self) -> int:
        return round(100 * self.score)


def suggestions_for(person: Any, recommendation: Recommendation) -> list[Suggestion]:
    """The best candidates from other documents, across mechanisms and cycles."""
    wording = recommendation.wording_in()
    to = Said(str(recommendation.pk), wording.text, wording.language)
    found = {c.key: c for c in related(to, _others(person, recommendation, wording.language), MOST)}
    rows = with_wordings(visible(person, Recommendation.objects.filter(pk__in=list(found))))
    made = [_suggestion(row, found[str(row.pk)], wording.language) for row in rows]
    return sorted(made, key=lambda one: (-one.score, one.recommendation.reference))


def _others(person: Any, recommendation: Recommendation, language: str) -> list[Said]:
    """Texts of other documents, of the same kind of demand, not linked or told apart already."""
    standing = visible(person, Recommendation.objects.exclude(standing=Recommendation.Standing.WITHDRAWN))
    rows = Wording.objects.filter(replaced_at=None, language=language, recommendation__in=standing.values("pk"))
    rows = rows.exclude(recommendation__document=recommendation.document_id)
    rows = rows.exclude(recommendation__kind=Recommendation.Kind.CONCERN)
    decided = _decided(recommendation)
    return [
        Said(str(key), text, language)
        for key, text in rows.order_by().values_list("recommendation", "text")
        if key not in decided
    ]


def _decided(recommendation: Recommendation) -> set[Any]:
    """Those about which a person has decided: linked with this one, or told apart."""
    key = recommendation.pk
    linked = Lineage.objects.filter(Q(earlier=key) | Q(later=key)).values_list("earlier", "later")
    apart = Unrelated.objects.filter(Q(one=key) | Q(other=key)).values_list("one", "other")
    return {other for pair in [*linked, *apart] for other in pair}


def _suggestion(row: Recommendation, candidate: Candidate, language: str) -> Suggestion:
    return Suggestion(
        row, candidate.score, reason_of(candidate), row.wording_in(language), candidate.reason == "other_treaty"
    )


def reason_of(candidate: Candidate) -> str:
    """Why it is suggested, as a sentence."""
    names = {
        "here": ", ".join(candidate.here),
        "there": ", ".join(candidate.there),
        "both": ", ".join(candidate.shared),
    }
    sentences = {
        "same_words": _("The same words."),
        "other_treaty": _("Nearly the same words about another treaty: %(here)s here, %(there)s there.") % names,
        "same_treaty": _("Both name %(both)s.") % names,
        "words": _("Both speak of: %(both)s.") % names,
    }
    only = _("Only one of them names %(names)s.") % {"names": names["here"] or names["there"]}
    more = candidate.reason in ("same_treaty", "words") and (candidate.here or candidate.there)
    return f"{sentences[candidate.reason]} {only}" if more else str(sentences[candidate.reason])
