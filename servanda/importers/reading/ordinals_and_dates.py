"""Sessions and dates as title pages print them: "Twenty-sixth session", "26th session", "20 JULY 2009"."""

import re
from calendar import monthrange
from datetime import date

_UNITS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70,
    "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
_WORDS = "|".join(sorted({*_UNITS, *_TENS}, key=len, reverse=True))
ORDINAL = (
    rf"(?:one hundred(?: and)?[ -])?"
    rf"(?:\d{{1,3}}\s?(?:st|nd|rd|th)|(?:{_WORDS})(?:\s?[-\u2010-\u2014]?\s?(?:{_WORDS}))?)"
)

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8,
    "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
    "января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7, "августа": 8,
    "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
    "يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "مايو": 5, "يونيه": 6, "يوليه": 7, "أغسطس": 8, "سبتمبر": 9,
    "أكتوبر": 10, "نوفمبر": 11, "ديسمبر": 12,
}  # fmt: skip
_NAMED = re.compile(
    r"\b(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\s+(?:de\s+)?(?:[^\W\d]+\s*[^\W\d]*/)?(?P<month>[^\W\d_]{3,12})\.?\s+(?:de(?:l)?\s+)?(?P<year>(?:19|20)\d\d)\b"
)
_CHINESE = re.compile(r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")


def ordinal(text: str) -> int | None:
    """The number of an ordinal in figures or English words, up to 199; None for anything else."""
    text = text.lower().strip()
    figures = re.match(r"(\d{1,3})\s?(?:st|nd|rd|th)\b", text)
    if figures:
        return int(figures[1])
    hundred = 100 if text.startswith("one hundred") else 0
    total = sum(_UNITS.get(word) or _TENS.get(word) or 0 for word in re.findall(r"[a-z]+", text))
    return total + hundred or None


def first_date(text: str) -> str | None:
    """The first full date of the text, as an ISO date."""
    found = [(m.start(), _iso(m["year"], _MONTHS.get(m["month"].lower()), m["day"])) for m in _NAMED.finditer(text)]
    found += [(m.start(), _iso(m["year"], int(m["month"]), m["day"])) for m in _CHINESE.finditer(text)]
    return next((iso for _, iso in sorted(found) if iso), None)


def _iso(year: str, month: int | None, day: str) -> str | None:
    try:
        return date(int(year), month or 0, int(day)).isoformat()
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has fewer days."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
