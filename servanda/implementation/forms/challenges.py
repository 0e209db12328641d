"""Asking what stands in the way."""

from django import forms
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import CountedTextarea
from servanda.implementation.models import Challenge
from servanda.publication.editing import ContentLanguageField, RecordForm


class ChallengeForm(RecordForm):
    texts = ("description", "who_can_lift_it")

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose")), *Challenge.Kind.choices],
        error_messages={"required": _("Choose what kind of challenge it is.")},
    )
    description = forms.CharField(
        label=_("What stands in the way?"),
        widget=CountedTextarea(rows=5),
        error_messages={"required": _("Say in a sentence or two what stands in the way.")},
    )
    who_can_lift_it = forms.CharField(
        label=_("Who could lift it?"),
        required=False,
        max_length=300,
        help_text=_("An institution or a body, for example “Ministry of Finance”. Not a person."),
    )
    language = ContentLanguageField()
