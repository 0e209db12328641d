"""Keeping files and documents."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.core.errors import Refused
from servanda.documents import store
from servanda.documents.file_types import media_type_of
from servanda.documents.models import Document, File, Paragraph
from servanda.publication.commands import take_snapshot


@command("documents.keep_file")
def keep_file(*, chunks: Iterable[bytes], name: str, by: Any, purpose: str = "evidence") -> File:
    """Keep an uploaded file. What it is, its content decides; its name is only shown. `purpose`: "evidence" or "intake",
    which accept different types (docs/reference/uploads.md)."""
    try:
        place, size, sha256 = store.write(chunks, limit=settings.MAX_UPLOAD)
    except ValueError:
        limit = filesizeformat(settings.MAX_UPLOAD)
        sentence = _("The file is larger than %(limit)s. Nothing was saved. Send it in smaller parts.")
        raise Refused(sentence % {"limit": limit}) from None
    try:
        media_type = media_type_of(store.path_of(place), name, purpose)
    except Refused:
        store.path_of(place).unlink()
        raise
    return File.objects.create(
        name=_shown_name(name), media_type=media_type, size=size, sha256=sha256, place=place, uploaded_by=by
    )


def _shown_name(name: str) -> str:
    """The last part of the name, without control characters or direction overrides, at most 255 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        c for c in last if c.isprintable() and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return shown.strip()[-255:] or "file"


@command("documents.register", action="documents.manage")
def register_document(*, symbol: str, by: Any, files: Iterable[File] = (), **facts: Any) -> Document:
    """Add a document by its symbol, or complete the one there is: one symbol is one document. `facts`: kind, titles,
    mechanism, session, cycle, published_on, language, source_url."""
    document, _created = Document.objects.get_or_create(symbol=" ".join(symbol.split()), defaults=facts)
    for file in files:
        file.document, file.language = document, facts.get("language", "")
        file.save(update_fields=["document", "language"])
    if document.is_public:
        take_snapshot(kind="document", thing=document, public_id=str(document.pk), by=by)
    return document


@command("documents.change_facts", on="document", action="documents.manage")
def change_facts(*, document: Document, by: Any, **facts: Any) -> Document:
    for name, value in facts.items():
        setattr(document, name, value)
    document.save()
    take_snapshot(kind="document", thing=document, public_id=str(document.pk), by=by)
    return document


@command("documents.keep_paragraphs", on="document", action="documents.manage")
def keep_paragraphs(*, document: Document, paragraphs: list[dict[str, Any]], by: Any) -> int:
    """Keep the text of a document, paragraph by paragraph: {"number", "page", "text", "language"} in their order. Only for
    a document that has none in that language yet."""
    held = set(document.paragraphs.values_list("language", flat=True))
    rows = [
        Paragraph(document=document, order=order, **paragraph)
        for order, paragraph in enumerate(paragraphs)
        if paragraph["language"] not in held and paragraph["text"]
    ]
    return len(Paragraph.objects.bulk_create(rows, batch_size=500))
