"""Parts of the working area: tasks, steps of a wizard, doing one thing to many."""

from collections.abc import Sequence
from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component

register = Library()


@register.inclusion_tag("components/wizard_steps.html")
def wizard_steps(current: int, *steps: Any) -> dict[str, Any]:
    """Where one is in a wizard: `{% wizard_steps 2 _("File") _("Document") _("Recommendations") _("Confirm") %}`.

    `current` counts from 1. A step is its name, or a mapping with `label` and the `url` of a step that can be opened.
    """
    read = [step if isinstance(step, dict) else {"label": step} for step in _flat(steps)]
    return {"steps": read, "current": current, "total": len(read)}


def _flat(steps: Sequence[Any]) -> Sequence[Any]:
    return steps[0] if len(steps) == 1 and isinstance(steps[0], list | tuple) else steps


@register.simple_block_tag(end_name="endtask_group")
def task_group(content: str, title: str, count: int, *, url: str = "", note: str = "") -> SafeString:
    """Tasks of one sort ("Overdue", "Returned to you") with their number: holds `{% row %}` tags.

    `url`: the list behind the number. `note`: one sentence under the heading. A group without tasks is left out.
    """
    return (
        component("task_group", content=content, title=title, count=count, url=url, note=note)
        if count
        else SafeString("")
    )


@register.simple_block_tag(takes_context=True, end_name="endbulk_form")
def bulk_form(context: Context, content: str, action: str, *, label: str) -> SafeString:
    """One thing done to many: a form around rows with checkboxes (`{% row … select="ids" value=r.pk %}`) and one
    `{% bulk_bar %}`. Works as a plain form. `label`: what the form does, for screen readers."""
    return component("bulk_form", content=content, action=action, label=label, csrf_token=context.get("csrf_token"))


@register.simple_block_tag(end_name="endbulk_bar")
def bulk_bar(content: str, *, total: int | None = None, select_everything: str = "") -> SafeString:
    """The bar with "select all on this page", the number selected, and the actions (content: fields and buttons).

    `total` and `select_everything` (name of a checkbox): offers all of the list, not only the rows of this page.
    """
    return component("bulk_bar", content=content, total=total, select_everything=select_everything)
