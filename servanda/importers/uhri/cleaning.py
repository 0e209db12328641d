"""One record of the index, cleaned, with what was repaired in it. No database here.

There are 268,000 records and 381 MB in a full export, so the common case takes the short way: a tag is looked for only where
there is a "<", a label is cleaned once and remembered, a date is looked up. What the short way gives, the long way
(`reading/uhri_export.py`) gives too; tests compare them.
"""

import csv
import functools
import html
import re
from pathlib import Path
from typing import Any, NamedTuple

from servanda.importers.reading import symbols
from servanda.importers.reading.uhri_export import BREAK, INVISIBLE, LONGEST_TEXT, TAG, UPR_NUMBER, UPR_WORDS, date_of
from servanda.importers.reading.uhri_export import NUMBER as NUMBER_AND_HEADING
from servanda.mechanisms import states

SHORTEST = 15  # letters of a text that can be a recommendation
LONGEST_SHOWN = 80  # letters of a repaired passage in the log
LONGEST_LABEL = 300
LONGEST_NUMBER = 20
KINDS = {"recommendations": 1, "concerns/observations": 2, "others": 0}
POSITIONS = {"supported": 1, "noted": 2, "supported/noted": 3}
ENTITIES = {  # of HTML, the commonest first; "&amp;" last, or "&amp;lt;" would be undone twice
    "&nbsp;": " ", "&rsquo;": "’", "&#8209;": "-", "&ndash;": "–", "&lrm;": "", "&lsquo;": "‘", "&ldquo;": "“",
    "&rdquo;": "”", "&mdash;": "—", "&amp;": "&",
}  # fmt: skip
_NUMBER = re.compile(r"(\d{1,3})\s?\.\s*(?=\D)")
_ENTITY = re.compile(r"&#?\w+;?")
_ODD_BLANK = re.compile(r"\s\s|[^\S ]")
_LONE_LETTER = re.compile(r" [b-hj-np-z] ")  # that is no English word: "to e nsure"
_DASH = re.compile(r"^[\s-]+")
_LETTER_CODE = re.compile(r"^[A-Za-z]{2}$")
_TWO_STATES = re.compile(r"\s+-\s+")

Fix = tuple[str, str, str]  # rule, what stood there, what stands there now
PARAGRAPH: Fix = ("markup", "<p>…</p>", "…")
GLUED: Fix = ("glued_number", "{number}.", "{number}. ")
HEADING: Fix = ("heading", "{heading} {number}.", "")
NO_WORDS: Fix = ("no_words", "", "")


class Cleaned(NamedTuple):
    """A text without mark-up; number and heading were taken out of it."""

    text: str
    number: str
    heading: str
    fixes: list[Fix]


class Meaning(NamedTuple):
    """What a label, body or country as printed means. `code`: of a State ISO alpha-3, of a body as in the register."""

    label: str
    code: str
    fixes: tuple[Fix, ...]


# --- texts ------------------------------------------------------------------------------------------------------------


def clean_text(raw: str, is_upr: bool) -> Cleaned:
    """A text as delivered, cleaned; its number and heading apart."""
    fixes: list[Fix] = []
    text = raw if len(raw) <= LONGEST_TEXT else _cut(raw, LONGEST_TEXT, fixes)
    if "\x00" in text:
        fixes.append(("invisible", "U+0000", ""))
        text = text.replace("\x00", "")
    if "<" in text:
        text = _without_tags(text, fixes)
    if "&" in text:
        text = _without_entities(text, fixes)
    if not text.isascii():
        text = _without_odd_signs(text, fixes)
    text = _with_single_blanks(text, fixes)
    number, heading, text = _without_number(text, is_upr, fixes)
    if lone := _LONE_LETTER.search(text):
        fixes.append(_torn_word(text, lone.start()))
    if len(text) < SHORTEST:
        fixes.append(("fragment", text, text) if text else NO_WORDS)
    return Cleaned(text, number, heading, fixes)


def _torn_word(text: str, at: int) -> Fix:
    """The lone letter between the words beside it."""
    passage = " ".join((*text[:at].split(" ")[-1:], text[at + 1], *text[at + 3 :].split(" ", 1)[:1]))[:LONGEST_SHOWN]
    return "torn_word", passage, passage


def _cut(text: str, longest: int, fixes: list[Fix]) -> str:
    fixes.append(("too_long", f"{len(text)}", f"{longest}"))
    return text[:longest]


def _without_tags(text: str, fixes: list[Fix]) -> str:
    if text.startswith("<p>") and text.find("<", 3) == len(text) - 4 and text.endswith("</p>"):
        fixes.append(PARAGRAPH)
        return text[3:-4]
    tags = dict.fromkeys(TAG.findall(text))
    if tags:
        fixes.append(("markup", " ".join(tags)[:LONGEST_SHOWN], ""))
    return TAG.sub("", BREAK.sub(" ", text))


def _without_entities(text: str, fixes: list[Fix]) -> str:
    for entity, sign in ENTITIES.items():
        if entity in text and (entity != "&amp;" or text.count("&") == text.count("&amp;")):
            fixes.append(("entity", entity, sign))
            text = text.replace(entity, sign)
            if entity == "&amp;" or "&" not in text:
                return text  # what "&amp;" became is no code any more
    plain = html.unescape(text)
    if plain != text:
        codes = dict.fromkeys(_ENTITY.findall(text))
        fixes.extend(("entity", code[:LONGEST_SHOWN], html.unescape(code)[:LONGEST_SHOWN]) for code in codes)
    return plain


