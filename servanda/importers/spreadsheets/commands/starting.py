"""Beginning and giving up an import; saved configurations."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import gettext as _

from servanda.accounts.command import command
from servanda.accounts.policy import require
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents import store
from servanda.documents.commands import keep_file
from servanda.documents.models import File
from servanda.importers.reading import limits
from servanda.importers.spreadsheets import reasons, work
from servanda.importers.spreadsheets.cells.macros import has_macros, without_macros
from servanda.importers.spreadsheets.cells.pasted import as_table_text
from servanda.importers.spreadsheets.columns import folded, guess_layout
from servanda.importers.spreadsheets.kinds import kind_of
from servanda.importers.spreadsheets.models import SavedConfiguration, SheetImport
from servanda.importers.spreadsheets.table import table_of

IMPORT = "importers.import_spreadsheet"
PASTED = "pasted-cells.tsv"
State, Step = SheetImport.State, SheetImport.Step


def begin(
    *,
    kind: str,
    chunks: Iterable[bytes],
    name: str,
    by: Any,
    source: str = "",
    configuration: SavedConfiguration | None = None,
    token: uuid.UUID | None = None,
    language: str = "",
) -> SheetImport:
    """Step 1: keep the file, read it once, guess its sheet, heading rows and columns. `kind`: of its rows
    (`queries.kinds_for(person)`); `source`: a name for where such files come from, under which decisions on names are
    remembered ("" takes the configuration's, else the kind); `token`: the same form sent twice makes one import;
    `language`: of texts in the file ("": the person's).

    Raises core.errors.Refused with a sentence where the file can't be read; then nothing is kept."""
    given = {"kind": kind, "source": source, "configuration": configuration, "language": language, "is_pasted": False}
    try:
        return _begin(data=Content(b"".join(_within_limit(chunks))), name=name, token=token, by=by, **given)
    except IntegrityError:
        if token is None:
            raise
        return SheetImport.objects.get(pk=token)  # the same form, sent twice in the same moment


def begin_with_paste(
    *,
    kind: str,
    text: str,
    by: Any,
    source: str = "",
    configuration: SavedConfiguration | None = None,
    token: uuid.UUID | None = None,
    language: str = "",
) -> SheetImport:
    """Step 1 with cells pasted from Excel or LibreOffice: tab-separated text, or the HTML table of the clipboard as text."""
    if not text.strip():
        raise Refused(_("Nothing was pasted. Copy the cells with their headings, and paste them into the field."))
    given = {"kind": kind, "source": source, "configuration": configuration, "language": language, "is_pasted": True}
    return _begin(data=Content(as_table_text(text).encode()), name=PASTED, token=token, by=by, **given)


class Content:
    """The bytes of a file, which the record of changes names and does not hold."""

    def __init__(self, data: bytes):
        self.data = data


def _within_limit(chunks: Iterable[bytes]) -> Iterable[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        yield chunk
        if size > settings.MAX_UPLOAD:
            return  # one byte more than is allowed is enough for `keep_file` to refuse


@command("importers.begin_spreadsheet", action=IMPORT)
def _begin(
    *,
    kind: str,
    data: Content,
    name: str,
    by: Any,
    source: str,
    configuration: SavedConfiguration | None,
    token: uuid.UUID | None,
    language: str,
    is_pasted: bool,
) -> SheetImport:
    sent = SheetImport.objects.filter(pk=token).first() if token else None
    if sent:
        return sent
    require(by, kind_of(kind).action)
    file = _kept(data.data, name, by)
    made = SheetImport(pk=token or uuid.uuid4(), kind=kind, file=file, is_pasted=is_pasted, started_by=by)
    made.configuration, made.source = configuration, source or (configuration.source if configuration else "")
    try:
        _understand(made, language or by.language)
    except Refused:
        store.path_of(file.place).unlink(missing_ok=True)
        raise
    made.save(force_insert=True)
    return made


def _kept(data: bytes, name: str, by: Any) -> File:
    """The file, kept byte for byte; but a program in it is never kept."""
    try:
        with work.on_disk(data) as file:
            if len(data) <= settings.MAX_UPLOAD and has_macros(file):
                data = without_macros(file)
    except limits.Refused as refused:
        raise reasons.in_words(refused) from refused
    return keep_file(chunks=[data], name=name, by=by, purpose="spreadsheet")


def _understand(made: SheetImport, language: str) -> None:
    """Sheet, headings and columns: as the configuration says where it fits, else as guessed."""
    kind = kind_of(made.kind)
    saved = made.configuration.layout if made.configuration else {}
    known = made.configuration.columns if made.configuration else {}
    book = work.book_of(made.file, "", saved.get("delimiter", "") if made.configuration else "")
    layout = guess_layout(book, kind.fields, saved.get("language") or language, saved.get("sheet", ""), known)
    made.layout = layout.as_dict()
    found = table_of(book, layout)
    if not found.rows:
        raise Refused(str(reasons.REFUSALS["no_rows"]))
    guessed = {guess.letter: guess.field for guess in work.guesses(made.kind, found)}
    if made.configuration:
        fits = work.columns_from(made.configuration, found)
        taken = set(fits.values())
        guessed = {letter: "note" if code in taken else code for letter, code in guessed.items()} | fits
    made.columns = guessed


@command("importers.discard_spreadsheet", on="sheet_import", action=IMPORT)
def discard(*, sheet_import: SheetImport, by: Any) -> SheetImport:
    """Give an import up. What is in the register already is not discarded but taken back (NotPossibleNow)."""
    if sheet_import.state in (State.DONE, State.UNDONE, State.COMMITTING):
        raise NotPossibleNow(_("This import is in the register already. Undo it instead."))
    sheet_import.state = State.DISCARDED
    sheet_import.save()
    sheet_import.rows.all().delete()
    return sheet_import


@command("importers.save_configuration", on="sheet_import", action=IMPORT)
def save_configuration(*, sheet_import: SheetImport, name: str, by: Any) -> SavedConfiguration:
    """Keep layout, columns and source under a name; the same name of the same kind is replaced."""
    if not name.strip():
        raise Refused(_("Give the configuration a name, so that you find it again."))
    found = work.table(sheet_import)
    columns = {
        folded(found.headings[letter]): code
        for letter, code in sheet_import.columns.items()
        if found.headings.get(letter)
    }
    facts = {"layout": sheet_import.layout, "columns": columns, "source": work.source_of(sheet_import), "saved_by": by}
    saved, _created = SavedConfiguration.objects.update_or_create(
        kind=sheet_import.kind, name=" ".join(name.split())[:120], defaults=facts
    )
    sheet_import.configuration = saved
    sheet_import.save(update_fields=["configuration"])
    return saved


@command("importers.forget_configuration", action=IMPORT)
def forget_configuration(*, configuration: SavedConfiguration, by: Any) -> None:
    """Delete a saved configuration. Imports made with it stay as they are."""
    configuration.delete()
