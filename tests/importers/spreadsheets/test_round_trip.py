"""Everything of a kind goes out as a workbook; unchanged it changes nothing, and one changed cell is one change."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from servanda.accounts.models import Person
from servanda.importers.spreadsheets import queries
from servanda.importers.spreadsheets.kinds import kind_of
from servanda.importers.spreadsheets.models import Kind
from tests.factories import (
    House,
    action,
    assignment,
    editor,
    indicator,
    mechanism,
    person,
    recommendation,
    scheme,
    value,
)
from tests.importers.spreadsheets.sheets import begun, previewed, problems
from tests.support.missing import cannot_run

pytestmark = pytest.mark.django_db
ODD = [
    "=1+1",
    "'quoted",
    "+41 22",
    "-",
    "@name",
    "  blanks  inside ",
    "line\nbreak",
    "نص عربي",
    "007",
    "1,5",
    "2024-01-02",
    "TRUE",
    'a "b"; c',
]


@pytest.fixture
def house() -> House:
    """A register with something of every kind, and with texts that spreadsheets like to take for something else."""
    from servanda.documents.commands import register_document
    from servanda.implementation.commands import link_indicator
    from servanda.recommendations.commands import classify, edit_facts, set_position

    house = House(code="justice", names={"en": "Ministry of Justice", "ar": "وزارة العدل"}, short_name="=MoJ")
    other = House(code="health", names={"en": "Ministry of Health; and Care"})
    terms = list(scheme().terms.all())
    report = register_document(
        symbol="A/HRC/46/91",
        kind="upr_report",
        mechanism=mechanism("UPR", kind="upr"),
        cycle=3,
        by=editor(),
        published_on=date(2024, 12, 12),
    )
    for place, text in enumerate(ODD, 1):
        one = recommendation(
            document=report,
            number=f"130.{place}0",
            wordings={"en": text + " is the text"},
            states=[{"iso3": "KEN", "name": "Kenya"}],
        )
        edit_facts(recommendation=one, plain_lines={"en": text}, by=editor())
        set_position(
            recommendation=one, position="supported", explanations={"en": text}, source="A/HRC/1, 2", by=editor()
        )
    classify(recommendations=[one], add=terms, by=editor())
    assignment(one, house.institution, due_on=date(2027, 1, 31))
    assignment(one, other.institution, role="contributing")
    for text in ODD:
        action(
            house, answers=[one], title=f"Title {text}", description=text, budget="1250.50", starts_on=date(2026, 1, 1)
        )
    measured = indicator(code="007-a", names={"en": "=Indicator"}, definition=ODD[6])
    value(house, indicator=measured, number="0.1000", period="2025", disaggregation={"sex": "female"})
    value(house, indicator=measured, number=None, missing_because="-", period="2025-06")
    link_indicator(indicator=measured, recommendation=one, by=editor())
    return house


def who(kind: str, house: House) -> Person:
    if kind in (Kind.ACTIONS, Kind.VALUES, Kind.LINKS):
        return house.focal_point
    return person(role="administrator") if kind in (Kind.PEOPLE, Kind.INSTITUTIONS) else editor()


@pytest.mark.parametrize("kind", Kind.values)
def test_what_goes_out_comes_back_as_the_same(kind: str, house: House) -> None:
    """Feature 3: export and import without a change: every row is the same, whatever its texts look like."""
    by = who(kind, house)
    made = previewed(kind, queries.export_workbook(kind, by), by=by)
    changed = [(row.number, row.cells) for row in made.rows.filter(outcome="changed")]
    assert (changed, problems(made)) == ([], [])
    assert made.counts["same"] == len(kind_of(kind).held(by, "en"))
    assert made.counts["new"] == 0


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru", "zh-hans"])
def test_the_headings_of_every_language_are_understood(language: str, house: House) -> None:
    made = begun("recommendations", queries.export_workbook("recommendations", editor(), language))
    assert [*made.columns.values()] == [one.code for one in kind_of("recommendations").fields]


@pytest.mark.parametrize("kind", Kind.values)
def test_the_template_explains_itself_and_is_understood(kind: str, house: House, tmp_path: Path) -> None:
    """Feature 3: an empty workbook with headings, explanations and lists of values."""
    path = tmp_path / "template.xlsx"
    path.write_bytes(queries.template_workbook(kind))
    book = openpyxl.load_workbook(path)
    assert [sheet.title for sheet in book] == [str(kind_of(kind).title)[:31], "servanda-fields", "servanda-values"]
    assert book["servanda-fields"].max_row > len(kind_of(kind).fields)
    offered = [one for one in kind_of(kind).fields if (one.values or one.list_code) and not one.many]
    assert len(book.worksheets[0].data_validations.dataValidation) >= len([one for one in offered if one.values])
    for column in range(1, len(kind_of(kind).fields) + 1):
        book.worksheets[0].cell(2, column, kind_of(kind).fields[column - 1].example or "x")
    book.save(path)
    made = begun(kind, path.read_bytes(), by=who(kind, house))
    assert [*made.columns.values()] == [one.code for one in kind_of(kind).fields]


def office() -> tuple[str, str]:
    soffice, python = shutil.which("soffice"), "/usr/bin/python3"
    knows = soffice and subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    if not soffice or not knows:
        cannot_run(
            "there is no LibreOffice with its Python here", remedy="apt-get install libreoffice-calc python3-uno"
        )
    return soffice, python


CHANGES = {
    "recommendations": ("plain_line", "A line of ours"), "institutions": ("short_name", "Justice"),
    "people": ("given_name", "Anna"), "actions": ("partners", "UNICEF"), "indicators": ("unit", "people"),
    "values": ("source", "Census"), "links": ("how", "It does."),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
@pytest.mark.parametrize("kind", Kind.values)
def test_one_cell_changed_in_libreoffice_is_one_change(kind: str, suffix: str, house: House, tmp_path: Path) -> None:
    """Feature 160: out, one cell changed in LibreOffice, in again: exactly that cell."""
    soffice, python = office()
    by, (code, text) = who(kind, house), CHANGES[kind]
    path = tmp_path / f"out{suffix}"
    path.write_bytes(queries.export_workbook(kind, by))
    heading = str(kind_of(kind).field(code).title)
    script = Path(__file__).with_name("change_a_cell.py")
    given = [python, str(script), soffice, str(tmp_path / "profile"), str(path), heading, "2", text]
    subprocess.run(given, check=True, timeout=240, capture_output=True)
    made = previewed(kind, path.read_bytes(), by=by)
    shown = [
        (row.number, [(c["field"], c["becomes"]) for c in row.cells]) for row in made.rows.filter(outcome="changed")
    ]
    assert (shown, problems(made), made.counts["new"]) == ([(2, [(code, text)])], [], 0)
