"""One field of ours, and how a cell is read into it. What is read is plain JSON: text, number as text, ISO date, list."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from babel import Locale
from django.utils import translation
from django.utils.text import slugify
from rapidfuzz import fuzz, process

from servanda.importers.spreadsheets.cells import CellError, Value
from servanda.importers.spreadsheets.problems import CellProblem

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
CLEAR = "[empty]"  # a cell with this empties a field; a blank cell changes nothing
EXCEL_START = datetime.date(1899, 12, 30)
SERIALS = range(15_000, 80_000)  # 1941 to 2119
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
BETWEEN_NAMES = re.compile(r"[;؛\n|•·●▪]+")
DECIMAL_COMMA = ("fr", "es", "ru")
NEAR = 75  # of 100: near enough to be named as "did you mean"


@dataclass(frozen=True)
class Reading:
    """What a cell's reading depends on: the language of the file, whether its column writes months first or decimal commas,
    whether quotes guard formulas (text files), and who knows the names."""

    language: str = "en"
    month_first: bool = False
    decimal: str = ""  # "," or "." where the column shows it
    is_delimited: bool = False
    names: Any = None  # names.Names


Parse = Callable[[Value, Reading, "Field"], Any]


@dataclass(frozen=True, eq=False)
class Field:
    """`words`: what headings call it, in six languages; `values`: the possible ones, with their labels; `list_code`: of the
    list whose entries it names, one or `many`; `looks_like`: whether a cell can be one, for guessing the column."""

    code: str
    title: Any
    parse: Parse
    meaning: Any = ""
    required: bool = False
    example: str = ""
    most: int = 0  # characters
    values: tuple[tuple[str, Any], ...] = ()
    synonyms: dict[str, str] = field(default_factory=dict)
    list_code: str = ""
    many: bool = False
    looks_like: Callable[[Value], bool] | None = None
    is_recognisable: bool = False  # by its cells alone
    must_look_so: bool = False  # else the column is something else, whatever its heading says
    can_be_cleared: bool = True
    words: tuple[str, ...] = ()

    def read(self, value: Value, reading: Reading) -> Any:
        """The value of a cell that is not blank. Raises CellProblem."""
        if isinstance(value, CellError):
            raise CellProblem("error_cell")
        if isinstance(value, str) and value.strip() == CLEAR:
            if self.required or not self.can_be_cleared:
                raise CellProblem("cannot_be_emptied")
            return [] if self.many else ""
        return self.parse(value, reading, self)


# --- texts ------------------------------------------------------------------------------------------------------------


def plain_text(value: Value, reading: Reading | None = None) -> str:
    """What a person sees in the cell, as text; letters composed, blanks at the ends gone, line breaks kept."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value) if abs(value) < 1e15 else f"{value:.0f}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.strip(" \t\n\u00a0\u200b\u200e\u200f\ufeff")
    return _unguarded(text) if reading is not None and reading.is_delimited else text


