"""The human-readable reference of a recommendation, stable for ever: XAR-CAT-3-21, XAR-UPR-4-130.16.

State, mechanism, the number of the document in the mechanism's own series (cycle for the UPR, the number of the concluding
observations or the year elsewhere), and the paragraph as printed.
"""

import re

from servanda.documents.models import Document

CONCLUDING_OBSERVATIONS = re.compile(r"/CO/(?P<number>\d+(?:-\d+)?)", re.IGNORECASE)


def reference_for(*, state: str, document: Document, number: str, taken: set[str]) -> str:
    """A reference that is not in `taken`. Letters in brackets follow the number: 21 (a) → 21a; a second one of the same
    number gets .2, .3 …"""
    stem = "-".join(
        part for part in (state, mechanism_part(document), series_part(document), paragraph_part(number)) if part
    )
    candidate, count = stem, 1
    while candidate in taken:
        count += 1
        candidate = f"{stem}.{count}" if paragraph_part(number) else f"{stem}-{count}"
    return candidate


def mechanism_part(document: Document) -> str:
    return document.mechanism.code if document.mechanism else "DOC"


def series_part(document: Document) -> str:
    if document.cycle:
        return str(document.cycle)
    if found := CONCLUDING_OBSERVATIONS.search(document.symbol):
        return found["number"]
    if document.published_on:
        return str(document.published_on.year)
    return re.sub(r"[^A-Za-z0-9]+", ".", document.symbol).strip(".")


def paragraph_part(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z.]", "", number).strip(".")
