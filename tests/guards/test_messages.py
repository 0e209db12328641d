"""Feature 20: a message says what to do next. Django's own sentences ("Enter a valid date") do not, and are not used."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from django import forms

import servanda

BARE = ("This field is required", "Enter a valid", "Select a valid")


def bare_messages(form: type[forms.BaseForm]) -> list[str]:
    return [
        f"{form.__module__}.{form.__name__}.{name}: {message}"
        for name, field in getattr(form, "base_fields", {}).items()
        for code, message in field.error_messages.items()
        if (code != "required" or field.required) and str(message).startswith(BARE)
    ]


def forms_of_ours(kind: type = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in kind.__subclasses__():
        if form.__module__.startswith("servanda."):
            yield form
        yield from forms_of_ours(form)


def test_every_message_of_a_form_is_ours() -> None:
    for module in walk_packages(servanda.__path__, "servanda."):
        if {"forms", "views"} & set(module.name.split(".")):
            import_module(module.name)
    ours = set(forms_of_ours())
    assert len(ours) >= 20
    assert sorted(message for form in ours for message in bare_messages(form)) == []


def test_planted_bare_message_is_found() -> None:
    class Planted(forms.Form):
        day = forms.DateField(error_messages={"invalid": "Enter a valid date."})

    assert len(bare_messages(Planted)) == 1
