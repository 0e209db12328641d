"""Forms over records that several people may change: the version they started from, and both texts where two met."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from servanda.accounts.models import Person
from servanda.audit.models import Entry
from servanda.core.errors import StaleVersion


@dataclass(frozen=True)
class Conflict:
    """One question that two people answered differently."""

    field: str
    label: str
    mine: str
    theirs: str


class RecordForm(forms.Form):
    """A form over one record. It carries the version it was opened at; `keep-<field>` = theirs, sent by the page that
    showed both texts, takes the stored answer instead of the typed one."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    texts: tuple[str, ...] = ()  # the answers that are compared when two people met

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any) -> None:
        self.record = record
        super().__init__(*args, **kwargs)
        if record is not None:
            self.initial = {"version": record.version} | self.answers_of(record) | dict(self.initial)

    def answers_of(self, record: Any) -> dict[str, Any]:
        return {name: getattr(record, name) for name in self.fields if name != "version" and hasattr(record, name)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.texts:
            if self.record is not None and self.data.get(f"keep-{name}") == "theirs":
                cleaned[name] = getattr(self.record, name)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The answers by name, for a command."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def opened_at(self) -> int | None:
        """The version that the person had before her. A record that did not exist then is at its first."""
        return self.cleaned_data.get("version") or 1

    def clash_with(self, stale: StaleVersion) -> list[Conflict]:
        """Both texts of each answer that differs. The form stands at the newer version from now on, so that the next
        save is the person's decision."""
        stand_at(self, version=stale.current.version)
        found = []
        for name in self.texts:
            mine, theirs = self.cleaned_data.get(name) or "", getattr(stale.current, name)
            if mine != theirs:
                found.append(Conflict(name, str(self.fields[name].label), mine, theirs))
        return found


def last_hand(record: Any) -> str:
    """Who changed the record last, by the record of changes."""
    entries = Entry.objects.filter(object_type=record._meta.label_lower, object_id=str(record.pk)).exclude(person="")
    entry = entries.order_by("-number").first()
    return str(Person.objects.filter(pk=entry.person).first() or "") if entry else ""


def two_texts(request: HttpRequest, form: RecordForm, stale: StaleVersion) -> dict[str, Any]:
    """What a page needs to show both texts: the clashes, the record as it is now, and who wrote that."""
    messages.warning(request, str(stale))
    return {"clashes": form.clash_with(stale), "current": stale.current, "writer": last_hand(stale.current)}


def stand_at(form: forms.BaseForm, **values: Any) -> None:
    """A form that is shown again carries these hidden values instead of the ones that came."""
    data: Any = form.data
    form.data = data.copy()
    for name, value in values.items():
        form.data[form.add_prefix(name)] = str(value)  # type: ignore[index]


def refusal_as_error(form: forms.Form, refused: Exception, field: str | None = None) -> None:
    """A command's refusal shown where the person can mend it."""
    form.add_error(field, ValidationError(str(refused)))


class AskedWhenSent:
    """Mixed into a field whose answer is needed in the end, but not to save a draft: it isn't called optional, and to be
    empty is no error here. `shortcomings()` of the record asks for it."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:  # type: ignore[attr-defined]
            super().validate(value)  # type: ignore[misc]


class TextAskedWhenSent(AskedWhenSent, forms.CharField):
    """A text that a draft may lack."""


class ChoiceAskedWhenSent(AskedWhenSent, forms.ChoiceField):
    """A choice that a draft may lack."""


class ContentLanguageField(AskedWhenSent, forms.ChoiceField):
    """The language in which the person writes, which may differ from the one in which she reads the page."""

    def __init__(self, **options: Any) -> None:
        given: dict[str, Any] = {
            "label": _("Language of your text"),
            "choices": lambda: settings.LANGUAGES,
            "initial": get_language,
            "widget": forms.Select(attrs={"class": "short"}),
        }
        super().__init__(**(given | options))
