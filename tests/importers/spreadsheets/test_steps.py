"""An import from its file to the register and back, for each kind."""

from datetime import date

import pytest

from servanda.accounts.models import Person
from servanda.core.errors import NotPossibleNow, Refused
from servanda.implementation.models import Action
from servanda.importers.spreadsheets import commands, queries
from servanda.importers.spreadsheets.models import NameDecision, SheetImport
from servanda.indicators.models import Indicator, Value
from servanda.institutions.commands import change_institution
from servanda.institutions.models import Institution
from servanda.publication.models import Snapshot
from servanda.recommendations.models import Recommendation
from tests.factories import House, editor, indicator, institution, mechanism, operator, person, recommendation, scheme
from tests.importers.spreadsheets.sheets import begun, committed, csv, previewed, problems, xlsx

pytestmark = pytest.mark.django_db

MINISTRIES = (
    ["Code", "Name", "Abbreviation", "Branch", "Remarks"],
    ["justice", "Ministry of Justice", "MoJ", "Executive", "first"],
    ["health", "Ministry of Health", "MoH", "Executive", ""],
    ["court", "Supreme Court", "SC", "Judiciary", ""],
)


def test_institutions_come_in_and_go_out() -> None:
    """Feature 3: what the preview shows is what is written, and one press takes it back."""
    made = committed("institutions", xlsx(*MINISTRIES))
    assert made.counts == {"new": 3, "changed": 0, "same": 0, "rejected": 0, "looks_like": 0}
    assert made.state == SheetImport.State.DONE
    assert Institution.objects.get(code="court").branch == "judiciary"
    assert made.rows.get(number=2).notes == {"Remarks": "first"}
    commands.undo(sheet_import=made, by=editor())
    assert not Institution.objects.exists()
    assert Snapshot.objects.filter(kind="institution").current().count() == 0


def test_the_same_file_twice_changes_nothing() -> None:
    """Feature 3: a second import of the same file finds every row the same."""
    committed("institutions", xlsx(*MINISTRIES))
    again = previewed("institutions", xlsx(*MINISTRIES))
    assert again.counts == {"new": 0, "changed": 0, "same": 3, "rejected": 0, "looks_like": 0}
    with pytest.raises(NotPossibleNow):
        commands.commit(sheet_import=again, digest=again.digest, by=editor())


def test_a_changed_cell_is_shown_and_written_alone() -> None:
    """Feature 3: old and new of the one cell that differs."""
    committed("institutions", xlsx(*MINISTRIES))
    changed = [list(row) for row in MINISTRIES]
    changed[2][2] = "MH"
    made = previewed("institutions", xlsx(*changed))
    shown = queries.preview(made, "changed").rows
    assert [(row.number, [(c.address, c.was, c.becomes) for c in row.cells]) for row in shown] == [
        (3, [("C3", "MoH", "MH")])
    ]
    commands.commit(sheet_import=made, digest=made.digest, by=editor())
    assert Institution.objects.get(code="health").short_name == "MH"
    made.refresh_from_db()
    commands.undo(sheet_import=made, by=editor())
    assert Institution.objects.get(code="health").short_name == "MoH"


def test_a_row_that_others_edited_since_is_left_and_listed() -> None:
    """Feature 3: undoing an import takes nobody's later work away."""
    made = committed("institutions", xlsx(*MINISTRIES))
    change_institution(institution=Institution.objects.get(code="health"), short_name="Health", by=operator())
    commands.undo(sheet_import=made, by=editor())
    assert list(Institution.objects.values_list("code", "short_name")) == [("health", "Health")]
    left = queries.left_rows(made)
    assert [(one.label, [(c.was, c.becomes) for c in one.changed_since]) for one in left] == [
        ("Ministry of Health", [("MoH", "Health")])
    ]
    assert commands.decide_left_row(row=left[0].row, choice="keep", by=editor())
    assert Institution.objects.get().short_name == "Health"


