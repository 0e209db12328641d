"""What a committee wants to hear sooner than in the next report, and when the next report is due.

Drafting conventions. Behind the recommendations stands a paragraph of the procedure for follow-up: "The Committee requests
the State party to provide, within two years, information on the steps taken to implement the recommendations contained
in paragraphs 12, 14 (a) and (d) and 21 above", or "by 26 July 2027". The period counts from the adoption, which the
footnote of the title dates by the days of the session; where no such footnote was read, from the document's own date.
The last paragraphs ask for the next periodic report by a date, or leave the date to the committee's calendar.
"""

import re
from collections.abc import Iterable
from datetime import date

from .ordinals_and_dates import first_date, months_later
from .paragraphs import Paragraph
from .phrases import Phrases
from .reading import FollowUp

_LETTERS = r"(?:\s*[(（]?(?:[a-z]{1,2}|[а-я]|[\u0621-\u064a])[)）](?:\s*项)?)"
_REFERENCE = re.compile(
    rf"(?P<number>\d{{1,3}})(?:\s*段)?(?P<letters>{_LETTERS}(?:(?:\s*(?:,|、|،|and|et|y|и|و|和|to|à|a|–|-)\s*)?{_LETTERS})*)?"
)
_LETTER = re.compile(r"[(（]?(?P<letter>[a-z]{1,2}|[а-я]|[\u0621-\u064a])[)）]")
_RANGE_OF_LETTERS = re.compile(r"[(（]?(?P<first>[a-z])[)）]?\s*(?:–|-|\bto\b|à)\s*[(（]?(?P<last>[a-z])[)）]")
_LIST_ENDS = re.compile(
    r"\babove\b|\bof the\b|ci-dessus|supra|\bde las presentes\b|\bdes pr[ée]sentes\b|выше|настоящих|أعلاه|所载|[.;。]"
)
LONGEST_LIST, LONGEST_REQUEST = 400, 4_000  # characters
HIGHEST = 400  # the number of the last paragraph that a list may name


def follow_up_of(paragraph: Paragraph, words: Phrases, adopted: str | None) -> FollowUp | None:
    """The request for information that this paragraph makes, with the paragraphs it is about; None for any other."""
    text = paragraph.text()[:LONGEST_REQUEST]
    if not (words["follow_up.request"].search(text) and words["follow_up.information"].search(text)):
        return None
    by = deadline(text, words, adopted)
    numbers = named_paragraphs(text, words)
    return FollowUp(str(paragraph.number), by, numbers) if numbers and by else None


def named_paragraphs(text: str, words: Phrases) -> tuple[str, ...]:
    """ "12", "14 (a)", "14 (d)", "21": every paragraph and lettered part that the text points to."""
    named: list[str] = []
    for start in words["follow_up.paragraphs"].finditer(text):
        behind = text[start.end() : start.end() + LONGEST_LIST]
        end = _LIST_ENDS.search(behind)
        listed = behind[: end.start()] if end else behind
        if re.match(r"\d", listed.strip()[:1]):
            for reference in _REFERENCE.finditer(listed):
                named += _numbers(reference)
    return tuple(dict.fromkeys(named))


def _numbers(reference: re.Match[str]) -> list[str]:
    number = str(int(reference["number"]))
    if int(number) > HIGHEST:
        return []
    letters = [found["letter"] for found in _LETTER.finditer(reference["letters"] or "")]
    span = _RANGE_OF_LETTERS.search(reference["letters"] or "")
    if span:
        letters = [chr(code) for code in range(ord(span["first"]), ord(span["last"]) + 1)]
    return [f"{number} ({letter})" for letter in letters] or [number]


def deadline(text: str, words: Phrases, adopted: str | None) -> str | None:
    """The day by which something is asked: a date that is named, or the end of a period that counts from the adoption."""
    for found in words["follow_up.deadline"].finditer(text):
        named = first_date(text[found.end() : found.end() + 40])
        if named:
            return named
    months = months_in(text, words)
    return months_later(date.fromisoformat(adopted), months).isoformat() if months and adopted else None


def months_in(text: str, words: Phrases) -> int | None:
    """The length of the period "within one year", "en un plazo de 18 meses", in months."""
    found = words["follow_up.within"].search(text)
    if not found:
        return None
    count, unit = (found["count"] or "").strip(), found["unit"].lower()
    number = int(count) if count.isdigit() else words.numbers.get(count.lower(), words.numbers.get(unit))
    return number and number * (12 if unit in words.years else 1)


def adoption(notes: Iterable[str], words: Phrases) -> str | None:
    """The last day of the session at which the observations were adopted, as the footnote of the title prints it."""
    for note in notes:
        found = words["follow_up.adopted"].search(note)
        if found:
            return _last_date(found["dates"])
    return None


def _last_date(dates: str) -> str | None:
    """ "9–27 October 2023" and "28 October–22 November 2024": the second day of the two."""
    return first_date(re.split(r"\s*[–—-]\s*", dates)[-1])


def next_report(paragraph: Paragraph, words: Phrases) -> str | None:
    """The day by which this paragraph asks for the next periodic report."""
    text = paragraph.text()[:LONGEST_REQUEST]
    if not (words["follow_up.report"].search(text) and words["follow_up.request"].search(text)):
        return None
    return deadline(text, words, None)
