"""The pages of an intake's file: recognised where they are scans, drawn as PDF where it is a Word file."""

from functools import partial
from pathlib import Path
from typing import Any

from servanda.documents import store
from servanda.documents.file_types import DOC, DOCX, ODT, PDF, RTF
from servanda.importers import commands
from servanda.importers.drafts import ReadPage
from servanda.importers.models import Intake
from servanda.importers.reading import recognition
from servanda.importers.reading.libre_office import converted, program
from servanda.importers.reading.limits import Refused

OFFICE_KINDS = {DOC: "doc", DOCX: "docx", ODT: "odt", RTF: "rtf"}
CHUNK = 1024 * 1024  # bytes


def recognised_pages(intake: Intake, path: Path, by: Any) -> dict[int, dict[str, Any]] | None:
    """The scanned pages as recognised, where somebody asked for it; those that are kept already are not done again.
    None where the intake was stopped meanwhile. Raises the reader's Refused where recognition is not to be had."""
    if not intake.recognise:
        return {}
    kept = dict(intake.recognised_pages.values_list("number", "content"))
    left = [number for number in intake.scanned if number not in kept]
    language = _language(intake, kept)
    recognition.refuse_what_cannot_be(intake.scanned, language)
    for number in left:
        page = recognition.recognise_page(path, number, language)
        if not commands.keep_recognised(intake=intake, page=ReadPage(number, page.as_dict()), by=by):
            return None
        kept[number] = page.as_dict()
        language = language or _language(intake, kept)
    return kept


def _language(intake: Intake, kept: dict[int, dict[str, Any]]) -> str | None:
    """The language that was asked for, or that of the first page with words; None while it is to be found out."""
    if intake.recognise != recognition.AUTO:
        return intake.recognise
    return next((page["language"] for page in kept.values() if len(page["words"]) > recognition.ENOUGH_WORDS), None)


def pages_to_show(intake: Intake, path: Path, by: Any) -> Path | None:
    """The PDF whose pages are shown beside the items: the file itself, or LibreOffice's of a Word file; else None."""
    if intake.file.media_type == PDF:
        return path
    if intake.drawn:
        return store.path_of(intake.drawn.place)
    kind = OFFICE_KINDS.get(intake.file.media_type)
    if kind is None or program() is None:
        return None
    try:
        with converted(path, kind, "pdf") as made, made.open("rb") as file:
            drawn = commands.keep_drawn(intake=intake, chunks=iter(partial(file.read, CHUNK), b""), by=by)
    except Refused:
        return None
    return store.path_of(drawn.place)


def shown_pages(intake: Intake) -> Path:
    """Where the pages lie that are drawn for the screen."""
    return store.path_of((intake.drawn or intake.file).place)
