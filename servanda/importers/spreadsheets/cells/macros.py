"""A workbook without its macros: the same parts, but for the program in it and what points to that."""

import io
import re
import zipfile
from pathlib import Path

from servanda.importers.reading.office_package import OfficePackage

_PROGRAM = re.compile(r"vba|macrosheets|activeX|ctrlProps", re.IGNORECASE)
_POINTS_TO_IT = re.compile(
    rb"<(?:Override|Relationship|Default)\b[^>]*(?:vba|macrosheets|activeX|ctrlProps)[^>]*/>", re.IGNORECASE
)
_WITH_MACROS = re.compile(rb"application/vnd\.ms-excel\.(?:sheet|template)\.macroEnabled\.main\+xml", re.IGNORECASE)
_WITHOUT = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def has_macros(path: Path) -> bool:
    """Whether an Excel package carries a program. Anything that is no package has none."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return False
    with OfficePackage(path) as package:
        return any("vbaProject" in name for name in package.members)


def without_macros(path: Path) -> bytes:
    """The package again, its program left out; unpacked within the reader's limits."""
    out = io.BytesIO()
    with OfficePackage(path) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in package.members:
            if _PROGRAM.search(name):
                continue
            content = package.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                content = _WITH_MACROS.sub(_WITHOUT, _POINTS_TO_IT.sub(b"", content))
            new.writestr(name, content)
    return out.getvalue()