def _unguarded(text: str) -> str:
    """Text files guard what would be a formula by an apostrophe; it is no part of the text."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@＝＋－＠") else text


def text(value: Value, reading: Reading, of: Field) -> str:
    read = plain_text(value, reading)
    if of.most and len(read) > of.most:
        raise CellProblem("too_long", length=len(read), most=of.most)
    return read


def one_line(value: Value, reading: Reading, of: Field) -> str:
    return " ".join(text(value, reading, of).split())


def code(value: Value, reading: Reading, of: Field) -> str:
    read = one_line(value, reading, of)
    if not re.fullmatch(r"[-\w.]+", read, re.ASCII) or "." in read:
        raise CellProblem("not_a_code", guess=slugify(read)[:40] or "code-1")
    return read


def email(value: Value, reading: Reading, of: Field) -> str:
    read = one_line(value, reading, of).removeprefix("mailto:")
    if not ADDRESS.fullmatch(read) or not read.isascii():
        raise CellProblem("not_an_address")
    return read.casefold()


def language(value: Value, reading: Reading, of: Field) -> str:
    read = one_line(value, reading, of)
    if found := _language_names().get(read.casefold()):
        return found
    if LANGUAGE_CODE.fullmatch(read):
        return read.lower() if len(read) <= 3 else read
    raise CellProblem("not_one_of", values=", ".join(LANGUAGES))


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    names = {(Locale(one).languages.get(two) or "").casefold(): two for one in LANGUAGES for two in LANGUAGES}
    return {name: found for name, found in names.items() if name} | {two: two for two in LANGUAGES}


def looks_like_address(value: Value) -> bool:
    return isinstance(value, str) and bool(ADDRESS.fullmatch(value.strip()))


# --- numbers ----------------------------------------------------------------------------------------------------------

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")


def western(text: str) -> str:
    """Digits of any script as 0–9, the Arabic decimal sign as a dot, minus signs as a hyphen."""
    if text.isascii():
        return text
    digits = (str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    return "".join(digits).replace("٫", ".").replace("−", "-").replace("\u200f", "").replace("\u200e", "")


def number(value: Value, reading: Reading, of: Field) -> str:
    """A decimal number as text without needless noughts."""
    if isinstance(value, bool | datetime.date | datetime.time | datetime.timedelta):
        raise CellProblem("not_a_number")
    try:
        read = Decimal(repr(value) if isinstance(value, float) else _number_text(str(value), reading))
    except InvalidOperation as error:
        raise CellProblem("not_a_number") from error
    if not read.is_finite() or abs(read) >= Decimal(10) ** 14:
        raise CellProblem("not_a_number")
    return canonical_number(read)


def canonical_number(value: Any) -> str:
    """1250.50 as "1250.5": the same number is the same text."""
    read = Decimal(value).quantize(Decimal("0.0001"))
    shown = f"{read:f}".rstrip("0").rstrip(".") if "." in f"{read:f}" else f"{read:f}"
    return "0" if shown in ("-0", "") else shown


def _number_text(text: str, reading: Reading) -> str:
    read = _BLANKS.sub("", western(unicodedata.normalize("NFKC", text))).rstrip("%")
    if "," in read and "." in read:
        decimal = max(",.", key=read.rfind)
    elif read.count(",") + read.count(".") == 1:
        decimal = _single_sign(read, reading)
    else:
        decimal = ""  # several of one sign stand between thousands
    grouped = read.replace({",": ".", ".": ","}.get(decimal, ","), "").replace("." if not decimal else " ", "")
    if not re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?", grouped) or not _groups_well(read, decimal):
        raise CellProblem("not_a_number")
    return grouped.replace(",", ".")


def _single_sign(read: str, reading: Reading) -> str:
    """What the one comma or dot means. Three digits behind it leave a doubt: then the column, then the language decides."""
    sign = "," if "," in read else "."
    before, _sign, behind = read.lstrip("+-").partition(sign)
    if len(behind) != 3 or len(before) > 3 or before in ("", "0"):
        return sign
    if reading.decimal:
        return sign if reading.decimal == sign else ""
    if sign == ",":
        return "," if reading.language in DECIMAL_COMMA else ""
    if reading.language in DECIMAL_COMMA or reading.language == "ar":
        raise CellProblem("ambiguous_number", guess=f"{before}{behind}")
    return "."


def _groups_well(read: str, decimal: str) -> bool:
    """Thousands stand in threes."""
    whole = read.partition(decimal)[0] if decimal else read
    groups = re.split(r"[.,]", whole.lstrip("+-"))
    return len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))


def decimal_of_column(values: Sequence[Value]) -> str:
    """The decimal sign that a column of texts shows beyond doubt, "" where none does."""
    for value in values:
        if isinstance(value, str) and re.search(r"\d[.,]\d", read := _BLANKS.sub("", western(value))):
            last = max(",.", key=read.rfind)
            behind = re.sub(r"\D", "", read[read.rfind(last) + 1 :])
            if (("," in read and "." in read) or len(behind) != 3) and read.count(last) == 1:
                return last
    return ""


def whole(least: int, most: int) -> Parse:
    def parse(value: Value, reading: Reading, of: Field) -> str:
        try:
            read = number(value, reading, of)
            if "." not in read and least <= int(read) <= most:
                return read
        except CellProblem:
            pass
        raise CellProblem("not_whole", least=least, most=most)

    return parse


def looks_like_number(value: Value) -> bool:
    return isinstance(value, int | float) or (
        isinstance(value, str) and bool(re.fullmatch(r"[-+\d.,\s%]+", western(value)))
    )


# --- days and periods -------------------------------------------------------------------------------------------------

_THREE_NUMBERS = re.compile(r"(\d{1,4})\s*[-./\\年月]\s*(\d{1,2})\s*[-./\\月]\s*(\d{1,4})\s*日?")
_WITH_MONTH = re.compile(
    r"(?:[^\W\d]+,?\s+)?(\d{1,2})(?:er|st|nd|rd|th|º|\.)?\s*(?:de\s+)?([^\W\d]+\.?)[\s.,]*(?:de[l]?\s+)?(\d{4})(?:\s*г\.?)?"
)
_MONTH_IN_FRONT = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME_BEHIND = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")


def day(value: Value, reading: Reading, of: Field) -> str:
    """A day in ISO form, from a date cell, a number of Excel, or any usual way to write it."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in SERIALS:
        return (EXCEL_START + datetime.timedelta(days=int(value))).isoformat()
    found = day_in_words(str(value), month_first=reading.month_first) if isinstance(value, str) else None
    if found is None:
        raise CellProblem("not_a_date")
    return found.isoformat()


