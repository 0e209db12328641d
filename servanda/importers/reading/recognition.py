"""Scanned pages read by character recognition (Tesseract), where it is installed and somebody asked for it.

Each page is drawn in a process of its own and recognised in another. The words keep their places, so that an item that
was read from a scan is shown on its page too. Nothing recognised is taken for sure: see `SURE_AT_MOST`.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

from .apart import MB, Share, Stopped, run_apart
from .languages import language_of
from .limits import Refused
from .lines import Line, Page
from .page_images import drawn_apart

PROGRAM = "tesseract"
TRAINED = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "chi_sim"}
SCRIPTS = {"Latin": ("en", "fr", "es"), "Cyrillic": ("ru",), "Arabic": ("ar",), "Han": ("zh",)}
WIDTH = 2400  # pixels of a drawn page: some 290 dots an inch on A4
MOST_PAGES = 400
SURE_AT_MOST = 0.6  # confidence of an item that was read from a scan
BADLY = 70  # mean confidence of Tesseract (0 to 100) under which a page is named
SHARE = Share(seconds=90, memory=512 * MB, by_data=True, file_bytes=40 * MB, patience=3)
ENOUGH_WORDS = 20  # on a page, to tell its language
AUTO = "auto"  # the language is found out
HEADING, TEXT, NOTE = 14.0, 10.0, 8.0  # points, as in the UN's templates
LONG_LINE, SMALLER = 40, 0.88  # letters; of the usual width of a letter
PREFIX = "servanda-scan-"
_ROMAN = re.compile(r"^[Il|]{1,3}(?=\.\s+[A-Z])")
WARNING, DOUBT = "read_by_recognition", "read_by_recognition"


@dataclass(frozen=True)
class Word:
    """`line` numbers the printed lines of the page; the box is in PDF points from the lower left corner."""

    text: str
    line: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Recognised:
    """One page as Tesseract read it; `confidence` is its mean over the words, 0 to 100."""

    number: int
    width: float
    height: float
    language: str
    confidence: float
    words: tuple[Word, ...]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def as_page(self) -> Page:
        return Page(self.number, self.height, list(self._lines()))

    def _lines(self) -> Iterator[Line]:
        lines: dict[int, list[Word]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word)
        sizes = _sizes(list(lines.values()))
        for words, size in zip(lines.values(), sizes, strict=True):
            yield Line(
                _with_roman_number(_joined(words, self.language)), self.number,
                round(min(w.left for w in words), 1), round(max(w.top for w in words), 1), size,
            )  # fmt: skip


def _sizes(lines: list[list[Word]]) -> list[float]:
    """Sizes of type, as far as a picture tells them: text, notes and headings. Letters of a long line have a steady width
    whatever they are, while the height of a line depends on which letters it has."""
    widths = [_width_of_a_letter(words) for words in lines]
    usual = median([width for words, width in zip(lines, widths, strict=True) if _letters(words) >= LONG_LINE] or [0.0])
    heights = [max(w.top for w in words) - min(w.bottom for w in words) for words in lines]
    tall = 1.6 * median(heights) if heights else 0.0
    return [
        HEADING if height > tall else NOTE if _letters(words) >= LONG_LINE and width < SMALLER * usual else TEXT
        for words, width, height in zip(lines, widths, heights, strict=True)
    ]


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) + 1 for word in words)


def _width_of_a_letter(words: Sequence[Word]) -> float:
    return (max(w.right for w in words) - min(w.left for w in words)) / _letters(words)


def recognised_from(plain: dict[str, Any]) -> Recognised:
    return Recognised(**(plain | {"words": tuple(Word(**word) for word in plain["words"])}))


def _joined(words: Sequence[Word], language: str) -> str:
    return ("" if language == "zh" else " ").join(word.text for word in words)


def _with_roman_number(line: str) -> str:
    """ "III." at the start of a heading is read as "Ill." where the letters have no feet."""
    return _ROMAN.sub(lambda number: "I" * len(number[0]), line)


# --- what is installed -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages that can be recognised here (BCP 47); empty where Tesseract is not installed."""
    program = shutil.which(PROGRAM)
    if program is None:
        return frozenset()
    try:
        listed = run_apart([program, "--list-langs"], SHARE, environment=_environment()).stdout.decode().split()
    except Stopped:
        return frozenset()
    return frozenset(language for language, trained in TRAINED.items() if trained in listed)


