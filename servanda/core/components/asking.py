"""Asking: fields, errors, buttons, and the answers before they are sent."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField
from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component

register = Library()


@register.simple_tag
def field(bound_field: BoundField) -> SafeString:
    """One question of a form with its label, hint, errors and input: `{% field form.title %}`.

    The same as `{{ form.title.as_field_group }}`: everything comes from the form's field (label, help_text, widget).
    """
    return bound_field.as_field_group()


@register.simple_block_tag(end_name="endfieldset")
def fieldset(content: str, legend: str, *, hint: str = "") -> SafeString:
    """Questions that belong together, under one name."""
    return component("fieldset", content=content, legend=legend, hint=hint)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | None) -> dict[str, Any]:
    """What is wrong, at the top, with a link to each answer: `{% error_summary form %}`. Nothing without errors.

    Takes any number of forms and formsets. Put it first in the page's content.
    """
    return {"errors": [error for form in forms if form is not None for error in _errors(form)]}


def _errors(form: BaseForm | BaseFormSet) -> Iterable[tuple[str, str]]:
    """Each error with the id of the input that it is about ("" where it is about the whole form)."""
    if isinstance(form, BaseFormSet):
        yield from (("", str(error)) for error in form.non_form_errors())
        for one in form.forms:
            yield from _errors(one)
        return
    if not form.is_bound:
        return
    yield from (("", str(error)) for error in form.non_field_errors())
    for bound in form:
        yield from ((first_input_id(bound), str(error)) for error in bound.errors)


def first_input_id(bound_field: BoundField) -> str:
    """The id of the field's (first) input, for a link that moves the focus there."""
    return bound_field.id_for_label or (f"{bound_field.auto_id}_0" if bound_field.use_fieldset else bound_field.auto_id)


@register.filter
def is_single_checkbox(bound_field: BoundField) -> bool:
    """One yes-or-no box, whose label stands after it."""
    return getattr(bound_field.field.widget, "input_type", "") == "checkbox" and not bound_field.use_fieldset


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    *,
    kind: str = "primary",
    url: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    action: str = "",
    id: str = "",
) -> dict[str, Any]:
    """A button named by what it does: `{% button _("Send for validation") %}`. One primary button on a page.

    `kind`: primary, quiet or risk. `url` makes it a link that looks like a button. `name` and `value` are sent with the
    form; `form`: id of a form elsewhere; `action`: sends the form to another address.
    """
    return {
        "label": label, "kind": kind, "url": url, "name": name, "value": value, "form": form, "action": action,
        "id": id,
    }  # fmt: skip


@register.simple_block_tag(end_name="endbuttons")
def buttons(content: str) -> SafeString:
    """A row of buttons, the primary one first."""
    return format_html('<div class="buttons">{}</div>', content)


@register.simple_block_tag(end_name="endanswers")
def answers(content: str, title: str = "") -> SafeString:
    """Check your answers: holds `{% answer %}` tags."""
    return component("answers", content=content, title=title)


@register.simple_block_tag(end_name="endanswer")
def answer(content: str, question: str, *, change_url: str = "", missing: str = "") -> SafeString:
    """One question with its answer and a way to change it. `missing`: said when the answer is empty."""
    return component("answer", content=content, question=question, change_url=change_url, missing=missing)
