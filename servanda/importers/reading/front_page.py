"""The title page of a Council document where no size of type tells the title: masthead, agenda item, title, author, text.

Drafting convention: the masthead ends in body, session and agenda item; under the number of the item stands its title as
the Council adopted it (resolution 5/1, annex, part V), then the title of the document, then who reports, then "Summary"
or the text itself. The titles of the ten items are the same in every document, so they are known here by their words.
"""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from .document_kind import body_named
from .lines import Line, join_lines
from .phrases import any_language

AGENDA = (
    "Organizational and procedural matters",
    "Annual report of the United Nations High Commissioner for Human Rights and reports of the Office of the High "
    "Commissioner and the Secretary-General",
    "Annual report of the United Nations High Commissioner for Human Rights and reports of the Office of the United Nations "
    "High Commissioner for Human Rights and the Secretary-General",
    "Promotion and protection of all human rights, civil, political, economic, social and cultural rights, including the "
    "right to development",
    "Human rights situations that require the Council’s attention",
    "Human rights situations that require the attention of the Council",
    "Human rights bodies and mechanisms",
    "Universal periodic review",
    "Human rights situation in Palestine and other occupied Arab territories",
    "Follow-up to and implementation of the Vienna Declaration and Programme of Action",
    "Racism, racial discrimination, xenophobia and related forms of intolerance, follow-up to and implementation of the "
    "Durban Declaration and Programme of Action",
    "Technical assistance and capacity-building",
    "Implementation of General Assembly resolution 60/251 of 15 March 2006 entitled “Human Rights Council”",
    "Implementation of General Assembly resolution 60/251 of 15 March 2006",
    "Examen périodique universel",
    "Examen periódico universal",
    "Универсальный периодический обзор",
    "Promotion et protection de tous les droits de l’homme, civils, politiques, économiques, sociaux et culturels, y compris "
    "le droit au développement",
    "Promoción y protección de todos los derechos humanos, civiles, políticos, económicos, sociales y culturales, incluido "
    "el derecho al desarrollo",
)
_NUMBERS = r"(?P<numbers>\d{1,3}(?:\s?\(\w\))*(?:(?:,|,? (?:and|et|y|и|и) |\s?[&، و和])\s*\d{1,3}(?:\s?\(\w\))*)*)"
AGENDA_LINE = re.compile(rf"^\W*(?:{any_language('front.agenda').pattern}){_NUMBERS}", re.IGNORECASE)
_SESSION = re.compile(rf"^(?:{any_language('front.session').pattern}|geneva,.{{0,60}})$", re.IGNORECASE)
_SUMMARY = re.compile(rf"^(?:{any_language('front.summary').pattern})\W*$", re.IGNORECASE)
_DATES = re.compile(r"^\(?(?:[A-Z][a-z]+,\s)?\d{1,2}\b.{0,40}\b\d{4}\)?$")
_ENDS = re.compile(
    r"^(?:re-?issued\b|contents\b|introduction\b|annexe?s?\b|GE\.\s?\d|"
    r"\*{1,4}\s*\S|_{3,}|\(?[ivx1]{1,4}\)?\.\s*\S|\[|original\s?:)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^(?:(?:co-?)?chair(?:person)?(?:-? ?rapporteur)?s?|(?:special )?rapporteurs?|independent expert|submitted by|"
    r"prepared by|(?:vice-)?president|facilitator|moderator)\b[^:]{0,60}:",
    re.IGNORECASE,
)
_BEGINS_A_SENTENCE = re.compile(
    r"^(?:The|This|These|In|On|At|By|Pursuant|Under|As|During|From|Following|Since|It|Its|An?|Having|With|For|Upon|Between|"
    r"Through|To|Our|We|I|More|[A-Z][\w-]+,)\b"
)
_HAS_A_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|shall|requests?|requested|decided|submit(?:s|ted)?|presents?|contains?|"
    r"informs?|welcomed?s?|transmit(?:s|ted)?|provides?|covers?|adopted|held|took|invited|appointed|called|considers?|"
    r"examines?|describes?|undertook|visited|conducted|focuses|addresses|outlines|summari[sz]es|reports|established|"
    r"expressed?e?s?|congratulates?|reflects?|mandated|extended|received|constitutes?|sets out|encouraged|recalled|"
    r"highlights?|reviews|takes|gives|makes|attach(?:es|ed))\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.;:!?][”’\"']?$")
_ORIGINAL = re.compile(r"^\W*(?:original|оригинал|الأصل|原文)\s*[:：]", re.IGNORECASE)
LONGEST_NAME = 110  # characters of a line that holds the name of a body
LONGEST_FRONT = 60  # lines of a page among which masthead and title are sought
NEARLY_THE_SAME = 0.92  # of difflib's ratio: pages print the titles of the agenda with slips and older words
HEADING_LINES = 8  # lines over which the title of an agenda item may run
NEAR = 6  # lines within which the masthead of a second body follows, where two bodies receive one document
_REPORT = re.compile(r"^(?:report|note|study)\b", re.IGNORECASE)
LONGEST_TITLE = 12  # lines


