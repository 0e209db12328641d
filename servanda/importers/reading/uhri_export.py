"""Exports of the Universal Human Rights Index: JSON and XLSX, one record at a time.

Quirks of the source, met here once and for all: the column is spelt "Reccomending" or "Recommending"; labels carry
"- " or blanks in front; texts are HTML, with entities and a number in one of several forms; a country may be an ISO
code of two letters, may end in an asterisk, or may be no State; dates of the spreadsheet are serial numbers; any field
may be missing. Nothing is judged: unknown labels are kept as they are.
"""

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from servanda.mechanisms import states

from . import symbols
from .limits import MB, STANDARD, Budget, Limits, Refused
from .office_package import OfficePackage
from .reading import (
    CONCERN,
    IN_PART,
    NOTED,
    RECOMMENDATION,
    SUPPORTED,
    DocumentFacts,
    ReadRecommendation,
    RecommendingState,
)
from .recommending_states import without_last_brackets

OTHER = "other"
DEEPEST = 20  # levels of JSON
BUFFER = 8 * 1024  # bytes parsed at once: the parser builds the paths of all of them before it gives out the first
LONGEST_TOKEN = 4 * MB  # between two quotation marks: the parser copies it again with every buffer
LONGEST_TEXT = 200_000  # letters of one record
_FIELDS = {
    "annotationid": "annotation_id", "ohchrannotationid": "annotation_id", "text": "text",
    "symbol": "symbol", "documentsymbol": "symbol",
    "body": "body", "recommendingbody": "body",
    "countries": "countries", "countriesconcerned": "countries",
    "themes": "themes", "sdgs": "sdgs", "affectedpersons": "persons",
    "regions": "regions", "regionsconcerned": "regions",
    "annotationtype": "type", "type": "type",
    "publicationdate": "date", "documentpublicationdate": "date",
    "publicationdateonuhri": "online", "dateofpublicationonuhri": "online",
    "documentid": "document_id", "uprcycle": "cycle", "uprsession": "session",
    "uprpositions": "positions", "uprposition": "positions",
    "uprrecommendingcountry": "authors", "uprrecommendingcountries": "authors", "uprrecommendingstates": "authors",
    "uprrecommendingregions": "author_regions", "recommendingregions": "author_regions",
}  # fmt: skip
_ENOUGH_FIELDS = {"text", "symbol", "body"}
_BODIES = {
    "Committee on the Rights of the Child": "CRC",
    "Committee on the Elimination of Discrimination against Women": "CEDAW",
    "Committee on Migrant Workers": "CMW",
    "Committee on Economic, Social and Cultural Rights": "CESCR",
    "Human Rights Committee": "CCPR",
    "Committee against Torture": "CAT",
    "Committee on the Elimination of Racial Discrimination": "CERD",
    "Committee on the Rights of Persons with Disabilities": "CRPD",
    "Committee on Enforced Disappearances": "CED",
    "Universal Periodic Review": "UPR",
}
_KINDS = {"recommendations": RECOMMENDATION, "concerns/observations": CONCERN}
_POSITIONS = {"supported": SUPPORTED, "noted": NOTED, "supported/noted": IN_PART}
BREAK = re.compile(r"(?i)<\s*(?:br|/p|/li|/div)\b[^>]*>")
TAG = re.compile(r"<[^<>]*>")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
UPR_NUMBER = re.compile(r"^(?P<number>\d{1,3}\.\d{1,3})\s?\.?\s*(?=\D)")
UPR_WORDS = re.compile(
    r"^Recommendation No\.? (?P<item>\d+) para\.? (?P<paragraph>\d+)\s*|^Para\.? (?P<alone>\d+)\s*", re.IGNORECASE
)
NUMBER = re.compile(r"^(?P<heading>(?:(?:[A-Z]\.\s*)?[^\d.][^.]{0,120}?)?)\s*(?P<number>\d{1,3})\s?\.\s*(?=\D)")
_EXCEL_START = datetime.date(1899, 12, 30)
_CELL = re.compile(rb'\sr="([A-Z]{1,4})(\d{1,8})"')


