"""Old Word files (.doc), Rich Text and OpenDocument texts, turned into .docx or PDF by LibreOffice where it is installed.

LibreOffice works in a process of its own: a new profile folder that lives as long as the conversion, macros and links
forbidden, no network, so much memory and time. The folder is removed in every case; what a machine that lost its power
left behind is removed by the next conversion.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .apart import MB, Share, Stopped, run_apart
from .limits import Refused

PROGRAMS = ("soffice", "libreoffice")
FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8", "docx": "MS Word 2007 XML"}
TARGETS = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
NAMES = {"doc": "an old Word file (.doc)", "rtf": "a Rich Text file (.rtf)", "odt": "an OpenDocument text (.odt)"}
LARGEST = 40 * MB  # of the file that is converted
SHARE = Share(seconds=8, memory=512 * MB, by_data=True, file_bytes=100 * MB)
PREFIX, FORGOTTEN = "servanda-office-", 3600  # seconds after which a folder is nobody's any more
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Save/Document", "LoadPrinter", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> str | None:
    """LibreOffice's own command, where it is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def converted(path: Path, kind: str, to: str = "docx") -> Iterator[Path]:
    """The file as .docx or PDF, in a folder that is gone afterwards. `kind`: doc, rtf, odt or docx.

    Raises Refused where LibreOffice is not installed, or cannot convert the file.
    """
    office = program()
    if office is None:
        raise _not_installed(kind)
    if path.stat().st_size > LARGEST:
        raise Refused("too_large", f"This file is larger than {LARGEST // MB} MB. Save it as PDF and upload that.")
    _remove_forgotten()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{kind}"  # the name that a stranger gave never reaches a command line
        shutil.copyfile(path, source)
        _write_settings(folder / "profile")
        yield _result(office, source, folder, kind, to)


def _result(office: str, source: Path, folder: Path, kind: str, to: str) -> Path:
    out = folder / "out"
    command: list[str | Path] = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", f"--infilter={FILTERS[kind]}", "--convert-to", TARGETS[to], "--outdir", out,
        source,
    ]  # fmt: skip
    inside = {"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}
    try:
        run_apart(command, SHARE, environment=inside)
    except Stopped as error:
        raise _stopped() from error
    made = out / f"document.{to}"
    if not made.is_file() or not made.stat().st_size:
        raise _cannot_convert(kind)
    return made


def _write_settings(profile: Path) -> None:
    """A profile in which nothing that a document carries is run, followed or fetched."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{"" if path.startswith("Inet") else "Office."}{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


def _remove_forgotten() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if folder.stat().st_mtime < time.time() - FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _not_installed(kind: str) -> Refused:
    return Refused(
        "needs_libreoffice",
        f"This is {NAMES.get(kind, 'a file of another program')}. It can be read where LibreOffice is installed, and here "
        "it is not. Save it as .docx or PDF and upload that, or ask the operator to install LibreOffice "
        "(apt-get install libreoffice-writer-nogui).",
    )


def _stopped() -> Refused:
    return Refused(
        "stopped",
        "Converting this file was stopped, because it asks for more memory or time than a document does. "
        "Save it as PDF and upload that.",
    )


def _cannot_convert(kind: str) -> Refused:
    return Refused(
        "cannot_convert",
        f"LibreOffice could not open {NAMES.get(kind, 'this file')}: it is damaged, or protected with a password. "
        "Open it in Word, save it as .docx without a password, and upload that.",
    )
