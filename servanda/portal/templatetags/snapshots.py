"""Reading payloads in templates."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from servanda.core.components.frame import language_tag
from servanda.core.components.pills import LEVELS, POSITIONS
from servanda.core.texts import Text, in_language

register = Library()
IN_A_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def words(texts: dict[str, str] | None) -> Text:
    """`{{ institution.names|words }}`: the text in the reader's language, with the language it is in."""
    return in_language(texts or {})


@register.filter
def marked(text: Text) -> SafeString:
    """`{{ institution.names|words|marked }}`: for a sentence of ours, with the language that the text is in."""
    return format_html('<bdi lang="{}">{}</bdi>', text.language, text.text)


@register.filter
def as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's own; its code where we have no name."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.filter
def level_label(level: str) -> str:
    return str(LEVELS[level].label)


@register.filter
def position_label(value: str) -> str:
    return str(POSITIONS[value].label)


@register.inclusion_tag("portal/_addresses.html", takes_context=True)
def addresses(context: Context) -> dict[str, Any]:
    """The page's own address and that of its twin in every other language, for search engines."""
    request = context["request"]
    path = context.get("canonical") or request.path
    absolute = request.build_absolute_uri
    twins = [(language_tag(code), absolute(translate_url(path, code))) for code, _name in settings.LANGUAGES]
    return {"canonical": absolute(path), "twins": twins}


@register.simple_tag
def json_ld(facts: dict[str, Any]) -> SafeString:
    """What the page is about, for machines (schema.org)."""
    text = json.dumps({"@context": "https://schema.org"} | facts, ensure_ascii=False).translate(IN_A_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  escaped above