@dataclass(frozen=True, slots=True)
class UhriRecord:
    """One annotation of the index, cleaned; `number` and `heading` were taken out of its text."""

    annotation_id: str
    text: str
    wording: str
    number: str | None
    heading: str | None
    kind: str
    type_label: str
    document: DocumentFacts
    document_id: str | None
    countries: tuple[RecommendingState, ...]
    recommending_states: tuple[RecommendingState, ...]
    position: str | None
    positions: tuple[str, ...]
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    sdgs: tuple[str, ...]
    regions: tuple[str, ...]
    published_on_uhri: str | None


def records(path: Path, limits: Limits = STANDARD) -> Iterator[UhriRecord]:
    """Every record of an export, one at a time, in constant memory for JSON."""
    with path.open("rb") as file:
        is_package = file.read(4) == b"PK\x03\x04"
    rows = spreadsheet_rows(path, limits) if is_package else json_rows(path)
    for row in rows:
        yield record_of(row)


def looks_like_an_export(path: Path) -> bool:
    """Whether the first record of a JSON file has the fields of the index."""
    first = next(iter(json_rows(path)), None)
    return first is not None and named(first).keys() >= _ENOUGH_FIELDS


def is_an_export_sheet(path: Path, limits: Limits) -> bool:
    """Whether the first row of the first sheet names the columns of the index."""
    first = next(spreadsheet_rows(path, limits), None)
    return first is not None and named(first).keys() >= _ENOUGH_FIELDS


def read_export(
    path: Path, limits: Limits, budget: Budget
) -> tuple[DocumentFacts, tuple[ReadRecommendation, ...], bool]:
    """Facts (those that all records share), recommendations, and whether there are more than can be shown at once."""
    found = []
    for record in islice(records(path, limits), limits.records_in_memory):
        found.append(record)
        if len(found) % 100 == 0:
            budget.check()
    more = len(found) == limits.records_in_memory
    documents = {record.document for record in found}
    facts = documents.pop() if len(documents) == 1 else DocumentFacts()
    facts = DocumentFacts(**(facts.as_dict() | {"kind": "uhri_export"}))
    return facts, tuple(_recommendation(record) for record in found), more