def _without_odd_signs(text: str, fixes: list[Fix]) -> str:
    if "\u2011" in text:
        fixes.append(("hyphen", "\u2011", "-"))
        text = text.replace("\u2011", "-")
    found = INVISIBLE.search(text)
    if found:
        fixes.append(("invisible", f"U+{ord(found[0]):04X}", ""))
        text = INVISIBLE.sub("", text)
    return text


def _with_single_blanks(text: str, fixes: list[Fix]) -> str:
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or not text.isascii():
        found = _ODD_BLANK.search(text)
        if found:
            fixes.append(("text_blanks", ascii(found[0])[1:-1], " "))
            return " ".join(text.split())
    return text.strip()


def _without_number(text: str, is_upr: bool, fixes: list[Fix]) -> tuple[str, str, str]:
    if is_upr:
        return _without_upr_number(text, fixes)
    match = _NUMBER.match(text)
    number, heading = (match[1], "") if match else ("", "")
    if not match and (match := NUMBER_AND_HEADING.match(text)):
        number, heading = match["number"], match["heading"].strip()[:LONGEST_LABEL]
        if heading:
            fixes.append(HEADING)
    if not match:
        return "", "", text
    if match.end() < len(text) and text[match.end() - 1] == ".":
        fixes.append(GLUED)
    return number, heading, text[match.end() :].strip()


def _without_upr_number(text: str, fixes: list[Fix]) -> tuple[str, str, str]:
    if match := UPR_NUMBER.match(text):
        if text[match.end() - 1] in ".0123456789":
            fixes.append(GLUED)
        return match["number"], "", text[match.end() :].strip()
    if match := UPR_WORDS.match(text):
        fixes.append(("number_form", " ".join(re.sub(r"\d+", "…", match[0]).split()), "{number}"))
        number = match["alone"] or f"{match['paragraph']}.{match['item']}"
        return number[:LONGEST_NUMBER], "", text[match.end() :].strip()
    return "", "", text


# --- labels, bodies, countries ----------------------------------------------------------------------------------------


def _bare(printed: str) -> tuple[str, list[Fix]]:
    """The value without the dash and the blanks around it."""
    shown, fixes = printed.replace("\x00", "")[:LONGEST_LABEL], []
    printed = printed.replace("\x00", "")
    bare = _DASH.sub("", printed)
    label = " ".join(bare.split())[:LONGEST_LABEL]
    if "-" in printed[: len(printed) - len(bare)]:
        fixes.append(("list_mark", shown, label))
    elif label != printed:
        fixes.append(("label_blanks", shown, label))
    return label, fixes


def label_of(printed: str) -> Meaning:
    """A theme, a group of persons, an SDG label. The words are the index's; only what is no word is taken away."""
    label, fixes = _bare(printed)
    if label[:1].islower():
        fixes.append(("label_capital", label, label[:1].upper() + label[1:]))
        label = label[:1].upper() + label[1:]
    if label == "Reservations":
        fixes.append(("unreliable", label, label))
    return Meaning(label, "", tuple(fixes))


@functools.cache
def _bodies() -> dict[str, tuple[str, str]]:
    """Spelling → short name and kind: the spellings that the export of February 2026 held."""
    with Path(__file__).with_name("data").joinpath("bodies.csv").open(encoding="utf-8", newline="") as file:
        return {row["spelling"]: (row["body"], row["kind"]) for row in csv.DictReader(file)}


def body_of(printed: str) -> Meaning:
    label, fixes = _bare(printed)
    if not label:
        return Meaning("", "", (("no_body", printed[:LONGEST_LABEL], ""),))
    name = _bodies().get(label, (label, ""))[0]
    if name != label:
        fixes.append(("body_name", label, name))
    return Meaning(name, name[:60], tuple(fixes))


def country_of(printed: str) -> Meaning:
    """A State by its name of today; what is no single State as it stands."""
    label, fixes = _bare(printed)
    by_code = states.by_iso2(label) if _LETTER_CODE.match(label) else None
    state = by_code or states.find(label.rstrip("* "))
    if state is None:
        return Meaning(label, "", (*fixes, ("no_state", label, label)))
    if by_code:
        fixes.append(("country_code", label, state.name))
    elif state.name != label:
        fixes.append(("country_name", label, state.name))
    return Meaning(state.name, state.iso3, tuple(fixes))


def author_of(printed: str) -> Meaning:
    """A recommending State under the name that the document gives it."""
    label, fixes = _bare(printed)
    state = states.find(label.rstrip("* "))
    return Meaning(label, state.iso3 if state else "", tuple(fixes))


def kind_of(printed: str) -> tuple[int, tuple[Fix, ...]]:
    label, fixes = _bare(printed)
    kind = KINDS.get(label.lower())
    return (kind or 0), (*fixes, *((("kind", printed[:LONGEST_LABEL], ""),) if kind is None else ()))


def position_of(printed: str) -> tuple[int, tuple[Fix, ...]]:
    label, fixes = _bare(printed)
    position = POSITIONS.get(label.lower(), 0)
    return position, (*fixes, *((("position", label, ""),) if not position else ()))


@functools.lru_cache(maxsize=4096)
def day_of(value: Any) -> str | None:
    """ISO date of what stands in a cell, without its hour."""
    return date_of(value)


def state_of_symbol(symbol: str) -> Meaning | None:
    """The State that a symbol names: E/C.12/AUS/CO/6."""
    state = states.by_iso3(symbols.facts_of(symbol).state or "")
    return Meaning(state.name, state.iso3, ()) if state else None


def session_of(printed: Any) -> int | None:
    found = re.search(r"(\d+)\s*(?:st|nd|rd|th)?\s+session|session\s+(\d+)", str(printed or ""), re.IGNORECASE)
    return int(found[1] or found[2]) if found else None
