"""What a file is, by its content; its name and what the browser says of it are not believed."""

import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from servanda.core.errors import Refused

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC, RTF, ODT = "application/msword", "application/rtf", "application/vnd.oasis.opendocument.text"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
}
MAX_UNPACKED = 500 * 1024 * 1024
MAX_MEMBERS = 5_000


def media_type_of(path: Path, name: str, purpose: str) -> str:
    """The media type of the file, if it is accepted for the purpose; else `Refused` with the reason and what to do."""
    found = _by_magic(path) or _as_text(path, name)
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
    if said == ODT:
        return ODT
    return next((media_type for part, media_type in PARTS.items() if part in names), None)


def _said_type(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    """What an OpenDocument says of itself: its first part is its type."""
    if members and members[0].filename == "mimetype" and members[0].file_size == len(ODT):
        return archive.read(members[0]).decode("ascii", "replace")
    return ""


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