def day_in_words(text: str, *, month_first: bool = False) -> datetime.date | None:
    read = _TIME_BEHIND.sub("", western(unicodedata.normalize("NFKC", text)).strip())
    if found := _THREE_NUMBERS.fullmatch(read):
        return _of_numbers(*(int(part) for part in found.groups()), month_first=month_first, four=found[0])
    if found := _WITH_MONTH.fullmatch(read):
        return _day(int(found[3]), months().get(_month_key(found[2]), 0), int(found[1]))
    if found := _MONTH_IN_FRONT.fullmatch(read):
        return _day(int(found[3]), months().get(_month_key(found[1]), 0), int(found[2]))
    return None


def _of_numbers(first: int, second: int, third: int, *, month_first: bool, four: str) -> datetime.date | None:
    if first > 31:
        return _day(first, second, third)
    if third < 1000:
        return None  # a year of two digits could be any
    if second > 12 or (month_first and first <= 12):
        first, second = second, first
    return _day(third, second, first)


def _day(year: int, month: int, day_: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day_) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """Names of months, long and short, in the six languages, and those of the Levant and the Maghreb."""
    found: dict[str, int] = {}
    for one in LANGUAGES:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                found |= {_month_key(name): n for n, name in Locale(one).months[form][width].items()}
    for region in ("ar_LB", "ar_DZ", "ar_IQ"):
        found |= {_month_key(name): n for n, name in Locale.parse(region).months["format"]["wide"].items()}
    return found | {"sept": 9}


def _month_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).strip(". ")


def writes_month_first(values: Sequence[Value]) -> bool:
    """Whether a column writes 05/31/2026: one such day is proof, and one like 31/05/2026 is proof of the other way."""
    found = [_THREE_NUMBERS.fullmatch(western(value.strip())) for value in values if isinstance(value, str)]
    numbers = [(int(f[1]), int(f[2])) for f in found if f and int(f[1]) <= 31]
    return any(second > 12 >= first for first, second in numbers) and not any(first > 12 for first, _second in numbers)


def looks_like_day(value: Value) -> bool:
    if isinstance(value, str):
        return day_in_words(value) is not None
    return isinstance(value, datetime.date)


_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:[-/ ]?(?:(?P<q>[QqTt]|К|к)\s?(?P<quarter>[1-4])|(?P<month>\d{1,2})))?|(?:[QqTt])(?P<q2>[1-4])[-/ ](?P<y2>\d{4})"
)


def period(value: Value, reading: Reading, of: Field) -> str:
    """2025, 2025-Q3 or 2025-06."""
    if isinstance(value, datetime.date):
        return f"{value.year}-{value.month:02d}"
    found = _PERIOD.fullmatch(western(str(value).strip()))
    year = found and (found["year"] or found["y2"])
    if not found or not year or not 1900 <= int(year) <= 2200 or int(found["month"] or 1) not in range(1, 13):
        raise CellProblem("not_a_period")
    if quarter := found["quarter"] or found["q2"]:
        return f"{year}-Q{quarter}"
    return f"{year}-{int(found['month']):02d}" if found["month"] else year


# --- choices and names ------------------------------------------------------------------------------------------------

YES = frozenset("yes y true 1 x ✓ ✔ oui vrai si sí verdadero نعم да 是".split())
NO = frozenset("no n false 0 non faux falso لا нет 否".split())


def yes_or_no(value: Value, reading: Reading, of: Field) -> bool:
    read = plain_text(value).casefold()
    if read in YES or read in NO:
        return read in YES
    raise CellProblem("not_yes_or_no")


def choice(value: Value, reading: Reading, of: Field) -> str:
    """One of the field's values: by its code, its label in any of the six languages, or a synonym."""
    read = choice_key(plain_text(value))
    known = known_choices(of)
    if read in known:
        return known[read]
    near = process.extractOne(read, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    values = ", ".join(str(label) for _code, label in of.values)
    raise (
        CellProblem("not_one_of_near", near=near[0], values=values)
        if near
        else CellProblem("not_one_of", values=values)
    )


def choice_key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


@lru_cache(maxsize=64)
def known_choices(of: Field) -> dict[str, str]:
    found = {choice_key(word): code_ for word, code_ in of.synonyms.items()}
    for one in LANGUAGES:
        with translation.override("zh-hans" if one == "zh" else one):
            found |= {choice_key(str(label)): code_ for code_, label in of.values}
    return found | {choice_key(code_): code_ for code_, _label in of.values}


def named(value: Value, reading: Reading, of: Field) -> Any:
    """One entry of a list, or several. Raises CellProblem for a name that nobody has decided about."""
    printed = plain_text(value, reading)
    found = reading.names.resolve(of.list_code, printed, many=of.many)
    return found if of.many else found[0]


def as_shown(value: Any) -> str:
    """What was read, as text for a cell or a screen."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")
