"""OHCHR's thematic lists of recommendations, also called matrix of recommendations.

Drafting convention: one table; its first row names the columns, a row merged over all columns is the heading of a
theme ("Theme: …", "Right or area: …"), every other row is one recommendation. The first cell holds number, text with
the States in brackets, and "Source of position: …"; another cell lists the themes, then "SDGs:", then "Affected
persons:". Three layouts are known (2012 with codes, 2014 with a column for the States, 2019 without codes); columns
are found by their headings, not by their place. The running head, or a line above, names State, cycle and session.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from servanda.mechanisms import states

from .ordinals_and_dates import ORDINAL, ordinal
from .reading import IN_PART, NOTED, PENDING, SUPPORTED, DocumentFacts, ReadRecommendation, RecommendingState
from .recommending_states import find_brackets, read_state_list, without_last_brackets
from .symbols import SYMBOL, clean
from .word_text import Cell, WordDocument, WordParagraph, WordTable

_COLUMNS = (
    ("states", re.compile(r"recommending\s+state", re.IGNORECASE)),
    ("text", re.compile(r"^\s*recommendation", re.IGNORECASE)),
    ("position", re.compile(r"^\s*position", re.IGNORECASE)),
    ("labels", re.compile(r"full list|themes?\b|rights", re.IGNORECASE)),
    ("comment", re.compile(r"comment|assessment|implementation", re.IGNORECASE)),
)
_HEADING = re.compile(r"^\s*(?:theme|right or area|area|cluster)s?\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?P<number>\d{1,3}\s?\.\s?\d{1,3}(?!\d)(?:\.\d{1,3})?)\s?\.?\s*")
_PLAIN_NUMBER = re.compile(
    r"^\s*(?P<number>[A-Z]{0,3}\d{1,4}(?: \([a-z]{1,4}\))*)\.\s+(?=\S)"
)  # "14 (b). …", as we write it
_SOURCE = re.compile(r"\bsource of position\s*:?\s*", re.IGNORECASE)
_SDG = re.compile(r"^S\d{2}\b|^SDG\s?\d")
_LABEL_HEADS = (
    ("persons", re.compile(r"^affected persons\s*:?\s*", re.IGNORECASE)),
    ("sdgs", re.compile(r"^(?:SDGs?|sustainable development goals?)\s*:\s*", re.IGNORECASE)),
    ("themes", re.compile(r"^themes?\s*:\s*", re.IGNORECASE)),
)
_HEAD_FACTS = re.compile(r"UPR of (?P<state>.+?)\s*(?:\(|-|–|—|$)")
_CYCLE_WORDS = re.compile(rf"(?P<cycle>{ORDINAL})\s+cycle", re.IGNORECASE)
_SESSION_WORDS = re.compile(rf"(?P<session>{ORDINAL})\s+session", re.IGNORECASE)
SURE, WITH_A_DOUBT = 0.99, 0.75


def is_thematic_list(document: WordDocument) -> bool:
    return any(_columns(row) for table in document.tables() for row in table.rows[:3])


def read_thematic_list(document: WordDocument) -> tuple[DocumentFacts, tuple[ReadRecommendation, ...]]:
    rows = [row for table in document.tables() for row in _rows(table)]
    return _facts(document, rows), tuple(_each_once(_recommendation(row) for row in rows))


@dataclass(slots=True)
class Row:
    """One row of the table, its cells already named."""

    theme: str
    cells: dict[str, list[str]]
    source: str = ""
    labels: dict[str, list[str]] = field(default_factory=lambda: {"themes": [], "persons": [], "sdgs": []})


def _columns(row: list[Cell]) -> dict[str, int]:
    """Which column holds what; empty where the row is no heading row."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        heading = " ".join(cell.paragraphs)
        name = next((name for name, form in _COLUMNS if form.search(heading)), None)
        if name and len(heading) < 80:
            found.setdefault(name, index)
    return found if {"text", "position"} <= found.keys() else {}


def _rows(table: WordTable) -> Iterator[Row]:
    columns: dict[str, int] = {}
    theme = ""
    for row in table.rows:
        columns_here = _columns(row)
        if columns_here:
            columns = columns_here
        elif len(row) == 1 or (row and row[0].span > 1):
            theme = _HEADING.sub("", " ".join(" ".join(row[0].paragraphs).split()))
        elif columns:
            cells = {name: row[i].paragraphs if i < len(row) else [] for name, i in columns.items()}
            read = _with_labels(Row(theme, cells))
            if any(text.strip() for text in cells["text"]):
                yield read


def _with_labels(row: Row) -> Row:
    kind = "themes"
    for text in (part.strip() for paragraph in row.cells.get("labels", []) for part in paragraph.split("\n")):
        head = next(((name, match) for name, form in _LABEL_HEADS if (match := form.match(text))), None)
        kind = head[0] if head else kind
        label = re.sub(r"^[-–•·]\s*", "", text[head[1].end() :] if head else text).strip()
        if label:
            row.labels["sdgs" if kind == "themes" and _SDG.match(label) else kind].append(label)
    return row


