"""Splitting a compound recommendation into parts that are followed up on their own, and joining them again.

The wording is never touched: a part is one or more stretches of it, with … where words are left out. Each part becomes a
line of the register of its own (`Part.tracked`), so that everything that can be done to a recommendation can be done to a
part (decision 27)."""

from collections.abc import Sequence
from typing import Any, cast

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.errors import Refused
from servanda.publication.commands import withdraw_snapshots
from servanda.publication.models import Change, Snapshot
from servanda.recommendations.commands.showing import note, show
from servanda.recommendations.models import Part, Recommendation, Wording
from servanda.recommendations.stretches import spans_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORK = (
    "assignments",
    "action_links",
    "updates",
    "challenges",
    "assessments",
    "classifications",
    "led_on_to",
    "leads_on_from",
)
Standing = Recommendation.Standing


@command("recommendations.split", on="recommendation", action="recommendations.edit_facts")
def split(*, recommendation: Recommendation, parts: Sequence[str], by: Any, language: str = "") -> Recommendation:
    """Follow up the separate demands of a compound recommendation on their own. `parts`: the words of each, cut from the
    wording in `language`; what is split already and named again stays as it is. None: the parts are joined again, which
    is refused where something hangs on one of them."""
    _may_be_split(recommendation, parts)
    wording = recommendation.wording_in(language)
    wanted = {" ".join(text.split()): spans_of(text, wording.text) for text in parts if text.strip()}
    before = _texts_of(recommendation)
    _join(recommendation, [part for part in tracked_parts(recommendation) if part.text not in wanted])
    recommendation.parts.filter(tracked=None).delete()  # only named, by an intake
    for text, spans in wanted.items():
        _track(recommendation, text, spans, wording.language, by)
    _remember(recommendation, before, wording.language, by)
    show(recommendation, by)
    return recommendation


def _may_be_split(recommendation: Recommendation, parts: Sequence[str]) -> None:
    if recommendation.whole:
        raise Refused(_("This is a part already. Split the whole recommendation instead."))
    if len(parts) == 1 or len(parts) > len(LETTERS):
        raise Refused(_("Give two demands or more (at most 26), or none to undo the split."))


def tracked_parts(recommendation: Recommendation) -> list[Part]:
    """The parts that are followed up on their own now, in their order."""
    rows = recommendation.parts.filter(tracked__isnull=False, joined_at=None)
    return list(rows.select_related("tracked"))


def has_work(recommendation: Any) -> bool:
    """Whether somebody has worked on it: then it isn't taken out of the register by undoing what brought it in."""
    return any(getattr(recommendation, name).exists() for name in WORK if name != "classifications")


def _texts_of(recommendation: Recommendation) -> list[str]:
    return [part.text for part in tracked_parts(recommendation)]


def _join(recommendation: Recommendation, parts: Sequence[Part]) -> None:
    """Take parts out of the register. Their addresses stay and say why."""
    for part in parts:
        if any(getattr(part.tracked, name).exists() for name in WORK):
            raise Refused(
                _("Part %(letter)s has been classified, assigned or worked on. Take that back first.")
                % {"letter": part.letter}
            )
    for part in parts:
        _take_out(part, _("The parts of %(reference)s were joined again.") % {"reference": recommendation.reference})
        part.joined_at = clock.now()
        part.save()


def _take_out(part: Part, reason: str) -> None:
    tracked: Any = part.tracked
    tracked.standing = Standing.WITHDRAWN
    tracked.save()
    note(tracked)
    shown = {"kind": "recommendation", "public_id": tracked.public_id}
    if Snapshot.objects.filter(**shown, withdrawn_at=None).exists():
        withdraw_snapshots(reason=reason, **shown)
        Change.objects.create(index="public", key=f"recommendation:{tracked.public_id}")


def _track(recommendation: Recommendation, text: str, spans: list[list[int]], language: str, by: Any) -> None:
    """The part of that text, as it was, brought back, or new with the next letter."""
    part = recommendation.parts.filter(text=text, tracked__isnull=False).select_related("tracked").first()
    if part is None:
        letter = _free_letter(recommendation)
        tracked = _line_of(recommendation, letter, text, language)
        part = Part.objects.create(
            recommendation=recommendation, letter=letter, text=text, language=language, spans=spans, tracked=tracked
        )
    elif part.joined_at:
        part.joined_at = None
        part.save()
        _bring_back(part.tracked)
    show(cast(Recommendation, part.tracked), by)


def _free_letter(recommendation: Recommendation) -> str:
    used = recommendation.parts.count()
    if used >= len(LETTERS):
        raise Refused(
            _("All 26 letters have been used for parts of this recommendation. Name the parts as they were before.")
        )
    return LETTERS[used]


def _line_of(recommendation: Recommendation, letter: str, text: str, language: str) -> Recommendation:
    """The part as a line of the register. What it doesn't say of itself, it has from the whole."""
    tracked = Recommendation.objects.create(
        reference=f"{recommendation.reference}.{letter}",
        document=recommendation.document,
        paragraph=recommendation.paragraph,
        number=recommendation.number,
        order=recommendation.order,
        page=recommendation.page,
        kind=recommendation.kind,
        standing=recommendation.standing,
    )
    Wording.objects.create(
        recommendation=tracked, language=language, text=text, source=recommendation.reference, is_official=False
    )
    return tracked


def _bring_back(tracked: Any) -> None:
    tracked.standing = tracked.whole.standing
    tracked.save()


def _remember(recommendation: Recommendation, before: Sequence[str], language: str, by: Any) -> None:
    title = _("%(reference)s split into parts") % {"reference": recommendation.reference}
    batch = open_batch(kind=Batch.Kind.REGISTER, title=title, by=by)
    add_step(
        batch,
        "recommendations.restore_parts",
        recommendation=str(recommendation.pk),
        parts=list(before),
        expected=_texts_of(recommendation),
        language=language,
    )
    recommendation.taken_back_by = batch  # type: ignore[attr-defined]  # for the page's Undo


@command("recommendations.restore_parts", action="recommendations.edit_facts")
def restore_parts(*, recommendation: str, parts: list[str], expected: list[str], language: str, by: Any) -> bool:
    """Step back of `split`: the parts as they were, unless somebody split it anew or worked on a part since."""
    found = Recommendation.objects.filter(pk=recommendation).first()
    if found is None or not found.stands or _texts_of(found) != expected:
        return False
    try:
        split(recommendation=found, parts=parts, language=language, by=by)
    except Refused:
        return False
    return True


def follow_the_whole(recommendation: Recommendation, reason: str) -> None:
    """A withdrawn recommendation takes its parts with it. Part of a command."""
    for part in tracked_parts(recommendation):
        _take_out(part, reason)
