"""`servanda import spreadsheet`: the plan, the exit status, and the workbook of rejected rows that comes in again."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from servanda.importers.spreadsheets.models import SheetImport
from servanda.institutions.models import Institution
from tests.importers.spreadsheets.sheets import csv, xlsx

pytestmark = pytest.mark.django_db
ROWS = (
    ["Code", "Name", "Branch"],
    ["moj", "Ministry of Justice", "Executive"],
    ["moh", "Ministry of Health", "Excecutiv"],
)


def run(*arguments: Any) -> tuple[int, dict[str, Any]]:
    out, status = io.StringIO(), 0
    try:
        call_command("import", "spreadsheet", *map(str, arguments), "--json", stdout=out)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, json.loads(out.getvalue())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ministries.xlsx"
    path.write_bytes(xlsx(*ROWS))
    return path


def test_a_dry_run_writes_nothing(path: Path) -> None:
    """Feature 3: the plan, with the address of each rejected cell, and no trace."""
    status, told = run(path, "--kind", "institutions", "--dry-run")
    assert status == 1
    assert told["counts"] == {"new": 1, "changed": 0, "same": 0, "rejected": 1, "looks_like": 0}
    (rejected,) = told["rejected"]
    assert (rejected["address"], rejected["value"]) == ("Sheet1!C3", "Excecutiv")
    assert "executive" in rejected["suggestion"]
    assert not Institution.objects.exists()
    assert not SheetImport.objects.exists()


def test_rejected_rows_are_corrected_and_come_in(path: Path, tmp_path: Path) -> None:
    """Feature 3: the workbook of rejected rows is imported as it is, once the cell is corrected."""
    out = tmp_path / "rejected.xlsx"
    status, _told = run(path, "--kind", "institutions", "--rejected", out)
    assert status == 1
    assert list(Institution.objects.values_list("code", flat=True)) == ["moj"]
    book = openpyxl.load_workbook(out)
    assert "C3" in book.active["D2"].value
    assert book.active["C2"].comment is not None
    book.active["C2"] = "Executive"
    book.save(out)
    status, told = run(out, "--kind", "institutions")
    assert (status, told["counts"]["new"], told["columns"]["D"]["field"]) == (0, 1, "ignored")
    assert Institution.objects.count() == 2


def test_in_words(path: Path) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import", "spreadsheet", str(path), "--kind", "institutions", "--dry-run", stdout=out)
    assert "Nothing was changed (dry run). 1 new, 0 changed, 0 same, 1 rejected" in out.getvalue()
    assert "A “Code”: code" in out.getvalue()


@pytest.mark.parametrize(
    ("content", "arguments"),
    [(csv(*ROWS), []), (b"\x00\x01\x02" * 50, ["--kind", "institutions"]), (csv(*ROWS), ["--configuration", "none"])],
)
def test_what_is_refused_says_why(content: bytes, arguments: list[str], tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import", "spreadsheet", str(path), *arguments)
    assert refused.value.returncode == 2
    assert not SheetImport.objects.exists()
