"""Asking for a value: a number, or the reason why there is none."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from servanda.indicators.models import Value
from servanda.institutions.models import Territory
from servanda.publication.editing import RecordForm

PERIOD = re.compile(r"(19|20)\d\d(-Q[1-4]|-(0[1-9]|1[0-2]))?")
SEXES = [
    ("", gettext_lazy("All")),
    ("female", gettext_lazy("Women and girls")),
    ("male", gettext_lazy("Men and boys")),
    ("other", gettext_lazy("Other")),
]


class ValueForm(RecordForm):
    texts = ("missing_because", "source")

    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=20,
        help_text=gettext_lazy("A year, quarter or month: 2025, 2025-Q3 or 2025-06."),
        error_messages={"required": gettext_lazy("Say which year, quarter or month the value is for.")},
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    number = forms.DecimalField(
        label=gettext_lazy("Value"),
        required=False,
        max_digits=18,
        decimal_places=4,
        widget=forms.TextInput(attrs={"class": "short num", "inputmode": "decimal"}),
        error_messages={"invalid": gettext_lazy("Write the value in figures, for example 171.5.")},
    )
    missing_because = forms.CharField(
        label=gettext_lazy("Why there is none"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only if there is no value. A missing value is not a zero."),
    )
    territory = forms.ModelChoiceField(
        label=gettext_lazy("Territory"),
        queryset=Territory.objects.all(),
        required=False,
        empty_label=gettext_lazy("The whole country"),
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEXES, required=False)
    group = forms.CharField(
        label=gettext_lazy("Other group of persons"),
        required=False,
        max_length=80,
        help_text=gettext_lazy(
            "For example “0-17 years” or “persons with disabilities”. Groups under five people are not published."
        ),
    )
    source = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=300)

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _("In {unit}.").format(unit=unit)

    def answers_of(self, record: Value) -> dict[str, Any]:
        number = record.number.normalize() if record.number is not None else None
        groups = {"sex": record.disaggregation.get("sex", ""), "group": record.disaggregation.get("group", "")}
        return super().answers_of(record) | groups | {"number": f"{number:f}" if number is not None else ""}

    def clean_period(self) -> str:
        period: str = self.cleaned_data["period"].strip().upper()
        if not PERIOD.fullmatch(period):
            raise forms.ValidationError(_("Write the period as 2025, 2025-Q3 or 2025-06."))
        return period

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_number, has_reason = cleaned.get("number") is not None, bool((cleaned.get("missing_because") or "").strip())
        if "number" in self.errors:
            return cleaned
        if not has_number and not has_reason:
            self.add_error("number", _("Enter a value, or say why there is none: a missing value is not a zero."))
        if has_number and has_reason:
            self.add_error("missing_because", _("Take the reason away, or the value: there is one or the other."))
        return cleaned

    def values(self) -> dict[str, Any]:
        values = super().values()
        groups = {"sex": values.pop("sex"), "group": values.pop("group")}
        return values | {"disaggregation": {name: group for name, group in groups.items() if group}}
