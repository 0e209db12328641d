"""What is asked about a treaty action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import DayInput
from servanda.mechanisms.models import Treaty, TreatyAction
from servanda.publication.languages import TextsForm


class TreatyActionForm(TextsForm):
    """What the State did to a treaty, when, and where this is known from."""

    kind = forms.ChoiceField(label=_("What the State did"), choices=TreatyAction.Kind.choices)
    on = forms.DateField(label=_("On"), required=False, widget=DayInput)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        help_text=_("Where only the year is known. With a date above you can leave it out."),
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"invalid": _("Write the year in four figures, for example 1994.")},
    )
    articles = forms.CharField(
        label=_("Articles"),
        required=False,
        max_length=120,
        help_text=_("That a reservation or declaration is about: 7, 14 (1)."),
    )
    withdraws = forms.ModelChoiceField(
        TreatyAction.objects.none(),
        label=_("Withdraws"),
        required=False,
        help_text=_("For a withdrawal: which reservation or declaration."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where this can be checked: UN Treaty Collection, depositary notification, official gazette."),
        error_messages={"required": _("Say where this can be checked.")},
    )
    by_language = {
        "texts": (_("Its text in %(language)s"), forms.Textarea(attrs={"rows": 4, "dir": "auto"})),
    }
    FACTS = ("kind", "on", "year", "articles", "withdraws", "source")

    def __init__(self, *args: Any, treaty: Treaty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded = treaty.actions.filter(kind__in=TreatyAction.WORDED)
        self.fields["withdraws"].queryset = worded  # type: ignore[attr-defined]
        if not worded:
            del self.fields["withdraws"]
        self.texts = tuple(name for name in self.texts if name in self.fields)

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return self.bound_in_languages("texts")

    def answers_of(self, record: TreatyAction) -> dict[str, Any]:
        return super().answers_of(record) | {name: getattr(record, name) for name in self.FACTS}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("on") and not cleaned.get("year"):
            self.add_error("on", _("Give the day, or at least the year."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """For the commands. Another kind than a withdrawal withdraws nothing."""
        answers = {name: self.cleaned_data.get(name) for name in self.FACTS}
        if answers["kind"] != TreatyAction.Kind.WITHDRAWAL:
            answers["withdraws"] = None
        return answers | {"texts": self.texts_of("texts")}