def test_what_others_changed_stays_when_ours_is_set_back() -> None:
    """Feature 3: of a changed row only the cells that nobody changed since are set back."""
    committed("institutions", xlsx(*MINISTRIES))
    changed = [list(row) for row in MINISTRIES]
    changed[2][1:4] = ["Health Ministry", "MH", "Autonomous body"]
    made = committed("institutions", xlsx(*changed))
    change_institution(institution=Institution.objects.get(code="health"), short_name="Health", by=operator())
    commands.undo(sheet_import=made, by=editor())
    (left,) = queries.left_rows(made)
    assert commands.decide_left_row(row=left.row, choice="set_back", by=editor())
    health = Institution.objects.get(code="health")
    assert (health.names["en"], health.short_name, health.branch) == ("Ministry of Health", "Health", "executive")


def test_a_register_that_changed_meanwhile_is_shown_again() -> None:
    """Feature 3: nothing is written where the register is no longer what the preview compared with."""
    made = previewed("institutions", xlsx(*MINISTRIES))
    institution(code="court", names={"en": "Supreme Court"}, branch="judiciary")
    commands.commit(sheet_import=made, digest=made.digest, by=editor())
    made.refresh_from_db()
    assert (made.state, made.step, made.failure["code"]) == ("open", "preview", "changed_meanwhile")
    assert made.counts["new"] == 2
    assert queries.preview(made, "changed").stale
    assert Institution.objects.count() == 1


RECOMMENDATIONS = (
    ["Symbol", "Para", "Recommendation", "Committee", "Themes", "Responsible", "Deadline"],
    [
        "CAT/C/XAR/CO/3",
        "11",
        "Shorten pre-trial detention.",
        "CAT",
        "Conditions of detention",
        "MoJ",
        date(2026, 12, 31),
    ],
    [
        "CAT/C/XAR/CO/3",
        "12 (a)",
        "Train the police.",
        "CAT",
        "Right to health; Conditions of detention",
        "Ministry of Justice (MoJ)",
        "31.12.2027",
    ],
)


def world() -> Institution:
    mechanism("CAT")
    scheme()
    return institution(
        code="justice", names={"en": "Ministry of Justice", "fr": "Ministère de la justice"}, short_name="MoJ"
    )


def test_recommendations_come_in_with_everything_that_hangs_on_them() -> None:
    """Feature 3: document, wording, classification and who follows up, in one go; and out again."""
    world()
    made = committed("recommendations", xlsx(*RECOMMENDATIONS))
    assert made.counts["new"] == 2, problems(made)
    first, second = Recommendation.objects.order_by("number")
    assert first.document.symbol == "CAT/C/XAR/CO/3"
    assert first.document.mechanism.code == "CAT"
    assert first.assignments.get().due_on == date(2026, 12, 31)
    assert sorted(c.term.code for c in second.classifications.all()) == ["Conditions of detention", "Right to health"]
    assert second.assignments.get().due_on == date(2027, 12, 31)
    assert previewed("recommendations", xlsx(*RECOMMENDATIONS)).counts["same"] == 2
    commands.undo(sheet_import=made, by=editor())
    made.refresh_from_db()
    assert made.state == SheetImport.State.UNDONE
    assert set(Recommendation.objects.values_list("standing", flat=True)) == {"withdrawn"}
    assert not first.assignments.exists()


def test_a_changed_deadline_is_one_change() -> None:
    world()
    committed("recommendations", xlsx(*RECOMMENDATIONS))
    changed = [list(row) for row in RECOMMENDATIONS]
    changed[1][6] = date(2027, 6, 30)
    made = committed("recommendations", xlsx(*changed))
    assert (made.counts["changed"], made.counts["same"]) == (1, 1)
    first = Recommendation.objects.order_by("number").first()
    assert first is not None
    assert first.assignments.get().due_on == date(2027, 6, 30)
    commands.undo(sheet_import=made, by=editor())
    assert first.assignments.get().due_on == date(2026, 12, 31)


def test_a_name_that_is_not_ours_is_asked_about_and_remembered() -> None:
    """Feature 3: never guessed; decided once for a source."""
    world()
    rows = [list(row) for row in RECOMMENDATIONS]
    rows[1][5] = "Justice Ministry of the Republic"
    made = previewed("recommendations", xlsx(*rows))
    assert problems(made) == [("F2", "undecided_name_near")]
    (name,) = queries.names_to_reconcile(made)
    assert (name.printed, name.candidates[0].id) == ("Justice Ministry of the Republic", "justice")
    commands.decide_name(sheet_import=made, decisions={name.key: "justice"}, by=editor())
    commands.go_to_preview(sheet_import=made, by=editor())
    made.refresh_from_db()
    assert made.counts["new"] == 2
    assert NameDecision.objects.get().target == "justice"
    assert previewed("recommendations", xlsx(*rows)).counts["new"] == 2


