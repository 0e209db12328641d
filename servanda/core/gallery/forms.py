"""A form with one field for every input, to be shown empty and with errors."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import CountedTextarea, DayInput, FilesField, HintedRadios, MoneyInput, Picker, PickOne


class SampleForm(forms.Form):
    """Every input. `terms`: pairs of code and label for the pickers."""

    title = forms.CharField(
        label=_("Title of the action"),
        help_text=_("As people know it, for example “Act 41 of 2025: bail according to means”."),
        error_messages={"required": _("Write a title, for example the name of the law.")},
    )
    what_was_done = forms.CharField(
        label=_("What did you do?"),
        help_text=_("Say it so that somebody outside the ministry understands."),
        widget=CountedTextarea(words=120),
        error_messages={"required": _("Say in a sentence or two what was done.")},
    )
    note = forms.CharField(
        label=_("Note for your colleagues"), required=False, widget=CountedTextarea(characters=300, rows=3)
    )
    starts_on = forms.DateField(label=_("In force since"), widget=DayInput(), required=False)
    budget = forms.DecimalField(
        label=_("Budget"),
        widget=MoneyInput(currency="A$"),
        error_messages={"invalid": _("Write the amount in figures, for example 250000.")},
    )
    type = forms.ChoiceField(
        label=_("Sort of action"), choices=[("law", _("Law")), ("policy", _("Policy")), ("training", _("Training"))]
    )
    visibility = forms.ChoiceField(
        label=_("Who may see the files?"),
        choices=[("public", _("Everyone")), ("internal", _("The mechanism only"))],
        widget=HintedRadios(
            hints={
                "public": _("On the public site, once the update is published."),
                "internal": _("The secretariat and your institution. Never on the public site."),
            }
        ),
        error_messages={"required": _("Choose who may see the files.")},
    )
    regions = forms.MultipleChoiceField(
        label=_("Where?"),
        choices=[("n", _("North")), ("s", _("South")), ("c", _("Capital"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), help_text=_("Choose as many as fit."), widget=Picker, required=False
    )
    lead = forms.ChoiceField(label=_("Lead institution"), widget=PickOne)
    evidence = FilesField(
        label=_("Evidence"), help_text=_("PDF, Word, pictures or sheets, up to 50 MB each."), required=False
    )
    sure = forms.BooleanField(
        label=_("I have checked the figures"),
        help_text=_("With the unit that keeps them."),
        error_messages={"required": _("Check the figures with the unit that keeps them, then tick the box.")},
    )

    def __init__(self, *args: Any, terms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("themes", "lead"):
            cast(forms.ChoiceField, self.fields[name]).choices = terms

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if title.isupper():
            raise ValidationError(_("Write the title in ordinary letters; capitals are hard to read."))
        return title
