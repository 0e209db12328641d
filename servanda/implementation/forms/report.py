"""Asking how far it is: three questions, and the action that the answer is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.core.widgets import CountedTextarea, SelectInLanguages
from servanda.implementation.models import Action
from servanda.publication.editing import ContentLanguageField, RecordForm, TextAskedWhenSent
from servanda.publication.models import State

NONE, NEW = "", "new"


class ReportForm(RecordForm):
    """A report on progress. Everything may stay empty in a draft; what is missing is asked for when it is sent."""

    texts = ("what_was_done", "what_changed", "what_is_missing")

    draft = forms.UUIDField(
        widget=forms.HiddenInput, required=False
    )  # its id from the first second: saved twice, kept once
    what_was_done = TextAskedWhenSent(
        label=gettext_lazy("What did you do?"),
        widget=CountedTextarea(rows=6),
        help_text=gettext_lazy("Say it so that somebody outside the ministry understands."),
    )
    what_changed = forms.CharField(
        label=gettext_lazy("What changed for people?"),
        required=False,
        widget=CountedTextarea(rows=5),
        help_text=gettext_lazy("Numbers, by region or group where you have them. “Nothing yet” is an answer."),
    )
    what_is_missing = forms.CharField(
        label=gettext_lazy("What is missing or planned?"), required=False, widget=CountedTextarea(rows=4)
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Which action is it about?"),
        required=False,
        help_text=gettext_lazy("An update on an action serves every recommendation that the action answers."),
        widget=SelectInLanguages,
    )
    new_title = forms.CharField(
        label=gettext_lazy("Title of the new action"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only if you chose “a new action”. You can add dates and budget later."),
    )
    new_kind = forms.ChoiceField(
        label=gettext_lazy("Type of the new action"), required=False, choices=Action.Kind.choices
    )
    progress = forms.ChoiceField(label=gettext_lazy("Where does the action stand now?"), required=False)
    language = ContentLanguageField()

    def __init__(self, *args: Any, institution: Any, recommendation: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        offered: Any = self.fields["about"]
        offered.choices = self._actions(institution)
        stands: Any = self.fields["progress"]
        stands.choices = [("", _("As before")), *Action.Progress.choices]

    def answers_of(self, record: Any) -> dict[str, Any]:
        return super().answers_of(record) | {"about": str(record.action_id or ""), "draft": record.pk}

    def _actions(self, institution: Any) -> list[tuple[str, Any]]:
        rows = list(Action.objects.filter(institution=institution).exclude(state=State.WITHDRAWN).order_by("title"))
        linked = (
            set(self.recommendation.action_links.values_list("action", flat=True)) if self.recommendation else set()
        )
        self.fields["about"].widget.languages = {str(a.pk): a.language for a in rows}
        first = [(str(a.pk), a.title) for a in rows if a.pk in linked]
        others = [(str(a.pk), a.title) for a in rows if a.pk not in linked]
        choices: list[tuple[str, Any]] = [(NONE, _("No particular action")), (NEW, _("A new action, named below"))]
        return [
            *choices,
            *([(_("Linked to this recommendation"), first)] if first else []),
            *([(_("Others of your institution"), others)] if others else []),
        ]

    def clean_new_title(self) -> str:
        title: str = self.cleaned_data["new_title"]
        if self.cleaned_data.get("about") == NEW and not title.strip():
            raise forms.ValidationError(_("Write the title of the new action, or choose another one above."))
        return title

    def texts_given(self) -> dict[str, Any]:
        """The answers that are kept whatever else is wrong, so that no text is lost."""
        kept = {name: self.cleaned_data.get(name) or "" for name in (*self.texts, "progress")}
        return kept | ({"language": self.cleaned_data["language"]} if self.cleaned_data.get("language") else {})
