"""Asking about an action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from servanda.core.profile import profile
from servanda.core.widgets import CountedTextarea, DayInput, MoneyInput
from servanda.implementation.forms.fields import RecommendationsField, ends_after_it_starts
from servanda.implementation.models import Action
from servanda.institutions.models import Territory
from servanda.publication.editing import ContentLanguageField, RecordForm

NO_DAY = _("Choose a day, or write it as 2026-05-03.")


class ActionForm(RecordForm):
    """An action and what it answers."""

    texts = ("title", "description")

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("As people know it, for example “Act 41 of 2025: bail according to means”."),
        error_messages={"required": _("Write a title, for example the name of the law or programme.")},
    )
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("Choose")), *Action.Kind.choices],
        error_messages={"required": _("Choose what sort of action it is.")},
    )
    progress = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=Action.Progress.choices,
        initial=Action.Progress.PLANNED,
        help_text=_("Planned is not done: choose “Completed” only when it is in force or finished."),
    )
    description = forms.CharField(label=_("Description"), required=False, widget=CountedTextarea(rows=5))
    recommendations = RecommendationsField(
        label=_("Which recommendations does it answer?"),
        help_text=_("Choose as many as fit: the action is written once."),
        required=False,
    )
    how = forms.CharField(
        label=_("How does it answer them?"), required=False, help_text=_("One sentence, for those you choose now.")
    )
    starts_on = forms.DateField(
        label=_("Starts on"), required=False, widget=DayInput, error_messages={"invalid": NO_DAY}
    )
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=DayInput, error_messages={"invalid": NO_DAY})
    legal_reference = forms.CharField(label=_("Number of the law or decision"), required=False, max_length=160)
    budget = forms.DecimalField(
        label=_("Budget"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        error_messages={
            "invalid": _("Write the amount in figures, for example 250000."),
            "min_value": _("A budget is not less than zero. Leave it empty if it is not known."),
        },
    )
    funded_share = forms.IntegerField(
        label=_("Funded, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "invalid": _("Write a whole number from 0 to 100."),
            "max_value": _("Write a whole number from 0 to 100."),
            "min_value": _("Write a whole number from 0 to 100."),
        },
    )
    territory = forms.ModelChoiceField(
        label=_("Territory"), queryset=Territory.objects.all(), required=False, empty_label=_("The whole country")
    )
    partners = forms.CharField(label=_("Partners"), required=False, max_length=500)
    language = ContentLanguageField()

    def __init__(
        self, *args: Any, person: Any, institutions: Any, words: str = "", chosen: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.linked = list(self.record.links.select_related("recommendation__document")) if self.record else []
        currency = profile().data.get("currency_symbol", "")
        self.fields["budget"].widget = MoneyInput(currency=currency)
        self.fields["budget"].widget.attrs["class"] = "short num"
        self.fields["funded_share"].widget.attrs["class"] = "short num"
        held = list(chosen) or [str(link.recommendation_id) for link in self.linked]
        self.initial["recommendations"] = held
        field: Any = self.fields["recommendations"]
        data: Any = self.data
        sent = data.getlist("recommendations") if self.is_bound else held
        field.offer(person=person, institutions=institutions, chosen=sent, words=words)
        for link in self.linked:
            self.fields[f"how-{link.recommendation_id}"] = forms.CharField(
                label=_("How it answers %(reference)s") % {"reference": link.recommendation.reference},
                required=False,
                initial=link.how,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ends_after_it_starts(cleaned)
        return cleaned

    @property
    def found_any(self) -> bool:
        """Whether the search for more recommendations brought some that were not in the list."""
        field: Any = self.fields["recommendations"]
        return bool(field.found_any)

    def how_fields(self) -> list[forms.BoundField]:
        return [self[f"how-{link.recommendation_id}"] for link in self.linked]

    def links(self) -> dict[Any, str]:
        """Each recommendation with how the action answers it."""
        new = self.cleaned_data.get("how", "")
        return {r: self.cleaned_data.get(f"how-{r.pk}", new) for r in self.cleaned_data["recommendations"]}

    def values(self) -> dict[str, Any]:
        left_out = {"recommendations", "how"}
        values = {n: v for n, v in super().values().items() if n not in left_out and not n.startswith("how-")}
        return values | {"currency": profile().data.get("currency", "") if values["budget"] is not None else ""}


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("Step"), required=False, max_length=300)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DayInput, error_messages={"invalid": NO_DAY})
    done_on = forms.DateField(label=_("Done on"), required=False, widget=DayInput, error_messages={"invalid": NO_DAY})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("due_on") or cleaned.get("done_on")) and not cleaned.get("title"):
            self.add_error("title", _("Say what the step is, or take its days away."))
        return cleaned


class MilestonesFormSet(forms.BaseFormSet):
    def kept(self) -> list[dict[str, Any]]:
        """The steps that have a title."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("title")]


Milestones = forms.formset_factory(MilestoneForm, formset=MilestonesFormSet, extra=2, max_num=40)
