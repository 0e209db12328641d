"""Fields that ask for recommendations and for a start and an end."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.accounts.policy import visible
from servanda.assignments.models import Assignment
from servanda.core.widgets import Picker
from servanda.implementation.content import in_short, marked
from servanda.implementation.queries import with_texts
from servanda.recommendations.models import Recommendation

FOUND_AT_ONCE = 40


class RecommendationsField(forms.MultipleChoiceField):
    """Several recommendations: those chosen, those found by words, and the first that the institution follows up. A register
    of thousands never comes whole into a page; the search runs on the server and needs no script."""

    widget = Picker
    default_error_messages = {
        "required": gettext_lazy("Choose at least one recommendation that this answers."),
        "invalid_choice": gettext_lazy("This recommendation is not in the register. Choose one from the list."),
    }

    def offer(self, *, person: Any, institutions: Any, chosen: list[str], words: str) -> None:
        rows = with_texts(visible(person, Recommendation.objects.all()))
        own = rows.filter(assignments__institution__in=institutions, assignments__state__in=Assignment.OPEN).distinct()
        groups = [
            (_("Chosen"), rows.filter(pk__in=[pk for pk in chosen if is_id(pk)])),
            (_("Found"), found(rows, words)[:FOUND_AT_ONCE] if words else rows.none()),
            (_("Your institution follows these up"), own[:FOUND_AT_ONCE]),
        ]
        self.choices = _grouped(groups)
        self.found_any = any(group == _("Found") for group, _choices in self.choices)

    def clean(self, value: Any) -> list[Recommendation]:
        ids = super().clean(value)
        return list(Recommendation.objects.filter(pk__in=ids))


def is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def found(rows: Any, words: str) -> Any:
    """Recommendations in whose wording, symbol, reference or plain line each of the words stands."""
    for word in words.replace("\0", " ").split()[:8]:
        rows = rows.filter(
            Q(wordings__text__icontains=word, wordings__replaced_at=None)
            | Q(reference__icontains=word)
            | Q(document__symbol__icontains=word)
            | Q(number=word)
        )
    return rows.distinct()


def _grouped(groups: list[tuple[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    seen: set[str] = set()
    choices = []
    for name, rows in groups:
        fresh = [r for r in rows if str(r.pk) not in seen]
        seen |= {str(r.pk) for r in fresh}
        if fresh:
            choices.append((name, [(str(r.pk), label_of(r)) for r in fresh]))
    return choices


def label_of(recommendation: Recommendation) -> Any:
    place = f"{recommendation.document.symbol} §{recommendation.number}"
    return format_html("{} ({})", marked(in_short(recommendation, words=24)), place)


def ends_after_it_starts(cleaned: dict[str, Any]) -> None:
    starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts and ends and ends < starts:
        raise ValidationError({"ends_on": _("The end lies before the start. Change one of the two days.")})
