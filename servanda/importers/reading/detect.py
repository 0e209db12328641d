"""What a file is, by its content: its name is not believed."""

from pathlib import Path
from typing import NamedTuple

from .limits import STANDARD, Limits, Refused
from .office_package import OfficePackage
from .plain_text import is_text

HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_DOCUMENT = "WordDocument".encode("utf-16-le")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Foreign(NamedTuple):
    """A kind of file that is recognised and not read, with what the person can do."""

    start: bytes
    code: str
    message: str


_PICTURE = "This is a picture. The reader needs text: upload the PDF or Word file, or run text recognition (OCR) on it."
_ARCHIVE = "This is a packed archive. Unpack it and upload the documents one by one."
_PROGRAM = "This is a program, not a document. It was not opened."
_FOREIGN = (
    *(Foreign(s, "picture", _PICTURE) for s in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    *(Foreign(s, "archive", _ARCHIVE) for s in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")),
    *(Foreign(s, "program", _PROGRAM) for s in (b"MZ", b"\x7fELF", b"#!")),
)


def kind_of(path: Path, limits: Limits = STANDARD) -> str:
    """pdf, docx, xlsx, json, text, or what LibreOffice turns into docx: doc, rtf, odt. Raises Refused for anything else."""
    head = _head(path)
    size = path.stat().st_size
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if bare[:1] in (b"[", b"{") and not head.startswith(b"{\\rtf"):
        _refuse_large(size, limits.export_bytes)
        return "json"
    _refuse_large(size, limits.file_bytes)
    _refuse_foreign(head)
    if head.startswith(b"PK\x03\x04"):
        return _packed(path, limits)
    if head.startswith(_OLE):
        return _old_office(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if not bare.startswith(b"<") and is_text(path):
        return "text"
    raise _unknown(bare)


def _refuse_foreign(head: bytes) -> None:
    for foreign in _FOREIGN:
        if head.startswith(foreign.start):
            raise Refused(foreign.code, foreign.message)


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise Refused("not_a_file", "There is no such file. Check its name and place.")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise Refused("cannot_open", f"This file cannot be opened: {error.strerror}.") from error
    if not head:
        raise Refused("empty_file", "This file is empty. Download it again from its source.")
    return head


def _refuse_large(size: int, most: int) -> None:
    if size > most:
        raise Refused(
            "too_large",
            f"This file has {size // 1_000_000} MB; the reader takes at most {most // 1_000_000} MB. Split it.",
        )


def _packed(path: Path, limits: Limits) -> str:
    with OfficePackage(path, limits) as package:
        kind = package.kind()
    if kind in ("docx", "xlsx", "odt"):
        return kind
    if kind == "odf":
        raise Refused(
            "open_document",
            "This is an OpenDocument file, but no text. Save it as .docx, .xlsx or PDF and upload that.",
        )
    if kind == "pptx":
        raise Refused("presentation", "This is a presentation. Save it as PDF and upload that.")
    if kind == "xlsb":
        raise Refused("binary_workbook", "This is a binary Excel workbook. Save it as .xlsx and upload that.")
    raise Refused("archive", "This is a packed archive. Unpack it and upload the documents one by one.")


def _old_office(path: Path) -> str:
    """ "doc" for a Word file of 1997-2003; the names of the file's parts say what it is."""
    with path.open("rb") as file:
        content = file.read()
    if _ENCRYPTED_PACKAGE in content[:1_000_000]:
        raise Refused(
            "encrypted_file", "This file is protected with a password. Save it without a password and upload it again."
        )
    if _WORD_DOCUMENT not in content:
        raise Refused(
            "old_office_format",
            "This is a file of Excel, PowerPoint or Outlook 97-2003. Save it as .xlsx or PDF, and upload that.",
        )
    return "doc"


def _unknown(bare: bytes) -> Refused:
    if bare[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<svg")):
        return Refused("web_page", "This is a web page, not the document itself. Download the PDF or Word file.")
    if bare.startswith(b"<"):
        return Refused("xml", "This is an XML file of a kind that is not read. Upload the PDF, Word or JSON file.")
    return Refused(
        "unknown_format", "This is no PDF, Word, Excel or JSON file. Upload the document in one of these formats."
    )
