"""Keeping a concern with the recommendations of the same document that answer to it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core.errors import Refused
from servanda.recommendations.commands.showing import show
from servanda.recommendations.models import ConcernLink, Recommendation

LINK = "recommendations.link"


@command("recommendations.set_concerns", on="recommendation", action=LINK)
def set_concerns(*, recommendation: Recommendation, concerns: list[Recommendation], by: Any) -> Recommendation:
    """These concerns of its document, and no others, stand behind the recommendation. Can be taken back."""
    for concern in concerns:
        _must_belong(recommendation, concern)
    before = _keys(recommendation)
    _keep(recommendation, [str(concern.pk) for concern in concerns], by)
    title = _("Concerns behind %(reference)s") % {"reference": recommendation.reference}
    batch = open_batch(kind=Batch.Kind.REGISTER, title=title, by=by)
    key = str(recommendation.pk)
    add_step(
        batch, "recommendations.restore_concerns", recommendation=key, concerns=before, expected=_keys(recommendation)
    )
    recommendation.taken_back_by = batch  # type: ignore[attr-defined]  # for the page's Undo
    return recommendation


def _must_belong(recommendation: Recommendation, concern: Recommendation) -> None:
    Kind = Recommendation.Kind
    if concern.document_id != recommendation.document_id:
        raise Refused(_("A concern stands in the same document as the recommendation. Choose one of that document."))
    if concern.kind != Kind.CONCERN or recommendation.kind == Kind.CONCERN:
        raise Refused(_("Link a concern with a recommendation: choose one of each."))


def _keys(recommendation: Recommendation) -> list[str]:
    return sorted(str(key) for key in recommendation.concerns.values_list("concern", flat=True))


def _keep(recommendation: Recommendation, concerns: list[str], by: Any) -> None:
    had = set(_keys(recommendation))
    recommendation.concerns.exclude(concern__in=[UUID(key) for key in concerns]).delete()
    for key in set(concerns) - had:
        ConcernLink.objects.create(concern_id=key, recommendation=recommendation, decided_by=by)
    show(recommendation, by)
    for concern in Recommendation.objects.filter(pk__in=had ^ set(concerns)):
        show(concern, by)


@command("recommendations.restore_concerns", action=LINK)
def restore_concerns(*, recommendation: str, concerns: list[str], expected: list[str], by: Any) -> bool:
    """Step back of `set_concerns`, unless somebody linked others since."""
    found = Recommendation.objects.filter(pk=recommendation).first()
    if found is None or _keys(found) != expected:
        return False
    _keep(found, concerns, by)
    return True
