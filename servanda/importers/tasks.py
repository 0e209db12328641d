"""The long work of an intake. Reading goes in small steps, each kept at once, so that it can be cut off anywhere and gone on
with, by any worker, without losing or doubling an item. Confirming is one transaction."""

import dataclasses
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from servanda.accounts.models import Person
from servanda.documents import store
from servanda.documents.file_types import PDF
from servanda.importers import commands
from servanda.importers.commands import conflicts as deciding
from servanda.importers.drafts import (
    KINDS,
    LONGEST_NUMBER,
    ReadDocument,
    ReadItems,
    answer_facts,
    draft_facts,
    facts_as_read,
    is_about_us,
    is_of_the_index,
    paragraphs_of,
)
from servanda.importers.models import Conflict, Intake
from servanda.importers.reading import Box, Reading, ReadRecommendation, read_file
from servanda.importers.reading.page_images import locate
from servanda.importers.reading.pdf_probe import is_unusual
from servanda.importers.reading.pdf_text import open_pdf
from servanda.jobs import tasks as jobs
from servanda.jobs.works import Outcome, work

logger = logging.getLogger(__name__)
STEP = 25  # items kept at a time: a second of work at most
MOST_ITEMS = 5_000  # more than any document holds; whole exports of the index come in by the command line


def take_in(*, chunks: Iterable[bytes], name: str, by: Any, token: UUID | None = None) -> Intake:
    """Keep the file and order its reading in one transaction: after a power cut there are both or neither."""
    try:
        with transaction.atomic():
            intake = commands.take_in(chunks=chunks, name=name, by=by, token=token)
            if intake.state == Intake.State.WAITING:
                order_reading(intake, by)
    except IntegrityError:
        if token is None:
            raise
        return Intake.objects.get(pk=token)  # the same form, sent twice in the same moment
    return intake


def order_reading(intake: Intake, by: Any) -> None:
    """Ask a worker to read, or to go on reading. Asking twice does no harm."""
    jobs.order(
        work="importers.read",
        title=_("Read %(file)s") % {"file": intake.file.name},
        arguments={"intake": str(intake.pk)},
        by=by,
        back_url=reverse("importers:intake", args=[intake.pk]),
    )


@work("importers.read", is_whole=False)
def read_intake(*, intake: str, by: Any) -> Outcome:
    """Read the file of an intake. Starts, or goes on where an interrupted reading stopped."""
    found = Intake.objects.select_related("file").filter(pk=intake, state__in=commands.OPEN[:2]).first()
    if found:
        try:
            _read(commands.begin_reading(intake=found, by=by), by)
        except Exception:
            logger.exception("reading intake %s failed", intake)
            commands.give_up_reading(intake=found, code="unexpected", message="", by=by)
    return _read_outcome(Intake.objects.select_related("file").get(pk=intake))


def _read_outcome(intake: Intake) -> Outcome:
    """Said on the intake's own pages; here only where one goes on."""
    return Outcome("", reverse("importers:intake", args=[intake.pk]))


@work("importers.decide")
def decide(*, conflicts: list[str], choice: str, reason: str, url: str, by: Any) -> Outcome:
    """Decide on differences to a source. `choice`: take, keep or later."""
    chosen = list(Conflict.objects.filter(pk__in=conflicts))
    if choice == "take":
        batch = deciding.take_theirs(conflicts=chosen, by=by)
    elif choice == "keep":
        batch = deciding.keep_ours(conflicts=chosen, reason=reason, by=by)
    else:
        batch = deciding.decide_later(conflicts=chosen, by=by)
    return Outcome(batch.title, url, undo_url=reverse("workspace:undo", args=[batch.pk]))


@work("importers.confirm")
def confirm(*, intake: str, by: Any) -> Outcome:
    """Put a checked intake into the register."""
    done = commands.confirm(intake=Intake.objects.get(pk=intake), by=by)
    return Outcome("", reverse("importers:done", args=[done.pk]))


def _read(intake: Intake, by: Person) -> None:
    path = store.path_of(intake.file.place)
    reading = read_file(path)
    if reading.refusal:
        commands.give_up_reading(intake=intake, code=reading.refusal.code, message=reading.refusal.message, by=by)
    elif len(reading.recommendations) > MOST_ITEMS:
        commands.give_up_reading(intake=intake, code="too_many_records", message="", by=by)
    else:
        _keep(intake, reading, path, by)


def _keep(intake: Intake, reading: Reading, path: Path, by: Person) -> None:
    is_pdf = intake.file.media_type == PDF
    has_places = is_pdf and not is_unusual(path.read_bytes())
    read = ReadDocument(
        facts=facts_as_read(reading.document.as_dict()),
        warnings=[warning.as_dict() for warning in reading.warnings],
        paragraphs=paragraphs_of(reading),
        pages=_count_pages(path) if is_pdf else 0,
        total=len(reading.recommendations) + len(reading.positions),
    )
    commands.keep_reading(intake=intake, read=read, by=by)
    held = set(intake.items.values_list("order", flat=True))
    for start in range(0, len(reading.recommendations), STEP):
        step = range(start, min(start + STEP, len(reading.recommendations)))
        if held.issuperset(order + 1 for order in step):
            continue
        part = dataclasses.replace(reading, recommendations=reading.recommendations[step.start : step.stop])
        items = list(_items(part, locate(path, part) if has_places else None, step.start + 1))
        if not commands.keep_items(intake=intake, read=ReadItems(items), by=by):
            return  # somebody stopped it
    commands.keep_items(intake=intake, read=ReadItems(list(_answers(reading))), by=by)
    commands.finish_reading(intake=intake, by=by)


def _count_pages(path: Path) -> int:
    document = open_pdf(path)
    try:
        return len(document)
    finally:
        document.close()


def _items(part: Reading, boxes: list[tuple[Box, ...]] | None, first: int) -> Iterator[dict[str, Any]]:
    language = part.document.language or "en"
    for place, found in enumerate(part.recommendations):
        where = [_box(box) for box in boxes[place]] if boxes else []
        yield _item(found, language) | {"order": first + place, "boxes": where}


def _answers(reading: Reading) -> Iterator[dict[str, Any]]:
    """What an addendum says about the recommendations of its report, behind what it recommends itself (nothing)."""
    language = reading.document.language or "en"
    for order, found in enumerate(reading.positions, len(reading.recommendations) + 1):
        doubts = [] if found.position else ["unknown_position"]
        yield answer_facts(found, language) | {"order": order, "doubts": doubts}


def _box(box: Box) -> dict[str, Any]:
    place = box.as_fractions()
    return {"page": box.page, "x": place["left"], "y": place["top"], "width": place["width"], "height": place["height"]}


def _item(found: ReadRecommendation, language: str) -> dict[str, Any]:
    """The item that waits for a person: its facts, and what the reader thinks of them."""
    document = found.extra.get("document")
    return draft_facts(found, language) | {
        "confidence": found.confidence,
        "doubts": [*found.doubts, *_our_doubts(found)],
        "source": facts_as_read(document) if document else {},
    }


def _our_doubts(found: ReadRecommendation) -> Iterator[str]:
    """What the reader can't know: what the register takes, and which State this is."""
    if len(found.number or "") > LONGEST_NUMBER:
        yield "number_too_long"
    if found.kind not in KINDS:
        yield "other_kind"
    if is_of_the_index(found) and not is_about_us(found.extra.get("states") or ()):
        yield "other_state"