def json_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON array, of an array inside an object, or of JSON Lines."""
    with path.open("rb") as file:
        start = file.read(65536)
        file.seek(0)
        yield from _line_by_line(file) if is_line_broken(start) else _by_events(file, start)


def is_line_broken(start: bytes) -> bool:
    """One whole record on the second line: then the quickest parser can take line by line."""
    lines = start.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 2)
    first = lines[1] if len(lines) > 2 and lines[0].strip() == b"[" else lines[0]
    first = first.strip().rstrip(b",")
    return first.startswith(b"{") and first.endswith(b"}") and first.count(b"{") == first.count(b"}")


def _line_by_line(file: Any) -> Iterator[dict[str, Any]]:
    import orjson

    for number, line in enumerate(file, 1):
        record = line.strip(b"\xef\xbb\xbf \t\r\n,[]")  # an object begins and ends in braces: nothing of it is lost
        if not record:
            continue
        try:
            row = orjson.loads(record)
        except orjson.JSONDecodeError as error:
            raise torn(f"line {number}") from error
        if isinstance(row, dict):
            yield row


def _by_events(file: Any, start: bytes) -> Iterator[dict[str, Any]]:
    import ijson

    prefix = "item" if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else _first_list(file)
    if prefix is None:
        return
    file.seek(3 if start.startswith(b"\xef\xbb\xbf") else 0)
    try:
        for row in ijson.items(_shallow(ijson.parse(_Guarded(file), use_float=True, buf_size=BUFFER)), prefix):
            if isinstance(row, dict):
                yield row
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        raise torn("the end") from error


class _Guarded:
    """A file that refuses to give out endless tokens."""

    def __init__(self, file: Any):
        self.file, self.since_quote = file, 0

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self.file.read(size)
        at = chunk.rfind(b'"')
        self.since_quote = len(chunk) - at - 1 if at >= 0 else self.since_quote + len(chunk)
        if self.since_quote > LONGEST_TOKEN:
            raise Refused("damaged_json", "This JSON file holds a text longer than any document: it is no export.")
        return chunk


def _shallow(events: Iterator[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """The events of a document that nests no deeper than an export does."""
    depth = 0
    for event in events:
        depth += event[1].startswith("start_") - event[1].startswith("end_")
        if depth > DEEPEST:
            raise Refused("damaged_json", f"This JSON file nests more than {DEEPEST} levels deep: it is no export.")
        yield event


def _first_list(file: Any) -> str | None:
    """The place of the first list of objects inside an object."""
    import ijson

    try:
        for prefix, event, _ in islice(_shallow(ijson.parse(_Guarded(file), buf_size=BUFFER)), 2000):
            if event == "start_map" and prefix.endswith("item"):
                return str(prefix)
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        raise torn("its start") from error
    return None


def torn(place: str) -> Refused:
    return Refused(
        "damaged_json",
        f"This JSON file breaks off or is malformed near {place}. Download the export again from its source.",
    )


def spreadsheet_rows(path: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    import python_calamine

    refuse_wide_sheets(path, limits)
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = iter(sheet.to_python(skip_empty_area=False))
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused(
            "damaged_spreadsheet", "This spreadsheet cannot be opened. Save it anew as .xlsx in Excel or LibreOffice."
        ) from error
    headings = [str(heading) for heading in next(rows, [])]
    for row in rows:
        if any(value != "" for value in row):
            yield dict(zip(headings, row, strict=False))


def refuse_wide_sheets(path: Path, limits: Limits) -> None:
    """A sheet with a cell at its far corner makes a reader allocate the whole rectangle: measure it first."""
    with OfficePackage(path, limits) as package:
        for name in (n for n in package.members if n.startswith("xl/worksheets/") and n.endswith(".xml")):
            rows, columns, tail = 0, 0, b""
            for chunk in package.chunks(name):
                for letters, digits in _CELL.findall(tail + chunk):
                    rows, columns = max(rows, int(digits)), max(columns, _column(letters))
                tail = chunk[-40:]
            if rows * columns > limits.cells:
                raise Refused(
                    "too_many_cells",
                    f"A sheet of this file spans {rows * columns:,} cells; the reader takes at most {limits.cells:,}. "
                    "Delete empty rows and columns, or export fewer records.",
                )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def named(row: dict[str, Any]) -> dict[str, Any]:
    """The row under our own field names; unknown columns are left aside."""
    found = {}
    for key, value in row.items():
        name = field_name(str(key))
        if name:
            found[name] = value
    return found


@lru_cache(maxsize=256)
def field_name(heading: str) -> str | None:
    key = re.sub(r"[^a-z]", "", heading.lower())
    return _FIELDS.get(re.sub(r"rec+om+ending", "recommending", key))


def record_of(row: dict[str, Any]) -> UhriRecord:
    """One record, cleaned; a missing field is empty, never an error."""
    raw = named(row)
    body = next(iter(labels(raw.get("body"))), "")
    mechanism = _BODIES.get(body, body) or None
    wording = plain(str(raw.get("text") or "")[:LONGEST_TEXT])
    number, heading, text = number_and_text(wording, is_upr=mechanism == "UPR")
    countries = _states(raw.get("countries"))
    type_label = next(iter(labels(raw.get("type"))), "")
    positions = labels(raw.get("positions"))
    return UhriRecord(
        annotation_id=str(raw.get("annotation_id") or ""),
        text=text,
        wording=wording,
        number=number,
        heading=heading,
        kind=_KINDS.get(type_label.lower(), OTHER),
        type_label=type_label,
        document=_document(raw, mechanism, countries),
        document_id=str(raw["document_id"]) if raw.get("document_id") else None,
        countries=countries,
        recommending_states=_states(raw.get("authors")),
        position=_POSITIONS.get(positions[0].lower()) if positions else None,
        positions=positions,
        themes=labels(raw.get("themes")),
        persons=labels(raw.get("persons")),
        sdgs=labels(raw.get("sdgs")),
        regions=labels(raw.get("regions")),
        published_on_uhri=date_of(raw.get("online")),
    )


def _document(raw: dict[str, Any], mechanism: str | None, countries: tuple[RecommendingState, ...]) -> DocumentFacts:
    symbol = symbols.clean(str(raw.get("symbol") or "")) or None
    told = symbols.facts_of(symbol)
    words = " ".join((*labels(raw.get("session")), *labels(raw.get("cycle"))))
    session = re.search(r"(\d+)\s*(?:st|nd|rd|th)?\s+session|session\s+(\d+)", words, re.IGNORECASE)
    cycle = re.search(r"cycle\s+(\d+)|(\d+)\s*(?:st|nd|rd|th)?\s+cycle", words, re.IGNORECASE)
    return DocumentFacts(
        symbol=symbol,
        kind="upr_working_group_report" if mechanism == "UPR" else told.kind,
        date=date_of(raw.get("date")),
        state=countries[0].iso3 if len(countries) == 1 else None,
        mechanism=mechanism,
        session=int(session[1] or session[2]) if session else None,
        cycle=int(cycle[1] or cycle[2]) if cycle else None,
    )


def labels(value: Any) -> tuple[str, ...]:
    """The values of a cell or list, without "- " and blanks in front, each once, in order."""
    values = value if isinstance(value, list) else re.split(r"\n|(?<=\S)(?=- [A-Z])", str(value or ""))
    cleaned = (re.sub(r"^[\s-]+", "", " ".join(str(v).split())) for v in values if v is not None)
    return tuple(dict.fromkeys(label for label in cleaned if label))


def plain(text: str) -> str:
    """Text without mark-up: breaks become blanks, entities become letters, invisible marks go."""
    if "<" in text:
        text = TAG.sub("", BREAK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(INVISIBLE.sub("", text).replace("\u2011", "-").split())


def number_and_text(wording: str, *, is_upr: bool) -> tuple[str | None, str | None, str]:
    """The paragraph's number and the heading in front of it, taken out of the text, whatever its form."""
    if is_upr:
        match = UPR_NUMBER.match(wording) or UPR_WORDS.match(wording)
        if not match:
            return None, None, wording
        parts = match.groupdict()
        number = parts.get("number") or parts.get("alone") or f"{parts['paragraph']}.{parts['item']}"
        return number, None, wording[match.end() :].strip()
    match = NUMBER.match(wording)
    if not match:
        return None, None, wording
    return match["number"], match["heading"].strip() or None, wording[match.end() :].strip()


