"""The frame around every page: where one is, in which language."""

from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

register = Library()


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: Context, id: str = "languages") -> dict[str, Any]:
    """The interface languages, each in its own name, leading to this same page."""
    request, current = context.get("request"), get_language()
    here = request.get_full_path() if request else "/"
    languages = [
        get_language_info(code)
        | {"tag": language_tag(code), "url": translate_url(here, code), "current": code == current}
        for code, _name in settings.LANGUAGES
    ]
    return {"languages": languages, "current": get_language_info(current or settings.LANGUAGE_CODE), "id": id}


def language_tag(code: str) -> str:
    """The language as HTML wants it: zh-Hans, not zh-hans."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


@register.simple_tag(takes_context=True)
def page_language(context: Context) -> str:
    """The page's language as HTML wants it."""
    return language_tag(get_language() or settings.LANGUAGE_CODE)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*labels_and_addresses: str) -> dict[str, Any]:
    """Where one is: label and address in turn, and last the page's own name without address.

    `{% breadcrumbs _("Recommendations") list_url recommendation.reference %}`
    """
    *steps, here = labels_and_addresses
    return {"steps": list(zip(steps[::2], steps[1::2], strict=True)), "here": here}


@register.inclusion_tag("components/name_mark.html")
def name_mark(size: int = 36) -> dict[str, Any]:
    """The seal: decoration, so hidden from screen readers; the name stands beside it."""
    return {"size": size}
