"""Linking a recommendation with an earlier one that it repeats, narrows, follows up or supersedes.

Pages, the demo and an accepted suggestion all call `link`."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch, Head
from servanda.core.errors import NotPossibleNow, Refused
from servanda.recommendations.commands.showing import show
from servanda.recommendations.lineage import descendants_of
from servanda.recommendations.models import Lineage, Recommendation, Unrelated

Standing = Recommendation.Standing
LINK = "recommendations.link"


@command("recommendations.link", within="later")
def link(
    *,
    earlier: Recommendation,
    later: Recommendation,
    kind: str,
    by: Any,
    note: str = "",
    origin: str = Lineage.Origin.PERSON,
    score: float | None = None,
) -> Lineage:
    """The later recommendation repeats, narrows, follows up or supersedes the earlier one; which is superseded leaves the
    working lists. Can be taken back. `score`: of the suggestion that was accepted."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("document")
    fresh = rows.in_bulk([earlier.pk, later.pk])
    earlier, later = fresh[earlier.pk], fresh[later.pk]
    Head.objects.select_for_update().first()  # links are added one at a time, or two could close a circle together
    _may_be_linked(earlier, later, kind)
    made = Lineage.objects.create(
        earlier=earlier, later=later, kind=kind, note=note.strip(), origin=origin, score=score, decided_by=by
    )
    _stand_in_line(earlier)
    _show_both(made, by)
    title = _("%(later)s linked with %(earlier)s") % {"later": later.reference, "earlier": earlier.reference}
    batch = open_batch(kind=Batch.Kind.REGISTER, title=title, by=by)
    add_step(batch, "recommendations.unlink_again", lineage=str(made.pk))
    made.taken_back_by = batch  # type: ignore[attr-defined]  # for the page's Undo
    return made


def in_time(one: Recommendation, other: Recommendation) -> tuple[Recommendation, Recommendation]:
    """(earlier, later) by the dates of their documents. `Refused` where these don't say."""
    days = [r.document.published_on for r in (one, other)]
    for recommendation, day in zip((one, other), days, strict=True):
        if day is None:
            raise Refused(
                _("The document %(symbol)s has no date, so it cannot be said which is earlier. Enter its date first.")
                % {"symbol": recommendation.document.symbol}
            )
    if days[0] == days[1]:
        raise Refused(_("Both were made on the same day. Only a later recommendation can lead on from an earlier one."))
    return (one, other) if days[0] < days[1] else (other, one)  # type: ignore[operator]


def _may_be_linked(earlier: Recommendation, later: Recommendation, kind: str) -> None:
    if kind not in Lineage.Kind.values:
        raise Refused(_("Choose repeats, narrows, follows up or supersedes."))
    if earlier.pk == later.pk:
        raise Refused(_("A recommendation does not lead on from itself. Choose another one."))
    if Standing.WITHDRAWN in (earlier.standing, later.standing):
        raise NotPossibleNow(_("One of the two is withdrawn. Choose one that stands."))
    if Lineage.objects.filter(earlier=earlier, later=later).exists():
        raise NotPossibleNow(_("These two are linked already. Take that link away first to link them otherwise."))
    first, _second = in_time(earlier, later)
    if first.pk != earlier.pk:
        raise Refused(_("What is called the earlier one is the later one by the dates of the documents."))
    if earlier.pk in descendants_of([later.pk]):
        raise Refused(
            _("%(earlier)s already leads on from %(later)s. A link back would make a circle.")
            % {"earlier": earlier.reference, "later": later.reference}
        )


def _stand_in_line(earlier: Recommendation) -> None:
    """A recommendation is superseded as long as a standing one supersedes it."""
    superseding = earlier.led_on_to.filter(kind=Lineage.Kind.SUPERSEDES).exclude(later__standing=Standing.WITHDRAWN)
    is_superseded = superseding.exists()
    if is_superseded and earlier.stands:
        earlier.standing = Standing.SUPERSEDED
        earlier.save()
    elif not is_superseded and earlier.standing == Standing.SUPERSEDED:
        earlier.standing = Standing.CONFIRMED
        earlier.save()


def _show_both(lineage: Lineage, by: Any) -> None:
    show(lineage.earlier, by)
    show(lineage.later, by)


@command("recommendations.unlink", action=LINK)
def unlink(*, lineage: Lineage, by: Any) -> Batch:
    """Take a link away. Can be taken back."""
    title = _("Link of %(later)s with %(earlier)s taken away") % {
        "later": lineage.later.reference,
        "earlier": lineage.earlier.reference,
    }
    batch = open_batch(kind=Batch.Kind.REGISTER, title=title, by=by)
    add_step(
        batch,
        "recommendations.link_again",
        earlier=str(lineage.earlier_id),
        later=str(lineage.later_id),
        kind=lineage.kind,
        note=lineage.note,
        origin=lineage.origin,
        score=lineage.score,
    )
    _unlink(lineage, by)
    return batch


def _unlink(lineage: Lineage, by: Any) -> None:
    Lineage.objects.filter(pk=lineage.pk).delete()
    _stand_in_line(lineage.earlier)
    _show_both(lineage, by)


@command("recommendations.unlink_again", action=LINK)
def unlink_again(*, lineage: str, by: Any) -> bool:
    """Step back of `link`."""
    found = Lineage.objects.filter(pk=lineage).select_related("earlier", "later").first()
    if found is None:
        return False
    _unlink(found, by)
    return True


@command("recommendations.link_again", action=LINK)
def link_again(*, earlier: str, later: str, by: Any, **facts: Any) -> bool:
    """Step back of `unlink`."""
    found = {str(r.pk): r for r in Recommendation.objects.filter(pk__in=[earlier, later]).select_related("document")}
    if len(found) < 2:
        return False
    try:
        link(earlier=found[earlier], later=found[later], by=by, **facts)
    except Refused:
        return False
    return True


def in_order(one: Recommendation, other: Recommendation) -> list[Recommendation]:
    """The two as `Unrelated` keeps them: the lower id first."""
    return sorted((one, other), key=lambda recommendation: uuid.UUID(str(recommendation.pk)))


@command("recommendations.tell_apart", action=LINK)
def tell_apart(
    *, one: Recommendation, other: Recommendation, by: Any, score: float | None = None, reason: str = ""
) -> Batch:
    """Remember that the two have nothing to do with each other: they aren't suggested again. Can be taken back."""
    first, second = in_order(one, other)
    Unrelated.objects.get_or_create(
        one=first, other=second, defaults={"score": score, "reason": reason[:300], "decided_by": by}
    )
    title = _("%(one)s and %(other)s told apart") % {"one": one.reference, "other": other.reference}
    batch = open_batch(kind=Batch.Kind.REGISTER, title=title, by=by)
    add_step(batch, "recommendations.suggest_again", one=str(first.pk), other=str(second.pk))
    return batch


@command("recommendations.suggest_again", action=LINK)
def suggest_again(*, one: str, other: str, by: Any) -> bool:
    """Step back of `tell_apart`."""
    deleted, _by_model = Unrelated.objects.filter(one=uuid.UUID(one), other=uuid.UUID(other)).delete()
    return bool(deleted)


def release(lineages: Iterable[Lineage], by: Any) -> None:
    """What the later, now withdrawn, recommendation superseded stands again. Part of a command."""
    for lineage in lineages:
        _stand_in_line(lineage.earlier)
        show(lineage.earlier, by)
