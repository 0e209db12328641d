"""Asking how far a recommendation is implemented, with what each level means beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.core import clock
from servanda.core.texts import in_language
from servanda.core.widgets import CountedTextarea, DayInput, HintedRadios
from servanda.implementation.content import marked
from servanda.implementation.models import Assessment, LevelDefinition
from servanda.institutions.models import Institution
from servanda.publication.editing import ContentLanguageField, RecordForm, TextAskedWhenSent


def levels_in_force() -> list[tuple[str, Any, Any]]:
    """Each level with its name and its published definition, in the order of the scale."""
    newest: dict[str, LevelDefinition] = {}
    for definition in LevelDefinition.objects.filter(in_force_from__lte=clock.today()).order_by("version"):
        newest[definition.level] = definition
    return [_described(level, name, newest.get(level)) for level, name in Assessment.Level.choices]


def _described(level: str, name: Any, definition: LevelDefinition | None) -> tuple[str, Any, Any]:
    if definition is None:
        return level, name, ""
    return level, marked(in_language(definition.names)), marked(in_language(definition.definitions))


class AssessmentForm(RecordForm):
    texts = ("reasoning",)

    level = forms.ChoiceField(
        label=gettext_lazy("How far is it implemented?"),
        help_text=gettext_lazy("Choose by the definition, not by how much was done."),
        error_messages={"required": gettext_lazy("Choose a level. “Insufficient information” is one.")},
    )
    reasoning = TextAskedWhenSent(
        label=gettext_lazy("Reasoning"),
        widget=CountedTextarea(rows=6),
        help_text=gettext_lazy("What you base it on, and what speaks against it."),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"),
        choices=Assessment.Confidence.choices,
        initial=Assessment.Confidence.MEDIUM,
        widget=forms.RadioSelect,
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        widget=DayInput,
        initial=clock.today,
        help_text=gettext_lazy("The day up to which you looked."),
        error_messages={
            "required": gettext_lazy("Give the day up to which you looked."),
            "invalid": gettext_lazy("Choose a day, or write it as 2026-05-03."),
        },
    )
    institution = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Institution.objects.none(), empty_label=None
    )
    language = ContentLanguageField()

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = levels_in_force()
        level: Any = self.fields["level"]
        level.widget = HintedRadios(hints={code: definition for code, _name, definition in levels})
        level.choices = [(code, name) for code, name, _definition in levels]
        institution: Any = self.fields["institution"]
        institution.queryset = institutions
        if self.record is not None or len(institutions) < 2:
            del self.fields["institution"]

    def clean_as_of(self) -> Any:
        if self.cleaned_data["as_of"] > clock.today():
            raise forms.ValidationError(_("You cannot have looked at a day to come. Give today or an earlier day."))
        return self.cleaned_data["as_of"]
