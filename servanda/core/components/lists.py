"""Lists: rows whose whole surface is the link, facts, tags, evidence, versions."""

import datetime
from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from servanda.core.components._rendering import component

register = Library()


@register.simple_block_tag(end_name="endrows")
def rows(content: str, label: str = "") -> SafeString:
    """A list of `{% row %}`. `label`: its name for screen readers, where no heading stands right above."""
    return component("rows", content=content, label=label)


@register.inclusion_tag("components/row.html")
def row(
    title: str,
    url: str = "",
    *meta: Any,
    lang: str = "",
    voice: bool = True,
    level: str | None = "",
    state: str = "",
    position: str | None = "",
    kind: str = "",
    end: str = "",
    due: datetime.date | None = None,
    done: bool = False,
    today: datetime.date | None = None,
    hint: str = "",
    hint_lang: str = "",
    select: str = "",
    value: Any = "",
    heading: int = 3,
    said: str = "",
    said_lang: str = "",
) -> dict[str, Any]:
    """One line of a list; the whole line is the link: `{% row r.wording r.url r.reference r.year level=r.level %}`.

    After title and address come the small facts, as many as wanted; empty ones are left out. At the end of the line:
    `level`, `state` or `position` as a pill, `due` as a deadline (with `done`), `end` as text. `kind`: what sort of
    thing. `hint`: one sentence under the facts (`hint_lang`: its language). `voice=False` where the title is our words and not a quotation.
    `select` and `value`: name and value of a checkbox, inside `{% bulk_form %}`. `heading`: level, 2 to 4; 0 for none.
    `said`: the mechanism's own words in `said_lang`, where the title is a plain line of ours: it is marked so.
    """
    facts = [fact for fact in meta if fact not in (None, "")]
    return {
        "title": title, "url": url, "meta": facts, "lang": lang, "voice": voice, "level": level, "state": state,
        "position": position, "kind": kind, "end": end, "due": due, "done": done, "today": today, "hint": hint, "hint_lang": hint_lang,
        "select": select, "value": value, "tag": f"h{heading}" if heading else "p", "said": said, "said_lang": said_lang,
        "ending": end or due or state or level != "" or position != "",
    }  # fmt: skip


@register.simple_block_tag(end_name="endfacts")
def facts(content: str, label: str = "") -> SafeString:
    """Names and values, one under the other: holds `{% fact %}` tags."""
    return component("facts", content=content, label=label)


@register.simple_block_tag(end_name="endfact")
def fact(content: str, label: str) -> SafeString:
    """One fact: `{% fact _("Lead") %}<a href="…">Ministry of Justice</a>{% endfact %}`. Without a value: nothing."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content) if content.strip() else SafeString("")


@register.simple_block_tag(end_name="endtags")
def tags(content: str, label: str = "") -> SafeString:
    """Terms a thing is classified with: holds `{% term %}` tags."""
    return component("tags", content=content, label=label)


@register.inclusion_tag("components/term.html")
def term(
    label: str, url: str = "", *, suggested: bool = False, origin: str = "", score: float | None = None
) -> dict[str, Any]:
    """One term inside `{% tags %}`. A suggested one has a dashed edge and says so.

    `origin`: where a suggestion comes from ("UHRI", "model of 3 May"). `score`: between 0 and 1.
    """
    return {"label": label, "url": url, "suggested": suggested, "origin": origin, "score": score}


@register.simple_block_tag(end_name="endevidence_list")
def evidence_list(content: str, label: str = "") -> SafeString:
    """Pieces of evidence: holds `{% evidence %}` tags."""
    return component("evidence_list", content=content, label=label)


@register.inclusion_tag("components/evidence.html")
def evidence(
    title: str,
    url: str,
    *,
    public: bool,
    kind: str = "",
    size: int | None = None,
    date: datetime.date | None = None,
    by: str = "",
    lang: str = "",
    remove_url: str = "",
) -> dict[str, Any]:
    """One piece of evidence and who may see it.

    `public`: everyone can see it once published; otherwise internal. `kind`: "PDF", "Link". `size`: bytes.
    `remove_url`: shows a link that removes it (after a question).
    """
    return {
        "title": title, "url": url, "public": public, "kind": kind, "size": size, "date": date, "by": by, "lang": lang,
        "remove_url": remove_url,
    }  # fmt: skip


@register.simple_block_tag(end_name="endtimeline")
def timeline(content: str, label: str = "") -> SafeString:
    """Versions or events, newest first: holds `{% version %}` tags."""
    return component("timeline", content=content, label=label)


@register.simple_block_tag(end_name="endversion")
def version(
    content: str,
    title: str,
    *,
    at: datetime.date | datetime.datetime,
    url: str = "",
    by: str = "",
    current: bool = False,
) -> SafeString:
    """One entry of a `{% timeline %}`; the content says what changed. `current`: the one being read."""
    return component("version", content=content, title=title, at=at, url=url, by=by, current=current)
