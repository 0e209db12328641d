"""Inputs that Django doesn't have, for use in forms of every package. Each works without JavaScript."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class CountedTextarea(forms.Textarea):
    """A long text with a limit of `words` or `characters`, counted while one types.

    The limit is shown, never enforced by the input: the form's own validation says what is too long.
    """

    template_name = "components/widgets/counted_textarea.html"

    def __init__(
        self, *, words: int | None = None, characters: int | None = None, rows: int = 6, **options: Any
    ) -> None:
        super().__init__(**options)
        self.attrs["rows"] = rows
        self.limit, self.unit = (words, "words") if words else (characters, "characters")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"limit": self.limit, "unit": self.unit}
        return context


class DayInput(forms.DateInput):
    """A date, in the browser's own calendar and the reader's own order of day, month and year."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class MoneyInput(forms.TextInput):
    """An amount with its currency beside it; the field reads the digits."""

    template_name = "components/widgets/money.html"

    def __init__(self, *, currency: str, **options: Any) -> None:
        super().__init__(**options)
        self.currency = currency
        self.attrs |= {"inputmode": "decimal", "class": "short num"}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["currency"] = self.currency
        return context


class SelectInLanguages(forms.Select):
    """A list whose options may each be in a language of their own: `languages` by value."""

    languages: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        if language := self.languages.get(str(value)):
            option["attrs"]["lang"] = language
        return option


class Picker(forms.CheckboxSelectMultiple):
    """Many terms to choose several from: a scrolling list of checkboxes, filtered by typing where a script runs."""

    template_name = "components/widgets/picker.html"
    option_template_name = "components/widgets/option.html"


class PickOne(forms.RadioSelect):
    """Many terms to choose one from: as `Picker`, with radio buttons."""

    template_name = "components/widgets/picker.html"
    option_template_name = "components/widgets/option.html"


class HintedRadios(forms.RadioSelect):
    """A few answers, each with a line that explains it: `HintedRadios(hints={"internal": _("Only you and …")})`."""

    def __init__(self, *, hints: dict[str, Any], **options: Any) -> None:
        super().__init__(**options)
        self.hints = hints

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"hint": self.hints.get(str(value), "")}


class FilesInput(forms.FileInput):
    """Several files at once; names and sizes are listed before they are sent."""

    template_name = "components/widgets/files.html"
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files: cleaned to a list of uploads, empty where none was chosen."""

    widget = FilesInput
    default_error_messages = {"required": _("Choose at least one file.")}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = [upload for upload in (data or []) if upload]
        if not uploads:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(upload, initial) for upload in uploads]
