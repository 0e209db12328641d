"""Exports of the index with made-up records, as files."""

import json
import random
import uuid
from pathlib import Path
from typing import Any

STATES = ("Paraguay", "Kenya", "Norway", "Fiji", "Jordan")


def record(number: int, **changes: Any) -> dict[str, Any]:
    """One record of a treaty body; `number` makes its id, its text and its document."""
    rnd = random.Random(number)
    place = number // 20 % len(STATES)
    code = ("PRY", "KEN", "NOR", "FJI", "JOR")[place]
    given = {
        "AnnotationId": str(uuid.UUID(int=rnd.getrandbits(128), version=4)),
        "Text": f"<p>{number % 90 + 1}. Take step {number} to protect everybody&rsquo;s rights.</p>",
        "Symbol": f"CEDAW/C/{code}/CO/{number // 100 + 1}",
        "Body": "- CEDAW",
        "Countries": [STATES[place]],
        "Themes": [rnd.choice(["Right to health", " Right to food", "Reservations"])],
        "Sdgs": ["5 - GENDER EQUALITY"],
        "AnnotationType": "- Recommendations",
        "AffectedPersons": ["Women & girls"],
        "PublicationDate": "2019-03-04T00:00:00",
        "PublicationDateOnUhri": "2019-06-04T10:11:12.345",
        "DocumentId": f"document-{number // 100}",
        "UprPositions": [],
        "UprRecommendingCountry": [],
    }
    return given | changes


def records(count: int) -> list[dict[str, Any]]:
    return [record(number) for number in range(count)]


def written(path: Path, rows: list[dict[str, Any]], *, by_line: bool = True) -> Path:
    """The rows as a JSON array, one record a line or all of it indented."""
    if by_line:
        path.write_text(
            "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n", encoding="utf-8"
        )
    else:
        path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return path
