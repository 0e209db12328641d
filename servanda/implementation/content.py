"""What a record says, question by question, and what it is called: for the review, the check before sending, lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from servanda.core.components.days import figure, in_words
from servanda.core.texts import Text, in_language
from servanda.implementation.models import Action, Assessment, Challenge, Update
from servanda.indicators.models import Value
from servanda.publication.models import Reviewable, State
from servanda.recommendations.models import Recommendation

KINDS: dict[str, type[Reviewable]] = {
    "action": Action,
    "update": Update,
    "challenge": Challenge,
    "assessment": Assessment,
    "value": Value,
}


def kind_of(item: Reviewable) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(item, model))


def name_of_kind(kind: str) -> str:
    return {
        "action": _("Action"),
        "update": _("Update"),
        "challenge": _("Challenge"),
        "assessment": _("Assessment"),
        "value": _("Indicator value"),
    }[kind]


@dataclass(frozen=True)
class Answer:
    """One question of a record with its answer. `prose`: worth comparing word by word with an earlier answer; `written`: the
    person's own words too, though short."""

    name: str
    question: str
    text: str
    prose: bool = True
    written: bool = False


def in_short(recommendation: Recommendation, words: int = 14) -> Text:
    """The plain line of a recommendation, else the beginning of its wording, in a language that there is."""
    line = recommendation.plain_line
    if line.text:
        return line
    wording = recommendation.wording_in()
    return _beginning(wording.text, wording.language, words)


def _beginning(text: str, language: str, words: int = 14) -> Text:
    first = text.split()
    return Text(" ".join(first[:words]) + ("…" if len(first) > words else ""), language)


def marked(text: Text | str, language: str = "") -> Any:
    """The text for a sentence of ours, with the language it is in."""
    return format_html('<bdi lang="{}">{}</bdi>', getattr(text, "language", language), str(text))


def subject_of(item: Reviewable) -> Text:
    """What the record is about, in the words and language of that thing. A published record does not carry the title of an
    action that is still a draft to those who may not see the action."""
    if isinstance(item, Action):
        return Text(item.title, item.language)
    if isinstance(item, Value):
        return in_language(item.indicator.names)
    action: Any = getattr(item, "action", None)
    recommendation: Any = getattr(item, "recommendation", None)
    if action and (action.state == State.PUBLISHED or item.state != State.PUBLISHED):
        return Text(action.title, action.language)
    if recommendation:
        return in_short(recommendation)
    return _beginning(next(answer.text for answer in content_of(item) if answer.prose), getattr(item, "language", ""))


def title_of(item: Reviewable) -> Any:
    """The record's name in a list: what it is, about what."""
    subject = marked(subject_of(item))
    if isinstance(item, Action):
        return subject
    if isinstance(item, Challenge):
        return format_html(_("Challenge ({kind}): {subject}"), kind=item.get_kind_display(), subject=subject)
    if isinstance(item, Assessment):
        return format_html(_("Assessment: {subject}"), subject=subject)
    if isinstance(item, Value):
        return format_html(_("{subject}: value for {period}"), subject=subject, period=item.period)
    return format_html(_("Update: {subject}"), subject=subject)


def name_beside_kind(item: Reviewable) -> Any:
    """The record's name where its kind is shown beside it: only what it is about."""
    subject = marked(subject_of(item))
    return (
        format_html(_("{subject}, {period}"), subject=subject, period=item.period)
        if isinstance(item, Value)
        else subject
    )


def page_of(item: Reviewable) -> str:
    name = "indicators:value" if isinstance(item, Value) else f"implementation:{kind_of(item)}"
    return reverse(name, args=[item.pk])


def content_of(item: Reviewable) -> list[Answer]:
    """Everything the record says, in order; answers that are empty too, so that the reader sees what was left out."""
    return CONTENT[kind_of(item)](item)


def _day(value: Any) -> str:
    return in_words(value) if value else ""


def _update(update: Update) -> list[Answer]:
    return [
        Answer("what_was_done", _("What did you do?"), update.what_was_done),
        Answer("what_changed", _("What changed for people?"), update.what_changed),
        Answer("what_is_missing", _("What is missing or planned?"), update.what_is_missing),
        *(
            [Answer("progress", _("Where does the action stand now?"), update.get_progress_display(), False)]
            if update.action_id
            else []
        ),
    ]


def _action(action: Action) -> list[Answer]:
    funded = _("{share} per cent").format(share=action.funded_share) if action.funded_share is not None else ""
    return [
        Answer("title", _("Title"), action.title),
        Answer("description", _("Description"), action.description),
        Answer("kind", _("Type"), action.get_kind_display(), False),
        Answer("progress", _("Progress"), action.get_progress_display(), False),
        Answer("starts_on", _("Starts on"), _day(action.starts_on), False),
        Answer("ends_on", _("Ends on"), _day(action.ends_on), False),
        Answer("legal_reference", _("Number of the law or decision"), action.legal_reference, False, written=True),
        Answer("budget", _("Budget"), money(action), False),
        Answer("funded_share", _("Funded"), funded, False),
        Answer("territory", _("Territory"), str(action.territory or ""), False),
        Answer("partners", _("Partners"), action.partners, False, written=True),
    ]


def money(action: Action) -> str:
    return "" if action.budget is None else f"{figure(action.budget.normalize())} {action.currency}".strip()


def _challenge(challenge: Challenge) -> list[Answer]:
    return [
        Answer("kind", _("Kind"), challenge.get_kind_display(), False),
        Answer("description", _("What stands in the way?"), challenge.description),
        Answer("who_can_lift_it", _("Who could lift it?"), challenge.who_can_lift_it),
    ]


def _assessment(assessment: Assessment) -> list[Answer]:
    return [
        Answer("level", _("Level"), assessment.get_level_display(), False),
        Answer("reasoning", _("Reasoning"), assessment.reasoning),
        Answer("confidence", _("Confidence"), assessment.get_confidence_display(), False),
        Answer("as_of", _("As of"), _day(assessment.as_of), False),
    ]


def _value(value: Value) -> list[Answer]:
    number = "" if value.number is None else str(figure(value.number.normalize()))
    groups = ", ".join(f"{name}: {group}" for name, group in value.disaggregation.items())
    return [
        Answer("period", _("Period"), value.period, False),
        Answer("number", _("Value, in {unit}").format(unit=value.indicator.unit), number, False),
        Answer("missing_because", _("Why there is none"), value.missing_because),
        Answer("territory", _("Territory"), str(value.territory or ""), False),
        Answer("disaggregation", _("Group of persons"), groups, False),
        Answer("source", _("Source"), value.source),
    ]


CONTENT: dict[str, Callable[[Any], list[Answer]]] = {
    "action": _action,
    "update": _update,
    "challenge": _challenge,
    "assessment": _assessment,
    "value": _value,
}
