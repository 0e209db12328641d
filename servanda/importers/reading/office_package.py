"""The ZIP packages of Word and Excel, opened with distrust.

A package may lie about its sizes, hold thousands of members, or XML that grows while it is parsed. Sizes are checked
before and while unpacking, nothing is ever written to disk, entities are not resolved, and a document type declaration,
which no office program writes, is refused.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from .limits import STANDARD, Limits, Refused

CHUNK = 64 * 1024
LONGEST_TYPE = 200  # characters of the member that names an OpenDocument's type
_OPEN_TEXTS = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_MEMBER_OF = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "pptx",
}
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class OfficePackage:
    """A package whose members are given out only within the limits."""

    def __init__(self, path: Path, limits: Limits = STANDARD):
        self.limits, self.unpacked = limits, 0
        try:
            self.archive = zipfile.ZipFile(path)
            self.members = {info.filename: info for info in self.archive.infolist()[: limits.zip_members + 1]}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
            raise _damaged() from error
        self._refuse_bombs()

    def __enter__(self) -> "OfficePackage":
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def kind(self) -> str | None:
        """docx, xlsx, odt, …; None for a ZIP file that is no office document."""
        if "mimetype" in self.members and self.members["mimetype"].file_size < LONGEST_TYPE:
            return "odt" if self.read("mimetype").strip() in _OPEN_TEXTS else "odf"
        if any(name.startswith("META-INF/") or name == "mimetype" for name in self.members):
            return "odf"
        return next((kind for name, kind in _MEMBER_OF.items() if name in self.members), None)

    def read(self, name: str) -> bytes:
        """One member, refused once it is larger than it may be, whatever size it claims."""
        buffer = BytesIO()
        for chunk in self.chunks(name):
            if buffer.tell() + len(chunk) > self.limits.xml_bytes:
                raise _too_large()
            buffer.write(chunk)
        return buffer.getvalue()

    def chunks(self, name: str) -> Iterator[bytes]:
        """One member piece by piece, counted against what the whole package may unpack to."""
        with self._open(name) as member:
            for chunk in _chunks(member):
                self.unpacked += len(chunk)
                if self.unpacked > self.limits.unpacked_bytes:
                    raise _too_large()
                yield chunk

    def elements(self, name: str, *, tags: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """Start and end of the named elements of an XML member, in document order."""
        from lxml import etree  # imported here: PDF files don't pay for it

        data = self.read(name)
        if _DECLARATION.search(data[:4096]) or _DECLARATION.search(data[:4096].replace(b"\0", b"")):
            raise Refused(
                "forbidden_xml",
                "This file holds XML declarations that no office program writes, as attacks do. It was not read. "
                "Save the document anew in Word or Excel.",
            )
        try:
            yield from etree.iterparse(
                BytesIO(data), events=("start", "end"), tag=tags,
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            )  # fmt: skip
        except etree.XMLSyntaxError as error:
            raise _damaged() from error

    def _open(self, name: str) -> IO[bytes]:
        try:
            return self.archive.open(self.members[name])
        except (KeyError, zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise _damaged() from error
        except RuntimeError as error:  # zipfile's way to ask for a password
            raise Refused(
                "encrypted_file",
                "This file is protected with a password. Save it without a password and upload it again.",
            ) from error

    def _refuse_bombs(self) -> None:
        if len(self.members) > self.limits.zip_members:
            raise Refused(
                "too_many_parts", "This file is packed from more parts than any office document. It was not read."
            )
        if sum(info.file_size for info in self.members.values()) > self.limits.unpacked_bytes:
            raise _too_large()


def _chunks(member: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := member.read(CHUNK):
            yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _damaged() from error


def _damaged() -> Refused:
    return Refused(
        "damaged_file",
        "This file is damaged and cannot be opened. Download it again, or save it anew in its own program.",
    )


def _too_large() -> Refused:
    return Refused(
        "unpacks_too_large",
        "This file unpacks to far more than a document holds. It was not read. Save the part you need as a new file.",
    )
