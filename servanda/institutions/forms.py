"""What is asked about institutions, people and their seats."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from servanda.accounts.models import Person, clean_address
from servanda.accounts.roles import COMMAND_LINE, ROLES
from servanda.core.clock import today
from servanda.core.widgets import DayInput, HintedRadios, PickOne
from servanda.institutions.models import Appointment, Institution, Territory
from servanda.institutions.queries import active_choices
from servanda.publication.editing import RecordForm
from servanda.publication.languages import TextsForm, content_languages

MEMBER_SENTENCE = _("Holds a seat in an institution. What she may do follows from her appointments.")
CAPACITY_HINTS = {capacity.value: ROLES[capacity.value].sentence for capacity in Appointment.Capacity}


def role_choices() -> list[tuple[str, Any]]:
    """The roles that are given to a person; the command line's is not."""
    return [choice for choice in Person.Role.choices if choice[0] != COMMAND_LINE.code]


def role_hints() -> dict[str, Any]:
    """What each role does, in a sentence."""
    return {code: ROLES[code].sentence if code in ROLES else MEMBER_SENTENCE for code, _name in role_choices()}


class InstitutionForm(TextsForm):
    """An institution's names and its place in the State."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=50,
        help_text=_("Short, in small letters, for addresses and lists: justice, north-region. It never changes."),
        error_messages={
            "required": _("Give the institution a code, for example justice."),
            "invalid": _("Use letters without accents, digits and hyphens only, for example north-region."),
        },
    )
    short_name = forms.CharField(label=_("Short name"), required=False, max_length=60)
    branch = forms.ChoiceField(label=_("Branch of the State"), choices=Institution.Branch.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Institution.Level.choices, initial=Institution.Level.NATIONAL)
    territory = forms.ModelChoiceField(Territory.objects.all(), label=_("Territory"), required=False)
    parent = forms.ModelChoiceField(Institution.objects.filter(is_active=True), label=_("Part of"), required=False)
    is_active = forms.BooleanField(label=_("It exists today"), required=False, initial=True)
    by_language = {"names": (_("Name in %(language)s"), forms.TextInput(attrs={"dir": "auto"}))}
    FACTS = ("short_name", "branch", "level", "territory", "parent", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.record is not None:
            del self.fields["code"]
            self.fields["parent"].queryset = Institution.objects.filter(is_active=True).exclude(pk=self.record.pk)  # type: ignore[attr-defined]
        self.texts = tuple(name for name in self.texts if name in self.fields)

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return self.bound_in_languages("names")

    def answers_of(self, record: Institution) -> dict[str, Any]:
        return super().answers_of(record) | {name: getattr(record, name) for name in self.FACTS}

    def clean_code(self) -> str:
        code = slugify(self.cleaned_data["code"])
        if Institution.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("Another institution has this code. Choose another one, or open that institution.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first = f"names_{content_languages()[0][0]}"
        if not any(cleaned.get(f"names_{code}", "").strip() for code, _language in content_languages()):
            self.add_error(first, _("Give the institution a name in at least one language."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS} | {"names": self.texts_of("names")}


class AppointForm(forms.Form):
    """Give a person a seat. `place` or `person` is given where the page is about one of them, and then not asked."""

    person = forms.ChoiceField(label=_("Person"), widget=PickOne, error_messages={"required": _("Choose the person.")})
    institution = forms.ChoiceField(
        label=_("Institution"), widget=PickOne, error_messages={"required": _("Choose the institution.")}
    )
    capacity = forms.ChoiceField(
        label=_("As"),
        choices=Appointment.Capacity.choices,
        widget=HintedRadios(hints=CAPACITY_HINTS),
        error_messages={"required": _("Choose in which capacity.")},
    )
    starts = forms.DateField(
        label=_("From"), initial=today, widget=DayInput, error_messages={"required": _("Say from which day.")}
    )

    def __init__(
        self, *args: Any, person: Person | None = None, place: Institution | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person_given, self.place_given = person, place
        if person is not None:
            del self.fields["person"]
        else:
            active = Person.objects.filter(is_active=True).exclude(role=COMMAND_LINE.code)
            self.fields["person"].choices = [(str(p.pk), f"{p} ({p.email})") for p in active]  # type: ignore[attr-defined]
        if place is not None:
            del self.fields["institution"]
        else:
            self.fields["institution"].choices = active_choices()  # type: ignore[attr-defined]

    def appointment(self) -> dict[str, Any]:
        """For the command `appoint`."""
        answers = self.cleaned_data
        return {
            "person": self.person_given or Person.objects.get(pk=answers["person"]),
            "institution": self.place_given or Institution.objects.get(pk=answers["institution"]),
            "capacity": answers["capacity"],
            "starts": answers["starts"],
        }


class EndForm(forms.Form):
    ends = forms.DateField(
        label=_("Last day"),
        initial=today,
        widget=DayInput,
        error_messages={"required": _("Say which day is the last one.")},
    )


class PersonForm(forms.Form):
    """A new account. Nobody signs up alone."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
        error_messages={
            "required": _("Enter the e-mail address that the person signs in with."),
            "invalid": _("Enter a whole e-mail address, for example ana.torres@justice.example."),
        },
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=100, error_messages={"required": _("Enter the given name.")}
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=100, error_messages={"required": _("Enter the family name.")}
    )
    language = forms.ChoiceField(label=_("Language"), choices=content_languages)
    role = forms.ChoiceField(label=_("Role"), choices=role_choices, initial=Person.Role.MEMBER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].widget = HintedRadios(hints=role_hints(), choices=role_choices())

    def clean_email(self) -> str:
        address = clean_address(self.cleaned_data["email"])
        if Person.objects.filter(email=address).exists():
            raise forms.ValidationError(
                _("Somebody with this address has an account already. Look for it in the list of people.")
            )
        return address


class RoleForm(RecordForm):
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    texts = ("role",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].widget = HintedRadios(hints=role_hints(), choices=role_choices())