def test_a_new_institution_is_made_only_where_a_person_says_so() -> None:
    world()
    rows = [list(row) for row in RECOMMENDATIONS]
    rows[1][5] = "Prison Service"
    made = committed("recommendations", xlsx(*rows), names={"Prison Service": "new"})
    assert made.counts["new"] == 2
    assert Institution.objects.get(code="prison-service").names == {"en": "Prison Service"}
    assert Recommendation.objects.get(number="11").assignments.get().institution.code == "prison-service"


def test_a_row_that_looks_like_another_is_decided_by_a_person() -> None:
    world()
    committed("recommendations", xlsx(*RECOMMENDATIONS))
    rows = [RECOMMENDATIONS[0], ["CAT/C/XAR/CO/3", "13", "Shorten the pre-trial detention.", "CAT", "", "", ""]]
    made = previewed("recommendations", xlsx(*rows))
    (row,) = queries.preview(made, "looks_like").rows
    assert row.looks_like[0].label.startswith("XAR-CAT-3-11")
    commands.decide_row(sheet_import=made, number=2, choice=row.looks_like[0].id, by=editor())
    made.refresh_from_db()
    (row,) = queries.preview(made, "changed").rows
    assert [(cell.field, cell.becomes) for cell in row.cells] == [("text", "Shorten the pre-trial detention.")]


def actions(*institutions: str) -> bytes:
    rows = [[f"Action of {code}", code, "Law", "Ongoing", "", ""] for code in institutions]
    return xlsx(["Action", "Ministry", "Type", "Status", "Recommendations", "Indicators"], *rows)


def test_actions_carry_their_relations_in_the_same_file() -> None:
    """Feature 4: recommendation, action and indicator in one file, by keys."""
    house, asked, measured = House(code="justice"), recommendation(), indicator()
    rows = [
        ["Action", "Ministry", "Recommendations", "Indicators"],
        ["A law on bail", "justice", asked.reference, measured.code],
    ]
    made = committed("actions", xlsx(*rows))
    assert made.counts["new"] == 1, problems(made)
    action = Action.objects.get()
    assert (action.institution, list(action.recommendations.all())) == (house.institution, [asked])
    assert action.indicator_links.get().indicator == measured
    commands.undo(sheet_import=made, by=editor())
    assert not Action.objects.exists()


def test_links_are_a_file_of_their_own() -> None:
    """Feature 4: action, recommendation and indicator linked by their codes."""
    world()
    committed("actions", actions("justice"))
    asked, measured, code = recommendation(document=None), indicator(), Action.objects.get().code
    rows = [
        ["Action code", "Reference", "Indicator code", "How"],
        [code, asked.reference, "", "It does."],
        ["", asked.reference, measured.code, ""],
    ]
    made = committed("links", xlsx(*rows))
    assert made.counts["new"] == 2, problems(made)
    assert Action.objects.get().links.get().how == "It does."
    commands.undo(sheet_import=made, by=editor())
    assert not Action.objects.get().links.exists()
    assert not measured.links.exists()


def test_a_focal_point_imports_for_her_own_institution_only() -> None:
    """Feature 113: rows of other institutions are rejected at their cell."""
    house = House(code="justice")
    institution(code="health")
    made = committed("actions", actions("justice", "health"), by=house.focal_point)
    assert (made.counts["new"], problems(made)) == (1, [("B3", "not_allowed")])
    assert Action.objects.get().author == house.focal_point


