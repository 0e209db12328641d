"""What people answer while a document is taken in. Nothing here reaches the register before the intake is confirmed."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from servanda.core.widgets import DayInput, Picker
from servanda.documents.models import Document
from servanda.importers.drafts import ANSWER
from servanda.importers.models import Intake, IntakeItem
from servanda.mechanisms.models import Mechanism
from servanda.publication.editing import RecordForm
from servanda.publication.languages import TextsForm
from servanda.recommendations.forms import as_recommending, states_to_pick
from servanda.recommendations.models import Position, Recommendation

MOST_PARTS = 26
LANGUAGES = [
    ("ar", _("Arabic")), ("en", _("English")), ("es", _("Spanish")), ("fr", _("French")), ("ru", _("Russian")),
    ("zh", _("Chinese")), ("pt", _("Portuguese")),
]  # fmt: skip
NO_FILE = {
    "required": _("Choose a file first."),
    "empty": _("The file is empty. Choose it again; nothing was saved."),
    "missing": _("No file arrived. Choose it again."),
    "invalid": _("No file arrived. Choose it again."),
}
REASONS = [
    ("comment", _("A comment or answer of the State")),
    ("heading", _("A heading or an introduction")),
    ("part", _("Part of another item")),
    ("double", _("It stands here twice")),
    ("other", _("Something else")),
]


def mechanisms_to_pick() -> list[tuple[str, str]]:
    """Every mechanism of the register, by code and name."""
    return [("", str(_("Not known"))), *((mechanism.code, str(mechanism)) for mechanism in Mechanism.objects.all())]


class UploadForm(forms.Form):
    """One file. `token` makes a form that is sent twice one intake."""

    file = forms.FileField(
        label=_("The document"),
        help_text=format_lazy(
            _(
                "PDF or Word (.docx, .doc) as the United Nations publishes it, or an export of the Human Rights Index (.json, .xlsx). "
                "At most {size}."
            ),
            size=filesizeformat(settings.MAX_UPLOAD),
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.doc,.rtf,.odt,.json,.xlsx"}),
        max_length=None,
        error_messages=NO_FILE,
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


class DocumentForm(TextsForm):
    """The facts of the document as they were read, to be corrected."""

    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_(
            "As printed, for example A/HRC/58/7. Any form is accepted; a document without one gets a short name."
        ),
        error_messages={
            "required": _("Enter the symbol of the document, or a short name if it has none."),
            "max_length": _("Shorten the symbol to 80 characters."),
        },
    )
    kind = forms.ChoiceField(label=_("Kind of document"), choices=Document.Kind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    date = forms.DateField(
        label=_("Date"),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Enter the date as day, month and year.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    mechanism = forms.ChoiceField(label=_("Who recommends"), choices=mechanisms_to_pick, required=False)
    session = forms.IntegerField(
        label=_("Session"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    cycle = forms.IntegerField(
        label=_("Cycle (UPR)"),
        required=False,
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def answers_of(self, record: Intake) -> dict[str, Any]:
        return {name: record.facts.get(name) for name in self.fields if name != "version"}

    def clean_symbol(self) -> str:
        return " ".join(self.cleaned_data["symbol"].split())

    def facts(self) -> dict[str, Any]:
        """The answers as an intake keeps them, in plain JSON."""
        day = self.cleaned_data["date"]
        return self.values() | {"date": str(day) if day else None}


class ItemForm(TextsForm):
    """The facts of one item. Its wording is the mechanism's and is not asked for."""

    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "dir": "ltr"}),
        help_text=_("As printed, for example 130.16 or 21 (a)."),
        error_messages={"max_length": _("Shorten the number to 20 characters.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Recommendation.Kind.choices)
    position = forms.ChoiceField(
        label=_("Position of the State"), required=False, choices=[("", _("None in this document")), *Position.choices]
    )
    states = forms.MultipleChoiceField(
        label=_("Recommending States"), required=False, widget=Picker, choices=states_to_pick
    )

    def __init__(self, *args: Any, record: IntakeItem, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        if record.kind == ANSWER:  # it recommends nothing, it answers
            self.fields["kind"].choices = [(ANSWER, _("Answer of the State"))]  # type: ignore[attr-defined]
            del self.fields["states"]

    def answers_of(self, record: IntakeItem) -> dict[str, Any]:
        printed = [state["iso3"] for state in record.states if state["iso3"]]
        return {"number": record.number, "kind": record.kind, "position": record.position, "states": printed}

    def recommending_states(self) -> list[dict[str, str]]:
        """The picked States, each as printed where the document names it; a new pick drops names that no State has."""
        printed = {state["iso3"]: state for state in self.record.states if state["iso3"]}
        chosen = self.cleaned_data.get("states", [])
        kept = [state for code, state in printed.items() if code in chosen]
        new = as_recommending(code for code in chosen if code not in printed)
        return [*kept, *new] if kept or new else [state for state in self.record.states if not state["iso3"]]


class SplitForm(TextsForm):
    """The separate demands of one item, one a line."""

    demands = forms.CharField(
        label=_("Demands, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("Start a new line where a new demand begins. Leave it empty to undo the split."),
    )

    def answers_of(self, record: IntakeItem) -> dict[str, Any]:
        return {"demands": "\n".join(record.parts) or record.text}

    def clean_demands(self) -> list[str]:
        demands = [" ".join(line.split()) for line in self.cleaned_data["demands"].splitlines() if line.strip()]
        if len(demands) == 1 or len(demands) > MOST_PARTS:
            raise forms.ValidationError(
                _("Give two demands or more (at most 26), each on its own line, or none to undo the split.")
            )
        return demands


class DiscardItemForm(RecordForm):
    """Why an item is no recommendation."""

    why = forms.ChoiceField(
        label=_("What is it?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it is, so that others understand why it was left out.")},
    )
    other = forms.CharField(label=_("If something else: what is it?"), required=False, max_length=280)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("why") == "other" and not cleaned.get("other"):
            self.add_error("other", _("Say in a few words what it is."))
        return cleaned

    def reason(self) -> str:
        why = self.cleaned_data["why"]
        return str(self.cleaned_data["other"] if why == "other" else dict(REASONS)[why])


class MissingForm(forms.Form):
    """An item that the reader did not find."""

    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "dir": "ltr"}),
        help_text=_("As printed, for example 130.16 or 21 (a)."),
        error_messages={
            "required": _("Enter the number as it is printed, so that others can find it."),
            "max_length": _("Shorten the number to 20 characters."),
        },
    )
    text = forms.CharField(
        label=_("Wording"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Word for word, without the States in brackets. It cannot be edited later."),
        error_messages={"required": _("Enter the wording, exactly as the document prints it.")},
    )
    page = forms.IntegerField(
        label=_("Page"), required=False, min_value=1, max_value=9999, widget=forms.NumberInput(attrs={"class": "short"})
    )


class DecisionForm(forms.Form):
    """What becomes of the ticked differences to a source."""

    TAKE, KEEP, LATER = "take", "keep", "later"
    choice = forms.ChoiceField(
        choices=[(TAKE, _("Take the source\u2019s")), (KEEP, _("Keep ours")), (LATER, _("Decide later"))],
        error_messages={"required": _("Choose whether to take the source\u2019s, to keep ours, or to decide later.")},
    )
    reason = forms.CharField(
        label=_("Why ours is kept"),
        required=False,
        max_length=500,
        help_text=_("Only where you keep ours. It is remembered, and the same difference does not come back."),
        error_messages={"max_length": _("Shorten the reason to 500 characters.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("choice") == self.KEEP and not (given.get("reason") or "").strip():
            self.add_error("reason", _("Say why ours is kept: the next person who wonders will read it."))
        return given
