"""What a file is, by its content; its name and what the browser says of it are not believed."""

import re
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from servanda.core.errors import Refused

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC, RTF, ODT = "application/msword", "application/rtf", "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MAGIC = {
    b"%PDF-": PDF,
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": DOC,
    b"{\\rtf": RTF,
}
PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
ACCEPTED = {
    "evidence": {PDF, DOCX, XLSX, "image/png", "image/jpeg", "text/plain", "text/csv"},
    "intake": {PDF, DOCX, XLSX, DOC, RTF, ODT, "application/json"},
    "spreadsheet": {XLSX, ODS, "text/csv", "text/plain"},
}
TABLES = (".csv", ".tsv", ".tab", ".txt")  # names of text files that may be in an encoding of their own
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
MAX_UNPACKED = 500 * 1024 * 1024
MAX_MEMBERS = 5_000


def media_type_of(path: Path, name: str, purpose: str) -> str:
    """The media type of the file, if it is accepted for the purpose; else `Refused` with the reason and what to do."""
    found = _by_magic(path) or _as_text(path, name)
    if found is None and purpose == "spreadsheet":
        found = _as_table(path, name)
    if found not in ACCEPTED[purpose] and purpose == "spreadsheet":
        raise Refused(_("This is no spreadsheet that can be read. Save it as .xlsx, .ods or .csv and send that."))
    if found not in ACCEPTED[purpose]:
        raise Refused(
            _("This type of file cannot be used here. Send a PDF, a Word or Excel file (.docx, .xlsx), or a picture.")
        )
    return found


def _by_magic(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise Refused(_("The file is empty. Choose it again; nothing was saved."))
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(path)
    return next((media_type for magic, media_type in MAGIC.items() if head.startswith(magic)), None)


def _in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            said = _said_type(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Refused(
            _("The file is damaged and cannot be opened. Save it again in Word or Excel and send that copy.")
        ) from None
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise Refused(_("The file unpacks to more than is allowed. Send it in smaller parts."))
    names = {m.filename for m in members}
    if any("vbaProject" in n for n in names):
        raise Refused(_("The file contains macros. Save it without macros (.docx or .xlsx) and send that copy."))
    return said or next((media_type for part, media_type in PARTS.items() if part in names), None)


def _said_type(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    """What an OpenDocument says of itself, a text or a spreadsheet: its first part is its type."""
    first = members[0] if members else None
    if first is None or first.filename != "mimetype" or first.file_size > 100:
        return ""
    said = archive.read(first).decode("ascii", "replace").strip()
    return said if said in (ODT, ODS) else ""


def _as_text(path: Path, name: str) -> str | None:
    """JSON or plain text in UTF-8; anything that looks like a page for a browser is not text."""
    with path.open("rb") as file:
        head = file.read(65_536)
    try:
        text = head.decode("utf-8-sig", errors="strict" if len(head) < 65_536 else "ignore")
    except UnicodeDecodeError:
        return None
    start = text.lstrip()[:200].lower()
    if "\0" in text or start.startswith("<") or "<script" in text.lower() or "<html" in text.lower():
        return None
    if start[:1] in ("{", "["):
        return "application/json"
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _as_table(path: Path, name: str) -> str | None:
    """A table as text in an encoding other than UTF-8: told from its name, and from what it does not hold."""
    with path.open("rb") as file:
        head = file.read(65_536)
    if not name.lower().endswith(TABLES):
        return None
    bare = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:2] == b"\0" else head
    start = bare.lstrip(b"\xff\xfe \t\r\n")[:200].lower()
    is_page = start.startswith(b"<") or b"<script" in bare.lower() or b"<html" in bare.lower()
    return None if is_page or (bare is head and CONTROL.search(bare)) else "text/csv"
