"""`servanda read`: one line for each file, an exit status, and a start without Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from servanda.importers.reading.command_line import main
from servanda.importers.reading.reader import read_file
from servanda.importers.reading.reading import reading_from
from tests.importers.reading.samples import upr_report

CONTRACT = {"number", "text", "kind", "recommending_states", "position", "section", "page", "confidence"}
FACTS = {"symbol", "kind", "title", "date", "language", "state", "mechanism", "session", "cycle"}
MORE_FACTS = {"agenda_item", "state_name", "next_report_due", "follow_up"}


@pytest.fixture
def good(tmp_path: Path) -> str:
    return str(upr_report(tmp_path))


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"nonsense")
    return str(path)


def test_json_lines_follow_the_contract(good: str, capfd: pytest.CaptureFixture) -> None:
    """Feature 5: `servanda read --json` writes one object a file, in the shape of the contract."""
    assert main(["--json", good, good]) == 0
    first, second = map(json.loads, capfd.readouterr().out.splitlines())
    assert first == second
    assert set(first) == {"file", "document", "recommendations", "warnings"}
    assert set(first["document"]) == FACTS | MORE_FACTS
    assert all(set(item) >= CONTRACT for item in first["recommendations"])
    assert first["recommendations"][0]["recommending_states"] == [{"name": "Chile", "iso3": "CHL"}]


def test_the_exit_status_tells_what_was_refused(good: str, bad: str, capfd: pytest.CaptureFixture) -> None:
    assert main([good]) == 0
    assert main([good, bad]) == 1
    assert main(["--json", bad]) == 2
    said = capfd.readouterr()
    assert "too short to be a document" in said.err
    assert json.loads(said.out.splitlines()[-1])["refused"]["code"] == "plain_text"


def test_people_get_a_table(good: str, capfd: pytest.CaptureFixture) -> None:
    main([good])
    said = capfd.readouterr().out
    assert "symbol A/HRC/39/95" in said
    assert "Ratify the convention on harbours  [CHL]" in said


def test_paragraphs_are_written_when_asked(good: str, capfd: pytest.CaptureFixture) -> None:
    main(["--json", "--paragraphs", good])
    assert json.loads(capfd.readouterr().out)["paragraphs"][0]["page"] == 1


def test_a_reading_survives_being_written(good: str) -> None:
    reading = read_file(good)
    assert reading_from(json.loads(json.dumps(reading.as_dict(paragraphs=True)))) == reading


def test_reading_loads_neither_django_nor_a_database() -> None:
    code = "import servanda.importers.reading.command_line, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"django", "sqlite3", "pypdfium2", "lxml", "ijson", "python_calamine"} & set(loaded)