def test_indicators_and_their_values() -> None:
    house = House(code="justice")
    card = [["Code", "Indicator", "Type", "Unit", "Baseline", "Baseline year", "Target", "Target year"],
            ["pre-trial", "People in pre-trial detention", "Outcome", "persons", 1200, 2020, "800,5", 2030]]  # fmt: skip
    made = committed("indicators", xlsx(*card))
    assert made.counts["new"] == 1, problems(made)
    assert [(p.kind, p.period, str(p.number)) for p in Indicator.objects.get().goalposts.all()] == [
        ("baseline", "2020", "1200.0000"), ("target", "2030", "800.5000"),
    ]  # fmt: skip
    rows = [
        ["Indicator", "Year", "Value", "Reason", "Ministry", "Sex"],
        ["pre-trial", 2024, 1100, "", "justice", "female"],
        ["pre-trial", 2025, "", "No census", "justice", ""],
        ["pre-trial", 2026, 5, "No census", "justice", ""],
    ]
    values = committed("values", xlsx(*rows), by=house.focal_point)
    assert (values.counts["new"], problems(values)) == (2, [("C4", "number_or_reason")])
    assert previewed("values", xlsx(*rows[:3]), by=house.focal_point).counts["same"] == 2
    commands.undo(sheet_import=values, by=house.focal_point)
    assert not Value.objects.exists()
    commands.undo(sheet_import=made, by=editor())
    assert not Indicator.objects.exists()


def test_people_with_their_seats() -> None:
    admin = person(role="administrator")
    institution(code="justice", names={"en": "Ministry of Justice"})
    rows = [
        ["First name", "Surname", "E-mail", "Ministry", "Function", "From"],
        ["Ana", "Rojas", "Ana@justice.example", "Ministry of Justice", "Focal point", date(2026, 1, 1)],
        ["Ben", "Diaz", "ben@justice", "Ministry of Justice", "Alternate", ""],
    ]
    made = committed("people", xlsx(*rows), by=admin)
    assert (made.counts["new"], problems(made)) == (1, [("C3", "not_an_address")])
    ana = Person.objects.get(email="ana@justice.example")
    assert ana.appointments.get().capacity == "focal_point"
    assert previewed("people", xlsx(*rows[:2]), by=admin).counts["same"] == 1
    commands.undo(sheet_import=made, by=admin)
    assert not Person.objects.filter(email="ana@justice.example").exists()


def test_only_who_may_do_what_the_rows_do() -> None:
    """Feature 113: the right to import is not the right to everything that can be imported."""
    kinds = {
        role: {one.code for one in queries.kinds_for(person(role=role))} for role in ("administrator", "parliament")
    }
    assert kinds == {"administrator": {"institutions", "people"}, "parliament": set()}
    with pytest.raises(Exception, match=r"recommendations\.enter"):
        begun("recommendations", xlsx(*RECOMMENDATIONS), by=person(role="administrator"))


def test_a_configuration_fits_the_next_file() -> None:
    made = begun("institutions", csv(["Kürzel", "Bezeichnung"], ["moj", "Justiz"]), name="a.csv")
    letters = {"A": "code", "B": "name"}
    commands.set_columns(sheet_import=made, columns=letters, by=editor())
    saved = commands.save_configuration(sheet_import=made, name="Vienna", by=editor())
    again = begun(
        "institutions",
        csv(["Nr", "Bezeichnung", "Kürzel"], ["1", "Gesundheit", "moh"]),
        name="b.csv",
        configuration=saved,
    )
    assert again.columns == {"A": "note", "B": "name", "C": "code"}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04broken", b"\x00\x01\x02\x03" * 100, b"%PDF-1.4\n%", b"Name,Code\n", b""]
)
def test_what_cannot_be_read_gets_a_reason(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        begun("institutions", content, name="file.csv")
    assert len(str(refused.value)) > 20
    assert not SheetImport.objects.exists()


def test_a_known_name_under_another_code_is_asked_about() -> None:
    """Feature 3: a code decides alone; a thing of the same name is shown, and never taken for it."""
    institution(code="justice", names={"en": "Ministry of Justice"})
    made = previewed("institutions", xlsx(["Code", "Name"], ["moj", "Ministry of Justice"]))
    assert [one.label for row in queries.preview(made, "looks_like").rows for one in row.looks_like] == [
        "Ministry of Justice"
    ]
    commands.commit(sheet_import=made, digest=made.digest, by=editor())
    assert set(Institution.objects.values_list("code", flat=True)) == {"justice", "moj"}
    without_code = previewed("institutions", xlsx(["Name", "Short name"], ["Ministry of Justice", "MJ"]))
    assert problems(without_code) == [("A2", "several")]
