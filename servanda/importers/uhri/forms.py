"""The file to take in, and what the records of the index are filtered by."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from servanda.importers.forms import NO_FILE
from servanda.importers.uhri.models import Link, Observation, Term
from servanda.importers.uhri.rules import RULES

FIRST_YEAR = 1990  # nothing in the index is older


class ExportForm(forms.Form):
    """One export of the index."""

    file = forms.FileField(
        label=_("The export"),
        help_text=format_lazy(
            _(
                "A file of the Universal Human Rights Index (.json, .xlsx), of one State or of all. At most {size}; "
                "a larger one is taken in on the server: servanda import uhri FILE."
            ),
            size=filesizeformat(settings.MAX_UPLOAD),
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx"}),
        max_length=None,
        error_messages=NO_FILE,
    )  # fmt: skip
    whole = forms.BooleanField(
        label=_("This is the whole index: what it does not hold any more is withdrawn"),
        required=False,
        help_text=_("Leave it open when unsure. A State of whose records nine in ten are in the file is compared as a whole anyway."),
    )  # fmt: skip


def _terms(kind: str) -> QuerySet[Term]:
    return Term.objects.filter(kind=kind).order_by("label")


class TermField(forms.ModelChoiceField):
    """A term of the index by its label."""

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(_terms(kind), required=False, widget=forms.Select(attrs={"lang": "en"}), **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class RecordsForm(forms.Form):
    """Filters of the list of records; everything may be left open."""

    state = TermField(Term.Kind.STATE, label=_("State"), empty_label=_("All"))
    body = TermField(Term.Kind.BODY, label=_("Body"), empty_label=_("All"))
    theme = TermField(Term.Kind.THEME, label=_("Theme"), empty_label=_("All"))
    year = forms.IntegerField(
        label=_("Year of the document"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=2100,
        error_messages={
            "invalid": _("Enter the year as four digits, for example 2019."),
            "min_value": _("Enter the year as four digits, for example 2019."),
            "max_value": _("Enter the year as four digits, for example 2019."),
        },
    )
    kind = forms.TypedChoiceField(
        label=_("Kind"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("All")), *Observation.Kind.choices],
    )
    text = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        help_text=_("As they stand in the text, together with a State, a body or a year."),
        error_messages={"max_length": _("Shorten the words to 100 characters.")},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("text") and not any(found.get(name) for name in ("state", "body", "year")):
            self.add_error(
                "text", _("Choose a State, a body or a year too: words alone are looked up in all texts of the world.")
            )
        return found

    def narrow(self, rows: QuerySet[Observation]) -> QuerySet[Observation]:
        wanted = self.cleaned_data
        for name in ("state", "body"):
            if wanted.get(name):
                rows = rows.filter(**{name: wanted[name]})
        if wanted.get("theme"):
            rows = rows.filter(pk__in=Link.objects.filter(term=wanted["theme"]).values("observation_id"))
        if year := wanted.get("year"):
            rows = rows.filter(date__gte=datetime.date(year, 1, 1), date__lte=datetime.date(year, 12, 31))
        if wanted.get("kind") is not None:
            rows = rows.filter(kind=wanted["kind"])
        return rows.filter(text__icontains=wanted["text"]) if wanted.get("text") else rows


class RuleForm(forms.Form):
    """One rule of cleaning."""

    rule = forms.ChoiceField(
        label=_("Rule"), required=False, choices=[("", _("All")), *((rule.code, rule.sentence) for rule in RULES)]
    )
