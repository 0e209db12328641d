"""The reader on real documents, where the machine has them: the folder that SERVANDA_DATA names.

The shares asked for are below those of docs/explanation/reading.md, so that a small change of the grammar is free to
lose one document and win ten; the figures themselves are measured by the scripts beside the data.
"""

import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from servanda.importers.reading import Reading, read_file

pytestmark = pytest.mark.data
EVERY = 12  # one report in twelve


@pytest.fixture(scope="module")
def reports(data: Path) -> list[tuple[dict, dict, Reading]]:
    """Manifest row, truth and reading of a sample of reports."""
    folder = data / "upr_wg_reports"
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        manifest = {row["file"]: row for row in csv.DictReader(file)}
    with gzip.open(folder / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as file:
        truth = [json.loads(line) for line in file]
    good = [t for t in truth if manifest[t["file"]]["quality"] == "good"][::EVERY]
    return [(manifest[t["file"]], t, read_file(folder / "pdf" / t["file"])) for t in good]


def test_reports_tell_symbol_session_and_state(reports: list) -> None:
    """Feature 5: symbol, session and State of real Working Group reports."""
    for row, _, reading in reports:
        facts = reading.document
        assert (facts.symbol, facts.session, facts.state) == (row["symbol"], int(row["session"]), row["state_iso3"])


def test_numbers_are_those_of_the_report(reports: list) -> None:
    """Feature 5: at least 99 in 100 numbers are found, and as many of the found are right."""
    given, wanted, both = 0, 0, 0
    for _, truth, reading in reports:
        if truth["paragraph_style"] != "numbered":
            continue
        numbers = {r.number for r in reading.recommendations if r.kind == "recommendation"}
        given, wanted = given + len(numbers), wanted + len(truth["gt_paras"])
        both += len(numbers & set(truth["gt_paras"]))
    assert wanted > 500
    assert both / given > 0.99
    assert both / wanted > 0.99


def test_recommending_states_are_those_of_the_database(reports: list) -> None:
    right = total = 0
    for _, truth, reading in reports:
        read = {(r.number, s.iso3) for r in reading.recommendations for s in r.recommending_states}
        pairs = {(r["para"], r["recommending_iso3"]) for r in truth["recommendations"] if r["para"]}
        right, total = right + len(pairs & read), total + len(pairs)
    assert right / total > 0.98


def test_thematic_lists_are_exact(data: Path) -> None:
    """Feature 6: every row of a real list, with its labels."""
    folder = data / "ohchr_thematic_lists"
    with (folder / "recommendations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    exact = 0
    for name in {row["source_file"] for row in rows}:
        read = {r.number: r for r in read_file(folder / "docx" / name).recommendations}
        for row in (row for row in rows if row["source_file"] == name):
            item = read[row["para"]]
            themes = "|".join(item.themes)
            exact += (themes, "|".join(item.persons), "|".join(item.sdgs)) == (
                row["themes"], row["affected_persons"], row["sdgs"],
            )  # fmt: skip
    assert exact / len(rows) > 0.99


def test_slovenias_reports_have_every_number_of_the_lists(data: Path) -> None:
    with (data / "slovenia_upr" / "ground_truth.csv").open(encoding="utf-8") as file:
        wanted = {re.sub(r"\s", "", row["para"]) for row in csv.DictReader(file)}
    read = set()
    for path in ("cycle2/g1423930.pdf", "cycle3/g1934994.pdf"):
        read |= {r.number for r in read_file(data / "slovenia_upr" / path).recommendations}
    assert wanted <= read


def test_the_damaged_document_is_read_with_a_warning(data: Path) -> None:
    """Feature 20: a PDF that other programs find empty is mended, and the person is told."""
    reading = read_file(data / "slovenia_upr" / "cycle1" / "g0917123.pdf")
    assert reading.document.symbol == "A/HRC/WG.6/7/SVN/2"
    assert "damaged_but_readable" in {warning.code for warning in reading.warnings}
