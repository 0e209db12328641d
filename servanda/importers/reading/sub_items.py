"""The lettered parts of a paragraph: "(a) …; (b) …", with "(i) …; (ii) …" within a part, in every official language.

A letter opens a part only where it is due and where a list may go on: at the start, or behind a colon, semicolon or full
stop ("paragraphs 14 (a) and (b)" opens none). French, Spanish and Russian documents print one bracket: "a)".
"""

import re
from collections.abc import Iterator
from typing import Any

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
_SERIES = (
    (*_LATIN, *(letter * 2 for letter in _LATIN)),
    tuple("абвгдежзиклмнопрстуфхцчшщэюя"),
    ("أ", "ب", "ج", "د", "ه", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن"),
)
_MARK = re.compile(
    r"(?:^|(?<=[:;.,،؛：；。])|(?<=\band)|(?<=\bet)|(?<=\by)|(?<=\bи))\s*"
    r"(?P<printed>[(（]?(?P<label>[a-z]{1,5}|[а-я]|[\u0621-\u064a]ـ?)[)）])\s*(?=\S)"
)
_END = re.compile(r"[\s;,،؛；]*(?:\b(?:and|or|et|y|и))?[\s;.,،؛；。]*$")
_NEW_SENTENCE = re.compile(r"[.。]\s*(?=(?:The|Le|El|Комитет|واللجنة)\b|委员会)")


def sub_items(text: str) -> list[dict[str, Any]]:
    """The parts: `label` as printed, `text`, and `items` (the same) where a part has parts of its own."""
    marks = list(_due(text))
    if len(marks) < 2:
        return []
    ends = [*(mark.start() for mark in marks[1:]), _end_of_last(text, marks[-1].end())]
    return [_part(mark["printed"], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]


def _due(text: str) -> Iterator[re.Match[str]]:
    """The marks that open a part, each the next letter of one alphabet."""
    series, place = None, 0
    for mark in _MARK.finditer(text):
        label = mark["label"].rstrip("ـ")
        series = series or next((one for one in _SERIES if one[0] == label), None)
        if series and place < len(series) and series[place] == label:
            place += 1
            yield mark


def _end_of_last(text: str, start: int) -> int:
    """A list ends with the text, or where a new sentence of the author begins behind it."""
    found = _NEW_SENTENCE.search(text, start)
    return found.start() if found else len(text)


def _part(label: str, text: str) -> dict[str, Any]:
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if len(marks) < len(_ROMAN) and mark["label"] == _ROMAN[len(marks)]:
            marks.append(mark)
    part: dict[str, Any] = {"label": label, "text": _END.sub("", text).strip()}
    if len(marks) > 1:
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        part["items"] = [
            {"label": mark["printed"], "text": _END.sub("", text[mark.end() : end]).strip()}
            for mark, end in zip(marks, ends, strict=True)
        ]
    return part
