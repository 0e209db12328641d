"""Adding to the record. Called inside the transaction of the change it describes."""

import secrets
from datetime import UTC
from typing import Any

from django.db import transaction

from servanda.audit.chain import digest_of_content, digest_of_entry
from servanda.audit.models import Entry, Head
from servanda.core import clock
from servanda.core.at_once import held_by, hold


def record(
    *, command: str, person: str, role: str, institution: str, object_type: str, object_id: str, content: dict[str, Any]
) -> Entry:
    """Add one entry to the chain. The caller holds a transaction, so the change and its entry stand or fall
    together."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit entry is written in the transaction of its change.")
    number, digest = _end_of_the_chain()
    entry = Entry(
        number=number + 1,
        at=clock.now().astimezone(UTC).isoformat(timespec="microseconds"),
        person=person,
        role=role,
        institution=institution,
        command=command,
        object_type=object_type,
        object_id=object_id,
        content=content,
        salt=secrets.token_hex(16),
        previous=digest,
    )
    entry.content_digest = digest_of_content(content, entry.salt)
    entry.digest = digest_of_entry(vars(entry))
    hold(_write, entry)
    return entry


def _end_of_the_chain() -> tuple[int, str]:
    """Number and digest of the last entry. The chain stays locked until the transaction ends."""
    if waiting := held_by(_write):
        return waiting[-1].number, waiting[-1].digest
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
    return head.number, head.digest


def _write(entries: list[Entry]) -> None:
    Entry.objects.bulk_create(entries, batch_size=500)
    Head.objects.filter(pk=1).update(number=entries[-1].number, digest=entries[-1].digest)
