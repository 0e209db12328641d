"""How forms are drawn: Django's, with our field templates; and what they say when a field says nothing of its own."""

from typing import TYPE_CHECKING

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CHOOSE = gettext_lazy("Choose one of the answers in the list.")
NOT_WHOLE = gettext_lazy("The form did not arrive whole, and nothing was saved. Open the page again and repeat.")
SENTENCES: dict[type[forms.Field], dict[str, "_StrPromise"]] = {
    forms.Field: {"required": gettext_lazy("Enter or choose an answer here.")},
    forms.ChoiceField: {"invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE},
    forms.ModelChoiceField: {"invalid_choice": CHOOSE},
    forms.DateField: {"invalid": gettext_lazy("Choose a day, or write it as 2026-05-03.")},
    forms.UUIDField: {"invalid": NOT_WHOLE},
}


def say_what_to_do() -> None:
    """Put our sentences in the place of Django's ("Enter a valid date"), before any form is made: a message says what to
    do next. A field's own `error_messages` still come first."""
    for kind, sentences in SENTENCES.items():
        kind.default_error_messages = {**kind.default_error_messages, **sentences}


class Renderer(TemplatesSetting):
    """Fields come with label, hint, error and input as one component (templates/django/forms/field.html)."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
