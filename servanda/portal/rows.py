"""A recommendation as one line of a list."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from servanda.core.search import Found
from servanda.core.search.excerpts import excerpt
from servanda.core.search.syntax import Node
from servanda.core.texts import Text, in_language
from servanda.portal import reading
from servanda.portal.facets import state_name
from servanda.publication.search import lead_of, level_of, updates_of

FEW = 3  # recommending States named in a list


@dataclass(frozen=True)
class Row:
    title: Any
    url: str
    lang: str
    voice: bool  # the title is the mechanism's own words
    reference: str
    mechanism: str
    states: str
    year: str
    lead: str
    level: str
    hint: Any = ""
    said: Any = ""  # the opening of the mechanism's words, where the title is a plain line
    said_lang: str = ""
    kind: str = ""


def row_of(payload: reading.Payload, node: Node | None = None) -> Row:
    title, is_quotation = reading.short_title(payload)
    lead = lead_of(payload)
    reference = payload["recommendation"]["reference"]
    said = Text("", "") if is_quotation else reading.opening(payload)
    marked = marks(title.text, title.language, node, len(title.text)) if is_quotation else ""
    return Row(
        title=format_html("<bdi>{}</bdi>", marked or title.text),  # its full stop stays at its end in every page
        url=reverse("portal:recommendation", args=[reference]),
        lang=title.language,
        voice=is_quotation,
        reference=reference,
        mechanism=reading.mechanism(payload).text,
        states=_states(payload["recommendation"]["states"]),
        year=reading.year(payload),
        lead=str(in_language(lead["names"])) if lead else "",
        level=level_of(payload, "state"),
        hint="" if marked or not node else _hint(payload, node),
        said=said.text,
        said_lang=said.language,
        kind="" if payload["recommendation"]["kind"] == "recommendation" else reading.kind(payload),
    )


def _states(states: list[dict[str, str]]) -> str:
    """The first few by name, and how many more."""
    names = ", ".join(state_name(state["iso3"], state["name"]) for state in states[:FEW])
    more = len(states) - FEW
    return (
        ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {"names": names, "count": more}
        if more > 0
        else names
    )


def _hint(payload: reading.Payload, node: Node) -> SafeString | str:
    """The first published text in which the words stand: the mechanism's own, then what was done and said since."""
    for text, language in _texts(payload):
        if found := marks(text, language, node):
            return format_html('<span lang="{}" dir="auto">{}</span>', language, found)
    return ""


def _texts(payload: reading.Payload) -> list[tuple[str, str]]:
    texts = [(w["text"], w["language"]) for w in reading.wordings(payload)]
    texts += [(text, language) for language, text in payload["position"]["explanations"].items()]
    for action in payload["actions"]:
        texts += [(action["title"], action["language"]), (action["description"], action["language"])]
    for update in updates_of(payload):
        texts += [
            (update[answer], update["language"]) for answer in ("what_was_done", "what_changed", "what_is_missing")
        ]
    return texts + [
        (a.get("reasoning", a.get("description")), a["language"])
        for a in (*payload["assessments"], *payload["challenges"])
    ]


def marks(text: str, language: str, node: Node | None, length: int = 280) -> SafeString | str:
    """The part of the text where the words stand, with each marked; nothing where they don't."""
    pieces = excerpt(text, language, node, length)
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", p.text) if p.hit else p.text,) for p in pieces))


def listed(found: Found, url: str) -> dict[str, Any]:
    """The beginning of a list, its length, and the address of all of it."""
    return {"count": found.count, "rows": [row_of(payload) for payload in reading.payloads(found.keys)], "url": url}