def date_of(value: Any) -> str | None:
    """ISO date of an ISO text, an Excel serial number or a date; None for anything else."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value < 200_000:
        return (_EXCEL_START + datetime.timedelta(days=int(value))).isoformat()
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", str(value or ""))
    try:
        return datetime.date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _states(value: Any) -> tuple[RecommendingState, ...]:
    return tuple(RecommendingState(name, _code(name)) for name in labels(value))


def _code(name: str) -> str | None:
    state = states.find(name.rstrip("* ")) or (states.by_iso2(name) if len(name) == 2 else None)
    return state.iso3 if state else None


def _recommendation(record: UhriRecord) -> ReadRecommendation:
    doubts = (() if record.number else ("no_number",)) + (() if record.text else ("empty_text",))
    extra = {
        "document": record.document.as_dict() | {"id": record.document_id},
        "annotation_id": record.annotation_id or None,
        "type": record.type_label or None,
        "states": [country.as_dict() for country in record.countries],
        "published_on_uhri": record.published_on_uhri,
    }
    return ReadRecommendation(
        number=record.number,
        text=without_last_brackets(record.text) if record.recommending_states else record.text,
        kind=record.kind,
        recommending_states=record.recommending_states,
        position=record.position,
        section=record.heading,
        confidence=0.9 if doubts else 1.0,
        doubts=doubts,
        wording=record.wording,
        themes=record.themes,
        persons=record.persons,
        sdgs=record.sdgs,
        extra=extra,
    )
