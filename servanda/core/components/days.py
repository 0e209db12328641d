"""Dates and figures as readers of each language expect them, with the exact date for machines."""

import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.template import Library
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from servanda.core import clock

register = Library()

BABEL_LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans"}
DAYS_IN_MONTH = 30.44  # the mean; "5 months ago" needs no more


def in_words(day: datetime.date, style: str = "long") -> str:
    """`day` as "4 December 2026" (long), with its weekday (full) or shortened (medium).

    Arabic dates carry both names of the month, as the documents of the United Nations do.
    """
    language = get_language() or "en"
    words = format_date(day, style, babel_locale())
    if language == "ar" and style != "medium":
        western, levantine = format_date(day, "MMMM", "ar"), format_date(day, "MMMM", "ar_LB")
        words = words.replace(western, f"{levantine}/{western}")
    return words


def as_day(moment: datetime.date | datetime.datetime) -> datetime.date:
    if isinstance(moment, datetime.datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


@register.simple_tag
def day(moment: datetime.date | datetime.datetime | None, style: str = "long") -> SafeString | str:
    """`{% day published_at %}`: 4 December 2026. `style`: long, "full" (with weekday) or "medium" (short month)."""
    if moment is None:
        return ""
    on = as_day(moment)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), in_words(on, style))


@register.simple_tag
def moment(at: datetime.datetime | None) -> SafeString | str:
    """`{% moment saved_at %}`: 4 December 2026, 10:42, in the deployment's time zone."""
    if at is None:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    words = gettext("{day}, {time}").format(
        day=in_words(local.date()), time=format_time(local, "HH:mm", locale=babel_locale())
    )
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.filter
def figure(number: Any) -> Any:
    """A number grouped as the language does (1,204); None as a dash; text as it is."""
    if number is None:
        return "–"
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        return number
    return grouped(number, babel_locale())


@lru_cache(maxsize=4096)
def grouped(number: float | Decimal, locale: str) -> str:
    return format_decimal(number, locale=locale)


def babel_locale() -> str:
    language = get_language() or "en"
    return BABEL_LOCALES.get(language, language)


def how_late(days: int) -> str:
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    months = round(days / DAYS_IN_MONTH)
    return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}


@register.simple_tag
def due(
    on: datetime.date | None, done: bool = False, today: datetime.date | None = None, bare: bool = False
) -> SafeString | str:
    """A deadline: `{% due assignment.due_on %}`. Only a date that has passed undone is red, and says how long ago.

    `done`: it was answered, so it can't be late. `bare`: without the word "Due", where a label says it already.
    `today`: for tests and the gallery.
    """
    if on is None:
        return ""
    days = ((today or clock.today()) - on).days
    if done or days <= 0:
        words = in_words(on, "full") if bare else gettext("Due {day}").format(day=in_words(on, "full"))
        return format_html('<time class="due" datetime="{}">{}</time>', on.isoformat(), words)
    sentence = gettext("{day}, {how_long_ago}") if bare else gettext("Due {day}, {how_long_ago}")
    words = sentence.format(day=in_words(on), how_long_ago=how_late(days))
    return format_html('<time class="due late" datetime="{}">{}</time>', on.isoformat(), words)
