"""In which encoding a text file was written, told from its bytes.

A file of one byte a letter does not say what it is; the words decide: read wrongly, Arabic becomes rows of accented
capitals and Russian becomes letters that no word mixes.
"""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ONE_BYTE = ("windows-1252", "windows-1251", "windows-1256")
OFFERED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *ONE_BYTE)
SAMPLE = 200_000
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿœæøßšžÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸŒÆØŠŽªº"
_PLAUSIBLE = {
    "windows-1252": re.compile(rf"(?=.*[A-Za-z]|.$)(?!.*[{_ACCENTED}]{{3}})[A-Za-z{_ACCENTED}]+"),
    "windows-1251": re.compile(r"[А-ЯЁІЇЄҐЎ]?[а-яёіїєґў]+|[А-ЯЁІЇЄҐЎ]+"),
    "windows-1256": re.compile(r"[\u0621-\u065f\u067e\u0686\u0698\u06a9\u06af\u06cc\u06be\u06c1]+"),
}


def encoding_of(data: bytes) -> str:
    """The name of the encoding, as Python knows it."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    if wide := _without_mark(data[:SAMPLE]):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return max(ONE_BYTE, key=lambda name: _share_of_words(data[:SAMPLE], name))
    return "utf-8"


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that doesn't say so: every other byte of its digits, blanks and separators is nought."""
    pairs = max(len(data) // 2, 1)
    if data[1::2].count(0) > pairs * 0.15:
        return "utf-16-le"
    return "utf-16-be" if data[::2].count(0) > pairs * 0.15 else None


def _share_of_words(data: bytes, name: str) -> float:
    """How many of the words with letters beyond English are words of the languages that use this encoding."""
    text = data.decode(name, errors="replace")
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = sum(1 for word in words if _PLAUSIBLE[name].fullmatch(word))
    return good / len(words) - text.count("\ufffd") / max(len(text), 1) if words else 0.0
