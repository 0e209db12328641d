"""Hostile and broken files: a reason for each, within ten seconds and 512 MB, and never a crash."""

import io
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from servanda.importers.reading import read_file
from servanda.importers.reading.pdf_probe import is_unusual
from tests.hostile_files import SEED, changed_bits, cut_off, docx, packed, pdf, shuffled, wrong_beginnings

SECONDS, MEGABYTES, BATCH = 10, 512, 40
GENERATOR = Path(__file__).parents[2] / "hostile_files.py"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Made by a process of its own: a child's peak memory is never below its parent's."""
    folder = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, GENERATOR, folder], check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.iterdir())


def peak_of_this_process() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(paths: list[Path]) -> tuple[list[dict], int, float]:
    """Readings, exit status and peak memory in MB of one process (and its children) that reads all files."""
    command = [sys.executable, "-m", "servanda.importers.reading.command_line", "--json", *map(str, paths)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lines = process.stdout.read().splitlines()
    _, status, used = os.wait4(process.pid, 0)
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    return [json.loads(line) for line in lines], process.returncode, used.ru_maxrss / 1024


@pytest.mark.slow
def test_every_hostile_file_is_read_or_refused_with_a_reason(hostile: list[Path]) -> None:
    """Feature 20: 300 hostile or broken files give a reason; none stops the reader or takes more than it may."""
    assert len(hostile) >= 300
    codes: Counter[str] = Counter()
    for start in range(0, len(hostile), BATCH):
        readings, status, peak = run(hostile[start : start + BATCH])
        assert [r["file"] for r in readings] == [str(p) for p in hostile[start : start + BATCH]]
        assert status in (1, 2)
        assert peak <= max(MEGABYTES, peak_of_this_process())  # Linux counts the peak of the parent to the child
        codes.update(r["refused"]["code"] if "refused" in r else "read" for r in readings)
    assert codes["unreadable"] == 0
    assert len(codes) >= 25


@pytest.mark.slow
def test_no_hostile_file_takes_long(hostile: list[Path]) -> None:
    slow = []
    for path in hostile:
        begun = time.process_time()
        reading = read_file(path)
        if time.process_time() - begun > SECONDS:
            slow.append(path.name)
        assert reading.refusal is None or (reading.refusal.code and reading.refusal.message.endswith("."))
    assert slow == []


def test_the_files_are_the_same_every_time() -> None:
    def small() -> list[tuple[str, bytes]]:
        rnd = random.Random(SEED)
        return [made for kind in (cut_off, changed_bits, shuffled, wrong_beginnings) for made in kind(rnd)]

    assert small() == small()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7\n", "damaged_pdf"),
        (pdf(pages=0), "damaged_pdf"),
        (pdf(stream=b""), "no_text_layer"),
        (packed({"word/document.xml": b"<w"}), "damaged_file"),
        (packed({"a.txt": b"x"}), "archive"),
        (docx("")[:200], "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old_office_format"),
        (b"<!DOCTYPE html><html></html>", "web_page"),
        (b"Dear Sir or Madam", "plain_text"),
        (b"[{}]", "unknown_json"),
        (b'[{"Text":', "damaged_json"),
        (b"\x00\x01\x02", "unknown_format"),
    ],
)
def test_a_refusal_has_a_stable_code(tmp_path: Path, content: bytes, code: str) -> None:
    """Feature 20: the reason for a refusal is a code that never changes and a sentence that says what to do."""
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    reading = read_file(path)
    assert reading.refusal is not None
    assert reading.refusal.code == code
    assert reading.recommendations == ()
    assert reading.warnings == (reading.refusal,)


def test_a_missing_file_is_a_refusal(tmp_path: Path) -> None:
    assert read_file(tmp_path / "nothing.pdf").refusal.code == "not_a_file"
    assert read_file(tmp_path).refusal.code == "not_a_file"


def test_the_name_of_a_file_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "wrong.docx"
    path.write_bytes(pdf())
    assert read_file(path).refusal is None


def protected_against_changes(content: bytes) -> bytes:
    """Encrypted, but anybody may open it: so are many documents of ministries."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("", owner_password="secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [pdf(stream=b"BT /F1 10 Tf 60 780 Td (" + b"Text. " * 20 + b") Tj ET" + b" " * 2_000_000), protected_against_changes(pdf())],
    ids=["large stream", "protected against changes"],
)  # fmt: skip
def test_an_unusual_but_harmless_file_is_read_in_a_process_of_its_own(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "unusual.pdf"
    path.write_bytes(content)
    assert is_unusual(content)
    reading = read_file(path)
    assert reading.refusal is None
    assert reading.file == str(path)
    assert reading.paragraphs


def test_a_pdf_with_a_broken_table_of_objects_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(pdf().replace(b"startxref\n", b"startxref\n9"))
    assert "damaged_but_readable" in {w.code for w in read_file(path).warnings}
