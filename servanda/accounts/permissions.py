"""Who may manage people, and who may read the record of changes and take changes back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.models import Person
from servanda.accounts.policy import anything, declare, may, scope
from servanda.audit.models import Batch, Entry

declare(
    "accounts.manage_people",
    _("Add people, change their role, end their access"),
    administrator=anything,
    command_line=anything,
)
declare("audit.read", _("Read the record of changes"), administrator=anything)
declare(
    "audit.undo",
    _("Take back a batch of changes"),
    secretariat_editor=lambda person, batch: batch is None or batch.undone_at is None,
    command_line=anything,
)


@scope(Person)
def people(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "accounts.manage_people") else rows.filter(pk=person.pk)


@scope(Entry)
def entries(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "audit.read") else rows.none()


@scope(Batch)
def batches(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "audit.undo") else rows.none()
