"""Reading an uploaded export in the background, and handing the records about our State to the register."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django_tasks import task

from servanda.accounts.models import Person
from servanda.documents import store
from servanda.documents.commands import keep_file
from servanda.importers import bulk
from servanda.importers.reading.limits import Refused as CannotRead
from servanda.importers.uhri import commands, register, run
from servanda.importers.uhri.models import Edition
from servanda.importers.uhri.rows import must_be_an_export

logger = logging.getLogger(__name__)


def take_in(*, chunks: Iterable[bytes], name: str, whole: bool, by: Any) -> Edition:
    """Keep the file and order its reading in one transaction: after a power cut there are both or neither."""
    with transaction.atomic():
        file = keep_file(chunks=chunks, name=name, by=by, purpose="intake")
        edition = commands.begin(
            file_name=file.name, sha256=file.sha256, total_bytes=file.size, whole=whole, file=file, by=by
        )
        order_reading(edition, by)
    return edition


def order_reading(edition: Edition, by: Any) -> None:
    """Ask a worker to read, or to go on. Asking twice does no harm: the second takes over from the first."""
    read_index.enqueue(str(edition.pk), str(by.pk))


@task()
def read_index(edition_id: str, person_id: str) -> None:
    """Read an edition to its end, or go on where an interrupted reading stopped; then the register takes its part."""
    edition = Edition.objects.select_related("file").filter(pk=edition_id).first()
    by = Person.objects.get(pk=person_id)
    if edition is None or edition.file is None:
        return
    try:
        _read(edition, by)
    except commands.NotOurs:
        logger.info("edition %s is read elsewhere, or was stopped", edition.number)
    except CannotRead:
        logger.info("edition %s cannot be read", edition.number)
    except Exception:
        logger.exception("reading edition %s failed", edition.number)
        commands.give_up(edition=edition, code="unexpected", message="", by=by)


def _read(edition: Edition, by: Person) -> None:
    path = store.path_of(edition.file.place)  # type: ignore[union-attr]
    if edition.state == Edition.State.READING:
        try:
            must_be_an_export(path)
        except CannotRead as refused:
            commands.give_up(edition=edition, code=refused.code, message=refused.message, by=by)
            raise
        result = run.carry_out(edition, path, by=by)
        delivery = register.delivery_of(result)
        if delivery.sources:
            done = bulk.carry_out("uhri", path, delivery, by=by)
            commands.remember_run(edition=result.edition, run=done, by=by)
