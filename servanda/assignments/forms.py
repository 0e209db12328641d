"""What people write about assignments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from servanda.assignments.models import Assignment
from servanda.core.clock import today
from servanda.core.widgets import CountedTextarea, DayInput, HintedRadios, PickOne
from servanda.institutions.models import Institution
from servanda.institutions.queries import active_choices
from servanda.publication.editing import RecordForm

ROLE_HINTS = {
    "lead": _("Answers for it. A lead there is now stays on as contributor."),
    "contributing": _("Supports the lead and reports its own part."),
}
NOT_A_DATE = _("Enter the date as day, month and year, for example 30 06 2027, or leave it empty.")


class InstitutionField(forms.ChoiceField):
    """One institution that exists today, from a list that is filtered by typing."""

    widget = PickOne

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=active_choices, **options)

    def clean(self, value: Any) -> Institution | None:
        chosen = super().clean(value)
        return Institution.objects.get(pk=chosen) if chosen else None


class DueField(forms.DateField):
    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, error_messages={"invalid": NOT_A_DATE}, **options)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day < today():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return day


class AssignForm(forms.Form):
    """One institution, one role and one day for all the chosen recommendations."""

    selection = forms.CharField(widget=forms.HiddenInput)
    institution = InstitutionField(
        label=_("Institution"), error_messages={"required": _("Choose the institution that should follow this up.")}
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Assignment.Role.choices,
        initial=Assignment.Role.LEAD,
        widget=HintedRadios(hints=ROLE_HINTS),
    )
    due_on = DueField(label=_("Due"), help_text=_("The day by which the institution should have reported."))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The answers as hidden inputs of the page that checks them."""
        return [(name, self.data.get(name, "")) for name in ("selection", "institution", "role", "due_on")]


class FromListForm(forms.Form):
    """A table pasted from a spreadsheet: who should answer for what."""

    lines = forms.CharField(
        label=_("The list"),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "dir": "auto"}),
        help_text=_(
            "Copied from your spreadsheet. One line a recommendation: reference, institution, role, due date, with a tab "
            "or a semicolon between."
        ),
        error_messages={"required": _("Paste at least one line: a reference, then an institution.")},
    )
    due_on = DueField(label=_("Due, where a line names no day"))


class AnswerForm(RecordForm):
    """The institution's answer: it takes it on, says why it is not the one, or names the one that is."""

    ACCEPT, DECLINE, PASS_ON = "accept", "decline", "pass_on"
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (ACCEPT, _("We take it on")),
            (DECLINE, _("It is not for us")),
            (PASS_ON, _("It is for another institution")),
        ],
        widget=HintedRadios(
            hints={
                ACCEPT: _("From now on everyone can see that your institution follows it up."),
                DECLINE: _("The secretariat reads your reason and decides again."),
                PASS_ON: _("The institution you name is asked in turn."),
            }
        ),
        error_messages={"required": _("Choose one of the three answers.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=CountedTextarea(words=120, rows=4, attrs={"dir": "auto"}),
        help_text=_("Needed where it is not for you. The secretariat and the other institution read it."),
    )
    to = InstitutionField(label=_("The other institution"), required=False)

    def answers_of(self, record: Assignment) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answer = cleaned.get("answer")
        if answer in (self.DECLINE, self.PASS_ON) and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give a reason, so that the secretariat can decide who it should be."))
        if answer == self.PASS_ON and "to" not in self.errors and not cleaned.get("to"):
            self.add_error("to", _("Choose the institution that it is for."))
        if (
            answer == self.PASS_ON
            and self.record
            and cleaned.get("to")
            and cleaned["to"].pk == self.record.institution_id
        ):
            self.add_error("to", _("This is your own institution. Choose another one, or take it on."))
        return cleaned
