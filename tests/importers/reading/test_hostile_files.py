"""Hostile and broken files: a reason for each, within ten seconds and 512 MB, and never a crash."""

import io
import json
import os
import random
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from servanda.importers.reading import read_file
from servanda.importers.reading.pdf_probe import is_unusual
from tests import hostile_draws
from tests.hostile_files import SEED, changed_bits, cut_off, docx, packed, pdf, shuffled, wrong_beginnings

SECONDS, MEGABYTES, BATCH = 10, 512, 100
ROOT = Path(__file__).parents[3]
GENERATOR, DRAWS, MEASURE = (
    ROOT / "tests" / f"{name}.py" for name in ("hostile_files", "hostile_draws", "read_and_measure")
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Made by processes of their own, as a stranger would."""
    folder = tmp_path_factory.mktemp("hostile")
    for generator, name in ((GENERATOR, "files"), (DRAWS, "draws")):
        subprocess.run([sys.executable, generator, folder / name], check=True, stdout=subprocess.DEVNULL)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def measured(paths: list[Path], folder: Path) -> tuple[list[dict], float]:
    """What became of each file, and the peak memory in MB of the reader and all that it started (LibreOffice too). They
    work in a temporary folder of their own, which must be empty afterwards."""
    temporary, report = folder / "temporary", folder / "measured.json"
    temporary.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-I", "-S", MEASURE, report],
        input=json.dumps([str(path) for path in paths]).encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    assert list(temporary.iterdir()) == []
    told = json.loads(report.read_text())
    assert told["status"] == 0
    return [json.loads(line) for line in done.stdout.splitlines()], told["peak_mb"]


def faults(rows: list[dict]) -> list[str]:
    """Files that were not answered with a reading or a reason, or took too long."""
    return [
        f"{row['file']}: {row['code']}, {row['cpu']:.1f} s"
        for row in rows
        if row["code"] == "unreadable"
        or row["cpu"] > SECONDS
        or not (row["code"] == "read" or row["sentence"].endswith("."))
    ]


@pytest.mark.slow
def test_two_thousand_hostile_files_are_read_or_refused_with_a_reason(hostile: list[Path], tmp_path: Path) -> None:
    """Feature 20: 2,000 hostile or broken files get a reading or a reason; none takes more than it may, or leaves anything."""
    assert len(hostile) >= 2000
    codes: Counter[str] = Counter()
    for start in range(0, len(hostile), BATCH):
        batch = hostile[start : start + BATCH]
        rows, peak = measured(batch, tmp_path)
        assert [row["file"] for row in rows] == [str(path) for path in batch]
        assert faults(rows) == []
        assert peak <= MEGABYTES
        codes.update(row["code"] for row in rows)
    assert len(codes) >= 25


def test_a_sample_of_the_two_thousand(tmp_path: Path) -> None:
    """The same promise on every fiftieth file, in every run of the fast tests."""
    quick = [(name, content) for name, content in hostile_draws.draws_but_bombs() if hostile_draws.is_quick(name)][::50]
    paths = []
    for number, (name, content) in enumerate(quick):
        paths.append(tmp_path / f"{number}-{name}"[-80:])
        paths[-1].write_bytes(content)
    rows, peak = measured(paths, tmp_path)
    assert len(rows) == len(paths) > 30
    assert faults(rows) == []
    assert peak <= MEGABYTES


def test_the_measure_sees_memory_that_was_taken(tmp_path: Path) -> None:
    """The planted fault: a reader that takes 300 MB is seen to, and our own memory is not counted to it."""
    ours = bytearray(b"x" * 250_000_000)
    _, peak = measured([], tmp_path)
    assert peak < 150
    assert len(ours) > peak
    greedy = tmp_path / "greedy.py"
    greedy.write_text(MEASURE.read_text().replace("import time\n", "import time\n    taken = b'x' * 300_000_000\n", 1))
    command = [sys.executable, "-I", "-S", greedy, tmp_path / "m.json"]
    done = subprocess.run(command, input=b"[]", env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0
    assert json.loads((tmp_path / "m.json").read_text())["peak_mb"] > 300


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


def test_a_stream_that_ends_before_its_mark_is_looked_at_once() -> None:
    """Bytes behind the end of a packed stream once kept the probe going for ever."""
    packed_text = zlib.compress(b"(a) Tj " * 400_000)
    content = b"1 0 obj << /Filter /FlateDecode >>\nstream\n" + packed_text + b"\n" * 100 + b"endstream"
    assert is_unusual(content)


def test_a_pdf_with_a_broken_table_of_objects_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(pdf().replace(b"startxref\n", b"startxref\n9"))
    assert "damaged_but_readable" in {w.code for w in read_file(path).warnings}
