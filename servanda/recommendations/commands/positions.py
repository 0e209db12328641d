"""The State's answers: recorded with their source, kept through time, taken back where they were recorded wrongly."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.audit.batches import add_step, open_batch
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.core.at_once import hold
from servanda.core.errors import Refused
from servanda.recommendations.commands.showing import show
from servanda.recommendations.models import Answer, Position, Recommendation

ANSWERS = {Recommendation.Kind.RECOMMENDATION}  # a State answers recommendations; it has no position on a judgment
UN_WORDS = {Position.SUPPORTED, Position.NOTED}


def must_be_answerable(kind: str | None, position: str | None) -> None:
    """Raise `Refused` where a position is recorded on what no State takes a position on."""
    if position and kind and kind not in ANSWERS:
        raise Refused(_("Only a recommendation has a position of the State. Leave the position empty."))


@command("recommendations.set_position", on="recommendation", action="recommendations.edit_facts")
def set_position(
    *,
    recommendation: Recommendation,
    position: str,
    explanations: dict[str, str],
    source: str,
    by: Any,
    answered_on: date | None = None,
    un_position: str = "",
    corrects: bool = False,
) -> Recommendation:
    """Record the State's answer, why, and where it is written (symbol and paragraph of the addendum). What it answered
    before stays in the history; with `corrects` it was recorded wrongly and is not shown as an answer. `answered_on`: the
    day of the source; `un_position`: the UN's own word where the answer is in part."""
    _must_be_whole(recommendation, position, explanations, source, un_position)
    was = recommendation.answers.filter(replaced_at=None).first()
    made = _replace(
        recommendation,
        Answer(
            recommendation=recommendation,
            position=position,
            un_position=un_position if position == Position.IN_PART else "",
            explanations={language: text for language, text in explanations.items() if text},
            source=source.strip(),
            answered_on=answered_on,
            recorded_by=by,
        ),
        corrects=corrects,
    )
    _remember(recommendation, was, made, by)
    show(recommendation, by)
    return recommendation


def _must_be_whole(
    recommendation: Recommendation, position: str, explanations: dict[str, str], source: str, un_position: str
) -> None:
    must_be_answerable(recommendation.kind, position)
    if position not in Position.values:
        raise Refused(_("Choose supported, noted, supported in part or pending."))
    if position == Position.IN_PART and not any(explanations.values()):
        raise Refused(_("Say which part is supported: a position in part needs an explanation."))
    if position != Position.PENDING and not source.strip():
        raise Refused(_("Say where the answer is written: symbol and paragraph of the document."))
    if un_position and un_position not in UN_WORDS:
        raise Refused(_("The UN records supported or noted. Choose one of them, or leave it open."))


def _replace(recommendation: Recommendation, answer: Answer, *, corrects: bool) -> Answer:
    current = recommendation.answers.filter(replaced_at=None)
    current.update(replaced_at=clock.now(), was_mistaken=corrects)
    answer.save()
    _stand_at(recommendation, answer)
    return answer


def _stand_at(recommendation: Recommendation, answer: Answer | None) -> None:
    """The recommendation carries the answer in force, so that lists need not look it up."""
    recommendation.position = answer.position if answer else ""
    recommendation.position_explanations = answer.explanations if answer else {}
    recommendation.position_source = answer.source if answer else ""
    recommendation.save()


def keep_answer(recommendation: Recommendation, *, source: str, by: Any) -> None:
    """The answer that a recommendation was entered with begins its history. Part of a command."""
    if recommendation.position:
        answer = Answer(
            recommendation=recommendation,
            position=recommendation.position,
            explanations=recommendation.position_explanations,
            source=source,
            answered_on=recommendation.document.published_on,
            recorded_by=by,
        )
        hold(_keep_first, answer)


def _keep_first(answers: list[Answer]) -> None:
    """Those of recommendations that have no answer yet."""
    asked = [answer.recommendation_id for answer in answers]
    answered = Answer.objects.filter(recommendation__in=asked, replaced_at=None)
    held = set(answered.values_list("recommendation", flat=True))
    Answer.objects.bulk_create([a for a in answers if a.recommendation_id not in held], batch_size=500)


def take_answer_back(recommendation: Recommendation, *, was: str, explanations: dict[str, str], source: str) -> None:
    """The answer in force goes, and the one before it is in force again. Part of a command that takes an import back."""
    recommendation.answers.filter(replaced_at=None).delete()
    before = recommendation.answers.filter(position=was, was_mistaken=False).order_by("-replaced_at").first()
    if before:
        before.replaced_at = None
        before.save()
    recommendation.position, recommendation.position_source = was, source
    recommendation.position_explanations = explanations
    recommendation.save()


def _remember(recommendation: Recommendation, was: Answer | None, made: Answer, by: Any) -> None:
    title = _("Position on %(reference)s recorded") % {"reference": recommendation.reference}
    batch = open_batch(kind=Batch.Kind.REGISTER, title=title, by=by)
    add_step(
        batch,
        "recommendations.restore_position",
        recommendation=str(recommendation.pk),
        answer=str(made.pk),
        back_to=str(was.pk) if was else "",
    )
    recommendation.taken_back_by = batch  # type: ignore[attr-defined]  # for the page's Undo


@command("recommendations.restore_position", action="recommendations.edit_facts")
def restore_position(*, recommendation: str, answer: str, back_to: str, by: Any) -> bool:
    """Step back of `set_position`: the answer before it is in force again, unless another was recorded since."""
    found = Recommendation.objects.select_for_update().filter(pk=recommendation).first()
    if found is None or not found.answers.filter(pk=answer, replaced_at=None).exists():
        return False
    found.answers.filter(pk=answer).delete()
    before = found.answers.filter(pk=back_to).first() if back_to else None
    if before:
        before.replaced_at, before.was_mistaken = None, False
        before.save()
    _stand_at(found, before)
    show(found, by)
    return True
