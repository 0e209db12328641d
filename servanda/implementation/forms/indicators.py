"""Asking which indicator shows a difference."""

from django import forms
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import PickOne
from servanda.indicators.models import Indicator


class IndicatorLinkForm(forms.Form):
    indicator = forms.ModelChoiceField(
        label=_("Which indicator?"),
        queryset=Indicator.objects.all(),
        widget=PickOne,
        empty_label=None,
        error_messages={"required": _("Choose an indicator.")},
    )