def agenda_items(lines: list[Line]) -> tuple[int, ...] | None:
    """The numbers behind "Agenda item" on the title page; None where there is none."""
    for place, line in enumerate(lines[:LONGEST_FRONT]):
        match = AGENDA_LINE.match(line.text)
        if match:
            more = lines[place + 1].text if match.end() == len(line.text) and place + 1 < len(lines) else ""
            goes_on = re.match(r"^(?:and|,)\s*\d{1,3}\b", more)
            numbers = match["numbers"] + (goes_on[0] if goes_on else "")
            return tuple(dict.fromkeys(int(n) for n in re.findall(r"\d{1,3}", numbers)))
    return None


def title_by_place(lines: list[Line]) -> str | None:
    """The title by where it stands: below the agenda item's own title, above the summary or the text."""
    start = _below_masthead(lines[:LONGEST_FRONT])
    if start is None:
        return None
    front = lines[start : start + LONGEST_FRONT]
    known = _agenda_titles(front) or _first_block(front) * _is_foreign(lines[:start])
    chosen = [line.text for line in _title_lines(front[known:])]
    title = " ".join(re.sub(r"\*+|\u2217", " ", join_lines(chosen)).split())
    return re.sub(r"\s+([,;:.])", r"\1", title).strip(" ,;") or None


def _is_foreign(masthead: list[Line]) -> bool:
    """Whether the agenda item above is in another language than English, so that its title is not among ours."""
    return any(AGENDA_LINE.match(line.text) and "item" not in line.text.lower() for line in masthead)


def _first_block(lines: list[Line]) -> int:
    """How many lines stand above the first empty line; none where the text or a note follows there."""
    end = next((i for i in range(1, len(lines)) if lines[i - 1].top - lines[i].top > 1), 0)
    return 0 if not end or _ENDS.match(lines[end].text) or _SUMMARY.match(lines[end].text) else end


def _below_masthead(lines: list[Line]) -> int | None:
    """The first line below agenda item or session; None where the page has neither."""
    agenda = [i for i, line in enumerate(lines) if AGENDA_LINE.match(line.text)]
    session = [i for i, line in enumerate(lines) if _SESSION.match(line.text) and len(line.text) < 70]
    body = [i for i, line in enumerate(lines) if len(line.text) < LONGEST_NAME and body_named(line.text)]
    original = [i for i, line in enumerate(lines) if _ORIGINAL.match(line.text)]
    place = next((found[0] for found in (agenda, session, body, original) if found), None)
    if place is None:
        return None
    return _behind(lines, place + 1, lambda line: bool(_DATES.match(line.text) or AGENDA_LINE.match(line.text)))


def _behind(lines: list[Line], place: int, belongs: Callable[[Line], bool]) -> int:
    """The first place from here on whose line does not belong."""
    while place < len(lines) and belongs(lines[place]):
        place += 1
    return place


def _agenda_titles(lines: list[Line]) -> int:
    """How many lines hold titles of agenda items; the end of an unknown one is known by the empty line below it."""
    place = 0
    while used := _one_agenda_title(lines[place : place + HEADING_LINES]):
        place += used
    second = next(
        (i for i, line in enumerate(lines[place : place + NEAR], place) if AGENDA_LINE.match(line.text)), None
    )
    if second is None:
        return place
    return next((i for i in range(second + 1, len(lines)) if _REPORT.match(lines[i].text)), second + 1)


def _one_agenda_title(lines: list[Line]) -> int:
    letters = ""
    best, used = 0.0, 0
    for count, line in enumerate(lines, 1):
        letters += _letters(line.text)
        score = max((_alike(letters, known) for known in _KNOWN), default=0.0)
        if score > best:
            best, used = score, count
    return used if best >= NEARLY_THE_SAME else 0


def _alike(letters: str, known: str) -> float:
    """How much two texts have in common, from 0 to 1; 0 at once where their lengths differ."""
    if abs(len(letters) - len(known)) > len(known) * (1 - NEARLY_THE_SAME) * 2:
        return 0.0
    return SequenceMatcher(None, letters, known, autojunk=False).ratio()


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


_KNOWN = tuple(_letters(title) for title in AGENDA)


def _title_lines(lines: list[Line]) -> Iterator[Line]:
    for place, line in enumerate(lines[:LONGEST_TITLE]):
        if _ENDS.match(line.text) or _SUMMARY.match(line.text) or (place and _is_text(lines, place)):
            return
        if not _AUTHOR.match(line.text) and line.text.strip("* ,"):
            yield line


def _is_text(lines: list[Line], place: int) -> bool:
    """Whether the running text begins with this line: a sentence with a verb that comes to an end below."""
    if not _BEGINS_A_SENTENCE.match(lines[place].text):
        return False
    sentence = []
    for line in lines[place : place + 12]:
        sentence.append(line.text)
        if _ENDED.search(line.text) or re.search(r"\.\s[A-Z]", line.text):
            return bool(_HAS_A_VERB.search(" ".join(sentence)))
        if len(sentence) > 1 and (_ENDS.match(line.text) or _SUMMARY.match(line.text)):
            return False
    return False
