"""Writes records of older documents in the shape of the export of the Universal Human Rights Index, as JSON and XLSX.

Field names, the "- " prefixes, the spelling "Reccomending" and the order of columns are the index's own.
"""

import datetime
import html
import json
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

IDS = uuid.uuid5(uuid.NAMESPACE_URL, "https://derechoshumanos.xar.example/")  # so that ids never change
REGION = "Latin America & Caribbean"
DAY_ZERO = datetime.datetime(1899, 12, 30)  # of a spreadsheet  # noqa: DTZ001
COLUMNS = (
    "Text",
    "Countries Concerned",
    "Reccomending Body",
    "Document Symbol",
    "Themes",
    "Affected Persons",
    "Sdgs",
    "Document Publication Date",
    "UPR Reccomending States",
    "UPR Position",
    "Type",
    "OHCHR Annotation Id",
    "UPR Session",
    "Regions Concerned",
    "Recommending Regions",
    "Date of publication on UHRI",
)


def read_records(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pairs of document and record, in the order of the source."""
    with path.open("rb") as file:
        documents = tomllib.load(file)["document"]
    return [(document, record) for document in documents for record in document["record"]]


def write_json(path: Path, pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    records = [_record(document, record) for document, record in pairs]
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def plain_text(record: dict[str, Any]) -> str:
    """The words as a spreadsheet shows them: heading and number run into the text."""
    return f"{record['heading'] + ' ' if 'heading' in record else ''}{record['number']}. {record['text']}"


def _record(document: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    body = html.escape(record["text"], quote=False).replace("’", "&rsquo;")
    heading = f"{record['heading']}<br />" if "heading" in record else ""
    return {
        "AnnotationId": _id(document["symbol"], record["number"]),
        "Text": f"<p>{heading}{record['number']}.&nbsp;{body}</p>",
        "Symbol": document["symbol"],
        "Body": f"- {document['body']}",
        "Countries": ["Arandia"],
        "Themes": record["themes"],
        "Sdgs": record["sdgs"],
        "AnnotationType": f"- {record['type']}",
        "AffectedPersons": record["persons"],
        "Regions": [REGION],
        "PublicationDate": f"{document['date']}T00:00:00",
        "PublicationDateOnUhri": document["online"],
        "DocumentId": _id(document["symbol"]),
        "UprCycle": None,
        "UprPositions": [],
        "UprRecommendingCountry": [],
        "UprRecommendingRegions": [],
        "UprSession": [],
    }


def _id(*parts: str) -> str:
    return str(uuid.uuid5(IDS, "/".join(parts)))


def write_xlsx(path: Path, pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "UHRI export: Arandia", "created": DAY_ZERO.replace(year=2026)})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, COLUMNS)
    for line, (document, record) in enumerate(pairs, 1):
        sheet.write_row(line, 0, list(_cells(document, record)))
    book.close()


def _cells(document: dict[str, Any], record: dict[str, Any]) -> Iterator[str | float | None]:
    yield from (plain_text(record), "- Arandia", f"- {document['body']}", document["symbol"])
    yield from (_lines(record[name]) for name in ("themes", "persons", "sdgs"))
    yield from (_serial(document["date"]), None, None, f"- {record['type']}", _id(document["symbol"], record["number"]))
    yield from (None, f"- {REGION}", None, _serial(document["online"]))


def _lines(values: Iterable[str]) -> str | None:
    return "\n".join(f"- {value}" for value in values) or None


def _serial(text: str) -> float:
    """Days since the spreadsheet's day zero."""
    return (datetime.datetime.fromisoformat(text) - DAY_ZERO) / datetime.timedelta(days=1)
