"""What the page says back: notices, empty lists, who will see this, long work, two people at once."""

import datetime
from typing import Any

from django.template import Context, Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from servanda.core.components._rendering import component

register = Library()


@register.simple_block_tag(takes_context=True, end_name="endnotice")
def notice(
    context: Context, content: str, kind: str = "info", *, title: str = "", undo_url: str = "", undo: str = ""
) -> SafeString:
    """Something to know on this page: `{% notice "warning" %}…{% endnotice %}`.

    `kind`: success, info, warning or error. `undo_url` adds a form with a button that posts there; `undo`: its words.
    """
    return component(
        "notice",
        content=content,
        kind=kind,
        title=title,
        undo_url=undo_url,
        undo=undo,
        csrf_token=context.get("csrf_token"),
    )


@register.inclusion_tag("components/messages.html", takes_context=True)
def shown_messages(context: Context) -> dict[str, Any]:
    """Django's messages as notices; the layouts already hold it.

    `messages.success(request, text, extra_tags=undo_url)`: a tag that begins with "/" is the address that undoes it.
    """
    shown = [
        {"text": message.message, "kind": message.level_tag, "undo_url": _address(message.extra_tags)}
        for message in context.get("messages") or ()
    ]
    return {"shown": shown, "csrf_token": context.get("csrf_token")}


def _address(extra_tags: str | None) -> str:
    return next((tag for tag in (extra_tags or "").split() if tag.startswith("/")), "")


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str, *, url: str = "", link: str = "") -> SafeString:
    """A list with nothing in it yet: what will be here (content) and the one next step (`url`, `link`)."""
    return component("empty", content=content, title=title, url=url, link=link)


@register.simple_block_tag(end_name="endseen")
def seen(content: str, title: str = "") -> SafeString:
    """Who will see this: on every page where something is entered. `title` only where the usual one doesn't fit."""
    return component("seen", content=content, title=title)


@register.simple_block_tag(end_name="endconfirmation")
def confirmation(content: str, title: str) -> SafeString:
    """The question before a step that is final or publishes: what happens, then `{% seen %}` and `{% buttons %}`."""
    return component("confirmation", content=content, title=title)


@register.inclusion_tag("components/done.html")
def done(title: str, *, reference: str = "", note: str = "") -> dict[str, Any]:
    """The page after something was sent: what was done, its reference, what happens next (`note`)."""
    return {"title": title, "reference": reference, "note": note}


@register.inclusion_tag("components/job_progress.html")
def job_progress(
    label: str,
    *,
    done: int,
    total: int | None = None,
    url: str = "",
    finished: bool = False,
    failed: str = "",
    note: str = "",
    seconds: int = 2,
    id: str = "job",
) -> dict[str, Any]:
    """Long work with its numbers: `{% job_progress _("Reading the document") done=12 total=26 url=request.path %}`.

    `url` answers this same page; a script asks it every few `seconds` and replaces this part until `finished` or
    `failed` (the reason). `id` tells several on one page apart. Without a script, put
    `{% refresh_without_script %}` into the block `head`.
    """
    return {
        "label": label, "done": done, "total": total, "url": url, "finished": finished, "failed": failed, "note": note,
        "seconds": seconds, "id": id,
        "width": f"{100 * done / total:.1f}" if total else "",
    }  # fmt: skip


@register.simple_tag
def refresh_without_script(seconds: int = 5) -> SafeString:
    """Reloads the page while long work runs, where there is no JavaScript: for the block `head`."""
    return format_html('<noscript><meta http-equiv="refresh" content="{}"></noscript>', seconds)


@register.inclusion_tag("components/conflict.html")
def conflict(
    field: str,
    *,
    mine: str,
    theirs: str,
    by: str,
    at: datetime.datetime,
    label: str = "",
    name: str = "keep",
    lang: str = "",
) -> dict[str, Any]:
    """Two people changed the same text: both are shown, and the reader chooses. Put it inside the form.

    `field`: name of the field, whose value is kept or replaced. The choice comes as `name` = mine or theirs.
    """
    return {
        "field": field, "mine": mine, "theirs": theirs, "by": by, "at": at, "label": label, "name": name, "lang": lang,
    }  # fmt: skip


@register.inclusion_tag("components/autosave_sign.html")
def autosave_sign(*, saved_at: datetime.datetime | None = None) -> dict[str, Any]:
    """Says "Saved 10:42" or "Not saved": inside `<form data-autosave="address">`. Without a script: the last save."""
    return {"saved_at": saved_at, "language": get_language(), "saved": gettext("Saved {time}")}
