"""Old Word files, Rich Text and OpenDocument: read through LibreOffice, or refused with what to do."""

import tempfile
from pathlib import Path

import docx
import pytest

from servanda.importers.reading import libre_office, read_file
from servanda.importers.reading.detect import kind_of
from servanda.importers.reading.libre_office import converted, program
from servanda.importers.reading.limits import Refused
from tests.hostile_files import OLE, packed
from tests.support.missing import cannot_run

RTF = (
    rb"{\rtf1\ansi 1. The Committee considered the report of Arandia.\par "
    rb"2. The Committee recommends that the State party publish the figures on complaints.\par}"
)
OLD_WORD = OLE + b"\0" * 504 + "WordDocument".encode("utf-16-le") + b"\0" * 1000
ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})


def office() -> None:
    if program() is None:
        cannot_run("LibreOffice is not here", remedy="apt-get install libreoffice-writer-nogui")


@pytest.fixture
def kept(tmp_path: Path):
    def keep(content: bytes) -> Path:
        path = tmp_path / "file.doc"
        path.write_bytes(content)
        return path

    return keep


@pytest.mark.parametrize(("content", "kind"), [(RTF, "rtf"), (OLD_WORD, "doc"), (ODT, "odt")])
def test_where_libreoffice_is_missing_the_refusal_says_what_to_do(
    kept, content: bytes, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Feature 5: an old Word file is read through LibreOffice; where it is not installed, the answer says so."""
    monkeypatch.setattr(libre_office, "program", lambda: None)
    path = kept(content)
    assert kind_of(path) == kind
    reading = read_file(path)
    assert reading.refusal is not None
    assert reading.refusal.code == "needs_libreoffice"
    assert "PDF" in reading.refusal.message
    assert "libreoffice" in reading.refusal.message


@pytest.mark.slow
def test_a_rich_text_file_is_read_and_leaves_nothing_behind(
    kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # another test may be at work in the common one
    reading = read_file(kept(RTF))
    assert reading.refusal is None
    assert [p.number for p in reading.paragraphs] == ["1", "2"]
    assert {p.page for p in reading.paragraphs} == {None}
    assert not list(Path(tempfile.gettempdir()).glob(f"{libre_office.PREFIX}*"))


@pytest.mark.slow
def test_old_word_and_opendocument_say_the_same_as_docx(tmp_path: Path) -> None:
    """The sample of our own, turned into .doc and .odt by LibreOffice and read back."""
    office()
    source = tmp_path / "source.docx"
    document = docx.Document()
    for text in ("1. The Committee met.", "2. It recommends that the State party act now."):
        document.add_paragraph(text)
    document.save(str(source))
    wanted = [(p.number, p.text) for p in read_file(source).paragraphs]
    for kind, filter_ in (("doc", "doc:MS Word 97"), ("odt", "odt:writer8")):
        libre_office.TARGETS[kind] = filter_
        try:
            with converted(source, "docx", kind) as made:
                assert kind_of(made) == kind
                assert [(p.number, p.text) for p in read_file(made).paragraphs] == wanted
        finally:
            del libre_office.TARGETS[kind]


@pytest.mark.slow
@pytest.mark.parametrize("content", [OLD_WORD, ODT], ids=["old word", "opendocument"])
def test_what_libreoffice_cannot_open_is_refused_and_the_folder_is_gone(kept, content: bytes) -> None:
    office()
    reading = read_file(kept(content))
    assert reading.refusal is not None
    assert reading.refusal.code == "cannot_convert"
    assert not list(Path(tempfile.gettempdir()).glob(f"{libre_office.PREFIX}*"))


def test_the_folder_is_gone_also_where_the_conversion_is_stopped(kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise libre_office.Stopped("time")

    monkeypatch.setattr(libre_office, "program", lambda: "soffice")
    monkeypatch.setattr(libre_office, "run_apart", stopped)
    with pytest.raises(Refused) as refused, converted(kept(RTF), "rtf"):
        pass
    assert refused.value.code == "stopped"
    assert not list(Path(tempfile.gettempdir()).glob(f"{libre_office.PREFIX}*"))


def test_the_profile_forbids_macros_links_and_the_network(tmp_path: Path) -> None:
    libre_office._write_settings(tmp_path)
    written = (tmp_path / "user" / "registrymodifications.xcu").read_text()
    for name in ("DisableMacrosExecution", "DisableActiveContent", "ooInetProxyType"):
        assert name in written