def not_installed() -> Refused:
    return Refused(
        "needs_tesseract",
        "Character recognition is not installed here. Ask the operator to install Tesseract with the languages of the "
        "documents (apt-get install tesseract-ocr tesseract-ocr-fra tesseract-ocr-spa …), or ask for the original file.",
    )


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("TESSDATA_PREFIX",) if name in os.environ}
    return {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", **kept}


# --- recognising -----------------------------------------------------------------------------------------------------


def recognise(
    path: Path, numbers: Collection[int], language: str | None = None, tell: Callable[[Recognised], None] | None = None
) -> dict[int, Recognised]:
    """The named pages. `language`: BCP 47, or None to find it out from the first page with words. `tell`: called after each.

    Raises Refused where Tesseract is missing, has not learned the language, or too many pages are asked.
    """
    refuse_what_cannot_be(numbers, language)
    pages: dict[int, Recognised] = {}
    for number in sorted(numbers):
        pages[number] = page = recognise_page(path, number, language)
        language = language or (page.language if len(page.words) > ENOUGH_WORDS else None)
        if tell:
            tell(page)
    return pages


def refuse_what_cannot_be(numbers: Collection[int], language: str | None) -> None:
    """Raises Refused where these pages cannot be recognised here in this language."""
    if not languages():
        raise not_installed()
    if language and language not in languages():
        raise Refused(
            "language_not_installed",
            f"Character recognition has not learned “{language}” here. It knows: {', '.join(sorted(languages()))}.",
        )
    if len(numbers) > MOST_PAGES:
        raise Refused(
            "too_many_pages", f"{len(numbers)} scanned pages are more than can be recognised at once ({MOST_PAGES})."
        )


def recognise_page(path: Path, number: int, language: str | None) -> Recognised:
    """One page; without words where it could not be drawn or recognised."""
    drawn = drawn_apart(path, number, WIDTH, as_grey=True)
    if drawn is None:
        return Recognised(number, 0.0, 0.0, language or "en", 0.0, ())
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        picture = Path(folder) / "page.pgm"
        picture.write_bytes(drawn.picture)
        chosen = [language] if language else _languages_of_script(picture)
        rows = _table(picture, chosen)
        if len(chosen) > 1:
            said = language_of(" ".join(row["text"] for row in rows))
            chosen = [said] if said in chosen else chosen[:1]
            rows = _table(picture, chosen) if chosen != ["en"] else rows
    return _page(number, drawn.width, drawn.height, chosen[0], rows)


def _languages_of_script(picture: Path) -> list[str]:
    """The languages written in the script of the page, of those that are installed."""
    said = _run(picture, "-", "--psm", "0")
    script = next((line.split(":")[1].strip() for line in said.splitlines() if line.startswith("Script:")), "Latin")
    fitting = [language for language in SCRIPTS.get(script, SCRIPTS["Latin"]) if language in languages()]
    return fitting or sorted(languages())[:1]


def _table(picture: Path, chosen: Sequence[str]) -> list[dict[str, str]]:
    """Tesseract's table of words: one row each, with its place, line and confidence."""
    trained = "+".join(TRAINED[language] for language in chosen)
    heading, *lines = _run(picture, "-", "-l", trained, "--psm", "3", "tsv").splitlines() or [""]
    columns = heading.split("\t")
    rows = (dict(zip(columns, line.split("\t"), strict=False)) for line in lines)
    return [
        row for row in rows if row.get("level") in ("1", "5") and (row["level"] == "1" or row.get("text", "").strip())
    ]


def _run(picture: Path, *options: str) -> str:
    try:
        done = run_apart([shutil.which(PROGRAM) or PROGRAM, picture, *options], SHARE, environment=_environment())
    except Stopped:
        return ""
    return done.stdout.decode("utf-8", "replace")


def _page(number: int, width: float, height: float, language: str, rows: list[dict[str, str]]) -> Recognised:
    sheet = next((row for row in rows if row["level"] == "1"), None)
    if sheet is None:
        return Recognised(number, width, height, language, 0.0, ())
    scale = width / max(int(sheet["width"]), 1)
    words: list[Word] = []
    places: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row["level"] == "5":
            line = places.setdefault((row["block_num"], row["par_num"], row["line_num"]), len(places))
            words.append(_word(row, line, scale, height))
    sure = [float(row["conf"]) for row in rows if row["level"] == "5"]
    return Recognised(number, width, height, language, round(sum(sure) / max(len(sure), 1), 1), tuple(words))


def _word(row: dict[str, str], line: int, scale: float, height: float) -> Word:
    left, top, width, tall = (int(row[name]) * scale for name in ("left", "top", "width", "height"))
    box = (round(value, 1) for value in (left, height - top - tall, left + width, height - top))
    return Word(row["text"].strip(), line, *box)
