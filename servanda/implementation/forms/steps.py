"""Asking before a step: the version that was read, and a reason where one is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import CountedTextarea
from servanda.publication.lifecycle import Step

HELP = {
    "return": _("It is shown to the person who wrote this. Say what is wanted, so that one more round is enough."),
    "withdraw": _("It is shown to the public where this stood."),
}


class StepForm(forms.Form):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.needs_reason:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                widget=CountedTextarea(rows=4),
                help_text=HELP[step.verb],
                error_messages={"required": _("Give a reason in a sentence or two.")},
            )
