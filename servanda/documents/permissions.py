"""Who may change documents, and who may download a file.

A file belongs to a public document, to evidence or to an intake; each package that attaches files adds its own grounds with
`grounds_to_download`. Without any, nobody may.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from servanda.accounts.policy import anything, declare, may, scope
from servanda.documents.models import Document, File

GROUNDS: list[Callable[[Any, File], bool]] = []


def grounds_to_download(function: Callable[[Any, File], bool]) -> Callable[[Any, File], bool]:
    """Decorator: the person may download the file if this says so."""
    GROUNDS.append(function)
    return function


@grounds_to_download
def of_a_public_document(person: Any, file: File) -> bool:
    return file.document is not None and file.document.is_public


declare("documents.manage", _("Change a document's facts"), secretariat_editor=anything, command_line=anything)
declare(
    "documents.download",
    _("Download a file"),
    public=lambda person, file: file is None or any(ground(person, file) for ground in GROUNDS),
)
declare("documents.read", _("Read public documents"), public=anything)


@scope(Document)
def documents(person: Any, rows: QuerySet) -> QuerySet:
    return rows if may(person, "documents.manage") else rows.filter(is_public=True)


declare(
    "documents.keep_file",
    _("Upload a file"),
    focal_point=anything,
    alternate=anything,
    secretariat_editor=anything,
    nhri=anything,
    administrator=anything,
    command_line=anything,
)