def _recommendation(row: Row) -> ReadRecommendation:
    wording, source = _wording_and_source(row.cells["text"])
    number = _NUMBER.match(wording) or _PLAIN_NUMBER.match(wording)
    text = wording[number.end() :] if number else wording
    named, doubts = _states(text, row.cells.get("states", []))
    doubts += () if number else ("no_number",)
    position = _position(" ".join(row.cells["position"]))
    doubts += () if position else ("unknown_position",)
    comment = "\n".join(text for text in row.cells.get("comment", []) if text.strip())
    return ReadRecommendation(
        number=re.sub(r"(?<=\.)\s|\s(?=\.)", "", number["number"]) if number else None,
        text=_words(text, row),
        recommending_states=named,
        position=position,
        section=row.theme or None,
        confidence=WITH_A_DOUBT if doubts else SURE,
        doubts=doubts,
        wording=wording,
        themes=tuple(row.labels["themes"]),
        persons=tuple(row.labels["persons"]),
        sdgs=tuple(row.labels["sdgs"]),
        extra={"position_source": source or None} | ({"comment": comment} if comment else {}),
    )


def _words(text: str, row: Row) -> str:
    """The text without the States behind it; as printed to its last mark where they stand in their own column alone."""
    bare = text.rstrip(" ;.,")
    brackets = find_brackets(text) if "states" in row.cells else []
    if "states" in row.cells and not (brackets and brackets[-1].end >= len(bare)):
        return text
    return without_last_brackets(text)


def _wording_and_source(paragraphs: list[str]) -> tuple[str, str]:
    text = " ".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
    match = _SOURCE.search(text)
    return (text[: match.start()].strip(), text[match.end() :].strip()) if match else (text, "")


def _states(text: str, column: list[str]) -> tuple[tuple[RecommendingState, ...], tuple[str, ...]]:
    """The States in the brackets, or in their own column where the list has one."""
    brackets = find_brackets(text)
    in_brackets = tuple({s.iso3 or s.name: s for b in brackets for s in b.states}.values())
    lines = [name.strip() for cell in column for name in cell.split("\n") if name.strip()]
    in_column = [listed for name in lines if (listed := read_state_list(name))]
    named = tuple({s.iso3 or s.name: s for listed in in_column for s in listed[0]}.values()) or in_brackets
    doubts = tuple(dict.fromkeys(d for b in brackets for d in b.doubts))
    if not named:
        doubts += ("no_recommending_state",)
    elif in_column and in_brackets and {s.iso3 for s in named} != {s.iso3 for s in in_brackets}:
        doubts += ("states_differ_between_text_and_column",)
    return named, doubts


def _position(text: str) -> str | None:
    words = set(re.findall(r"[a-z]+", text.lower()))
    if {"supported", "noted"} <= words or words & {"partially", "partly", "part"}:
        return IN_PART
    for position, signs in (
        (NOTED, {"noted", "rejected"}),
        (SUPPORTED, {"supported", "accepted"}),
        (PENDING, {"pending"}),
    ):
        if words & signs:
            return position
    return None


def _each_once(found: Iterator[ReadRecommendation]) -> Iterator[ReadRecommendation]:
    """A list may repeat a recommendation under a second theme: its labels are the same, it is given once."""
    seen = set()
    for item in found:
        key = (item.number, item.text)
        if key not in seen:
            seen.add(key)
            yield item


def _facts(document: WordDocument, rows: list[Row]) -> DocumentFacts:
    top = [block.text for block in document.blocks[:6] if isinstance(block, WordParagraph)]
    head = " ".join(re.sub(r"(?<=\d)\s+(?=(?:st|nd|rd|th)\b)", "", " ".join([document.header, *top])).split())
    head = re.sub(r"(?<=\d)\s+(?=\d\s?(?:st|nd|rd|th)\b)", "", head)
    state, cycle, session = (form.search(head) for form in (_HEAD_FACTS, _CYCLE_WORDS, _SESSION_WORDS))
    return DocumentFacts(
        symbol=_report_symbol(rows),
        kind="thematic_list",
        title=re.sub(r"\s*Page \d+ of \d+\s*$", "", head)[:200] or None,
        language="en",
        state=states.iso3_of(state["state"]) if state else None,
        mechanism="UPR",
        session=ordinal(session["session"]) if session else None,
        cycle=ordinal(cycle["cycle"]) if cycle else None,
    )


def _report_symbol(rows: list[Row]) -> str | None:
    """The report whose recommendations are listed: the symbol that sources name, without the addendum's ending."""
    named = (SYMBOL.search(_wording_and_source(row.cells["text"])[1]) for row in rows)
    counted = Counter(re.sub(r"/Add\.\d+$", "", clean(match[0]), flags=re.IGNORECASE) for match in named if match)
    return counted.most_common(1)[0][0] if counted else None
