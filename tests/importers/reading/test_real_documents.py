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


def test_documents_that_recommend_nothing_give_no_recommendations(data: Path) -> None:
    """Feature 5: general comments, national reports, compilations and summaries; none is invented."""
    folder = data / "un_documents_text"
    paths = [*sorted(folder.glob("*.txt")), *sorted((data / "slovenia_upr").rglob("*.pdf"))]
    read = [read_file(path) for path in paths]
    reports = {"upr_working_group_report", "upr_addendum"}
    silent = [reading for reading in read if reading.document.kind not in reports]
    assert len(silent) > 30
    assert [reading.file for reading in silent if reading.recommendations] == []


def test_every_paragraph_of_general_comments_and_reports_has_its_number(data: Path) -> None:
    for path in sorted((data / "un_documents_text").glob("*.txt")):
        numbers = [int(p.number) for p in read_file(path).paragraphs if p.number]
        assert len(numbers) > 15, path.name
        missing = set(range(1, max(numbers) + 1)) - set(numbers)
        assert len(missing) <= 1, (path.name, missing)


def test_paragraphs_in_two_languages_have_the_same_numbers(data: Path) -> None:
    """The numbers do not depend on the language: French, Russian and English copies of two documents."""
    folder = data / "bilingual_upr_italy"
    for one, other in (("ohchr_1_en.pdf", "ohchr_1_ru.pdf"), ("ohchr_2_en.pdf", "ohchr_2_fr.pdf")):
        numbers = [[p.number for p in read_file(folder / name).paragraphs if p.number] for name in (one, other)]
        assert numbers[0] == numbers[1]
        assert len(numbers[0]) > 90


def test_concerns_and_recommendations_of_the_index(data: Path, tmp_path: Path) -> None:
    """Feature 5: the rows of one real document of the index, put together as its numbered text."""
    rows = json.loads((data / "uhri" / "uhri_rows_normalised.json").read_text(encoding="utf-8"))
    numbered = {int(re.search(r"^(\d+)\s?\.", row["text"], re.MULTILINE)[1]): row for row in rows}
    front = (
        "E/C.12/AUS/CO/6\nCommittee on Economic, Social and Cultural Rights\nConcluding observations on the report\n\n"
    )
    path = tmp_path / "observations.txt"
    path.write_text(front + "\n".join(numbered[n]["text"] for n in sorted(numbered)), encoding="utf-8")
    read = {item.number: item.kind for item in read_file(path).recommendations}
    kinds = {"Recommendations": "recommendation", "Concerns/Observations": "concern"}
    wanted = {str(n): kinds[row["annotation_type"]] for n, row in numbered.items()}
    positive_aspects = {"3"}
    assert {n: kind for n, kind in wanted.items() if n not in positive_aspects} == read


def test_positions_of_addenda_are_those_of_the_lists(data: Path) -> None:
    """Feature 5: the State's answers in two addenda, against OHCHR's lists."""
    with (data / "slovenia_upr" / "ground_truth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    right = total = 0
    for report, addendum in (("cycle2/g1423930", "cycle2/g1504261"), ("cycle3/g1934994", "cycle3/g2004192")):
        said = {p.number: p.position for p in read_file(data / "slovenia_upr" / f"{addendum}.pdf").positions}
        for row in (row for row in rows if row["pdf"] == f"{report}.pdf"):
            number = re.sub(r"\s", "", row["para"])
            position = said.get(number) or said.get(number.rpartition(".")[2])
            total += position is not None
            right += position == row["position"].lower()
    assert total > 300
    assert right / total > 0.99
