"""Each promise of docs/explanation/threat-model.md names a test that exists."""

import re

from tests.guards.sources import ROOT, assert_none

PAGE = ROOT / "docs" / "explanation" / "threat-model.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def unknown(text: str) -> list[str]:
    found = NAMED.findall(text)
    return [f"{path}::{name}" for path, name in found if f"def {name}(" not in source_of(path)]


def source_of(path: str) -> str:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else ""


def promises(text: str) -> list[str]:
    """The rows of the tables, without their heads."""
    return [
        line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| we promise"))
    ]


def test_every_named_test_exists() -> None:
    assert_none(unknown(PAGE.read_text(encoding="utf-8")))


def test_every_promise_names_a_test() -> None:
    rows = promises(PAGE.read_text(encoding="utf-8"))
    assert len(rows) > 20
    assert_none([row for row in rows if not NAMED.search(row)])


def test_an_empty_promise_is_found() -> None:
    assert unknown("`tests/matrix/test_doors.py::test_all_is_well` `tests/nowhere.py::test_x`")
