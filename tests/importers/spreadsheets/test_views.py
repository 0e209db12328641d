"""The six screens of a spreadsheet import, without a browser: every step, every refusal, and that nothing is written early."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from servanda.implementation.models import Action
from servanda.importers.spreadsheets.models import NameDecision, SavedConfiguration, SheetImport
from servanda.institutions.commands import change_institution
from servanda.institutions.models import Institution
from tests.factories import House, editor, institution, operator, person
from tests.importers.spreadsheets.sheets import begun, committed, csv, previewed, xlsx
from tests.support.visits import client_of

pytestmark = pytest.mark.django_db
MINISTRIES = (
    ["Code", "Name", "Abbreviation", "Branch", "Remarks"],
    ["justice", "Ministry of Justice", "MoJ", "Executive", "first"],
    ["health", "Ministry of Health", "MoH", "Executive", ""],
    ["court", "Supreme Court", "SC", "Magic", ""],
)


@pytest.fixture(autouse=True)
def _small_deployment(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


@pytest.fixture
def client() -> Client:
    return client_of(editor())


def at(route: str, *args: Any) -> str:
    return reverse(f"importers:spreadsheet-{route}", args=args)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def upload(
    client: Client, content: bytes, kind: str = "institutions", name: str = "file.xlsx", **more: Any
) -> HttpResponse:
    given = {"file": SimpleUploadedFile(name, content), "token": str(uuid.uuid4()), "pasted": ""} | more
    return client.post(at("source", kind), given)


def layout(made: SheetImport, **more: Any) -> dict[str, Any]:
    made.refresh_from_db()
    return {"version": made.version, "first_row": 1, "heading_rows": 1, "language": "en"} | more


def columns(made: SheetImport, **more: str) -> dict[str, Any]:
    made.refresh_from_db()
    answers = made.columns | more
    return {"version": made.version} | {f"column-{letter}": field for letter, field in answers.items()}


def brought_to_names(client: Client, content: bytes, kind: str = "institutions") -> SheetImport:
    upload(client, content, kind)
    made = SheetImport.objects.get()
    client.post(at("read", made.pk), layout(made))
    client.post(at("columns", made.pk), columns(made))
    made.refresh_from_db()
    return made


# --- the whole way ----------------------------------------------------------------------------------------------------


def test_feature_3_a_file_goes_in_and_comes_out_again(client: Client) -> None:
    """Feature 3: each step at its own address; nothing is written before the last press, and one press takes it back."""
    made = SheetImport.objects.get(pk=_uploaded(client).pk)
    assert "Ministry of Justice" in text_of(client.get(at("read", made.pk)))
    assert client.post(at("read", made.pk), layout(made))["Location"] == at("columns", made.pk)
    assert client.post(at("columns", made.pk), columns(made))["Location"] == at("names", made.pk)
    made.refresh_from_db()
    answer = client.post(at("names", made.pk), {"version": made.version, "then": "preview"})
    assert answer["Location"] == at("preview", made.pk)
    shown = text_of(client.get(at("preview", made.pk)))
    assert "Add 2" in shown
    assert "cannot come in as it is" in shown
    assert not Institution.objects.exists()
    made.refresh_from_db()
    client.post(at("preview", made.pk), {"digest": made.digest})
    assert Institution.objects.count() == 2
    done = text_of(client.get(at("import", made.pk), follow=True))
    assert "The rows are in the register" in done
    assert "Undo this import" in done
    client.post(at("undo", made.pk))
    assert not Institution.objects.exists()
    assert "The import was taken back" in text_of(client.get(at("done", made.pk)))


def _uploaded(client: Client) -> SheetImport:
    answer = upload(client, xlsx(*MINISTRIES))
    made = SheetImport.objects.get()
    assert client.get(answer["Location"])["Location"] == at("read", made.pk)
    return made


def test_lists_tell_what_is_on_its_way_and_what_arrived(client: Client) -> None:
    assert "Nothing is on its way" in text_of(client.get(at("list")))
    by = editor()
    begun("institutions", xlsx(*MINISTRIES), by=by, name="open.xlsx")
    committed("institutions", xlsx(*MINISTRIES), by=by, name="done.xlsx")
    client = client_of(by)
    assert "open.xlsx" in text_of(client.get(at("list")))
    assert "done.xlsx" in text_of(client.get(at("list") + "?list=done"))
    assert "done.xlsx" not in text_of(client.get(at("list") + "?list=nonsense"))


def test_an_import_goes_on_where_it_was_left(client: Client) -> None:
    made = brought_to_names(client, xlsx(*MINISTRIES))
    assert client.get(at("import", made.pk))["Location"] == at("names", made.pk)
    assert client.get(at("preview", made.pk))["Location"] == at("names", made.pk)  # not reached yet
    assert client.get(at("read", made.pk)).status_code == 200  # behind, and open


# --- step 1 -----------------------------------------------------------------------------------------------------------


def test_the_kinds_are_those_that_one_may_import(client: Client) -> None:
    assert at("source", "institutions") in text_of(client.get(at("kinds")))
    focal_point = client_of(House().focal_point)
    shown = text_of(focal_point.get(at("kinds")))
    assert at("source", "actions") in shown
    assert at("source", "institutions") not in shown
    assert focal_point.get(at("source", "institutions")).status_code == 404
    assert client.get(at("source", "nonsense")).status_code == 404


def test_the_source_says_who_will_see_what(client: Client) -> None:
    assert "you and the other editors of the secretariat" in text_of(client.get(at("source", "institutions")))
    shown = text_of(client_of(House().focal_point).get(at("source", "actions")))
    assert "Until you import: you<" in shown
    assert "While it is a draft" in shown


def test_a_file_or_cells_but_not_both_and_not_none(client: Client) -> None:
    """Feature 3: what was pasted stays on the page when something is wrong."""
    answer = client.post(at("source", "institutions"), {"pasted": " ", "token": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "Choose a file, or paste cells below." in text_of(answer)
    answer = upload(client, xlsx(*MINISTRIES), pasted="Code\tName\nx\tY")
    assert answer.status_code == 422
    assert "Give one of the two." in text_of(answer)
    assert "Code\tName" in text_of(answer)
    assert not SheetImport.objects.exists()


def test_what_is_no_table_is_refused_with_a_sentence(client: Client) -> None:
    answer = upload(client, b"%PDF-1.4\n" + bytes(range(32)) * 50, name="report.pdf")
    assert answer.status_code == 422
    assert 'class="errorlist"' in text_of(answer)
    assert not SheetImport.objects.exists()


def test_the_same_form_sent_twice_makes_one_import(client: Client) -> None:
    token = str(uuid.uuid4())
    first, second = (upload(client, xlsx(*MINISTRIES), token=token) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert SheetImport.objects.count() == 1


def test_two_thousand_pasted_cells_arrive_exactly(client: Client) -> None:
    """Feature 3: tab-separated text as Excel gives it, with a blank first cell, quotes and line breaks in cells."""
    heads = ["Remarks", "Code", "Name", "Branch", *(f"Extra {n}" for n in range(6))]
    rows = [
        ["", f"body-{n}", f"Body “{n}”\nsecond line", "Executive", *(f"{n}.{m}" for m in range(6))] for n in range(200)
    ]
    text = csv(heads, *rows, delimiter="\t").decode().replace("\r\n", "\n").replace("\n", "\r\n")
    client.post(at("source", "institutions"), {"pasted": text, "token": str(uuid.uuid4())})
    made = SheetImport.objects.get()
    shown = text_of(client.get(at("read", made.pk)))
    assert "<b>200</b> rows" in shown
    assert "body-20</td>" not in shown
    assert "body-19</td>" in shown
    client.post(at("read", made.pk), layout(made, delimiter="tab", encoding=made.layout["encoding"]))
    client.post(at("columns", made.pk), columns(made))
    made.refresh_from_db()
    client.post(at("names", made.pk), {"version": made.version, "then": "preview"})
    arrived = {row.number: row for row in made.rows.all()}
    for n, row in enumerate(rows):
        cells = {cell["field"]: cell["becomes"] for cell in arrived[n + 2].cells}
        assert (cells["code"], cells["name"]) == (row[1], " ".join(row[2].split()))
        assert arrived[n + 2].notes == {f"Extra {m}": row[4 + m] for m in range(6)}


def test_html_pasted_as_text_is_read_as_cells(client: Client) -> None:
    """Feature 3: the clipboard of LibreOffice as text."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in MINISTRIES)
    client.post(
        at("source", "institutions"), {"pasted": f"<html><table>{cells}</table></html>", "token": str(uuid.uuid4())}
    )
    shown = text_of(client.get(at("read", SheetImport.objects.get().pk)))
    assert "<b>3</b> rows" in shown
    assert "Supreme Court" in shown


@pytest.mark.parametrize("route", ["template", "export"])
def test_workbooks_to_start_from(client: Client, route: str) -> None:
    institution(code="justice", names={"en": "Ministry of Justice"})
    answer = client.get(at(route, "institutions"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "attachment" in answer["Content-Disposition"]
    assert book.sheetnames
    assert client_of(House().focal_point).get(at(route, "institutions")).status_code == 404


# --- steps 2 and 3 ----------------------------------------------------------------------------------------------------


def test_what_is_corrected_is_read_anew_and_shown_before_it_goes_on(client: Client) -> None:
    """Feature 3: semicolons read as commas, a heading further down."""
    upload(client, csv(["The institutions"], [], *MINISTRIES, delimiter=";"), name="file.csv")
    made = SheetImport.objects.get()
    given = {"encoding": "utf-8", "delimiter": "comma", "first_row": 3}
    assert client.post(at("read", made.pk), layout(made, **given))["Location"] == at("read", made.pk)
    assert "It was read anew" in text_of(client.get(at("read", made.pk)))
    answer = client.post(at("read", made.pk), layout(made, **given | {"delimiter": "semicolon"}))
    assert answer["Location"] == at("read", made.pk)
    answer = client.post(at("read", made.pk), layout(made, **given | {"delimiter": "semicolon"}))
    assert answer["Location"] == at("columns", made.pk)


def test_a_row_that_is_not_there_is_refused_beside_its_question(client: Client) -> None:
    upload(client, xlsx(*MINISTRIES))
    made = SheetImport.objects.get()
    answer = client.post(at("read", made.pk), layout(made, first_row=0))
    assert answer.status_code == 422
    assert "Rows are counted from 1." in text_of(answer)


def test_a_field_for_two_columns_and_a_needed_field_without_one(client: Client) -> None:
    upload(client, xlsx(*MINISTRIES))
    made = SheetImport.objects.get()
    client.post(at("read", made.pk), layout(made))
    name = made.columns["B"]
    answer = client.post(at("columns", made.pk), columns(made, C=name))
    assert answer.status_code == 422
    assert "for the columns B and C" in text_of(answer)
    answer = client.post(at("columns", made.pk), columns(made, B="note"))
    assert answer.status_code == 422
    assert "a row needs it" in text_of(answer)
    assert text_of(answer).count("<select") == 5


def test_somebody_else_was_faster(client: Client) -> None:
    """What was chosen stays, and the second press counts."""
    upload(client, xlsx(*MINISTRIES))
    made = SheetImport.objects.get()
    client.post(at("read", made.pk), layout(made))
    old = columns(made)
    client.post(at("columns", made.pk), columns(made, E="ignored"))
    answer = client.post(at("columns", made.pk), old)
    assert answer.status_code == 409
    assert "Somebody changed this import meanwhile" in text_of(answer)
    assert client.post(at("columns", made.pk), columns(made))["Location"] == at("names", made.pk)


# --- step 4 -----------------------------------------------------------------------------------------------------------

MEASURES = (
    ["Measure", "Responsible"],
    ["A law on bail", "Ministry of Justise"],
    ["Visits to prisons", "Bureau of Something"],
    ["More judges", "The Tribunal"],
)


@pytest.fixture
def houses() -> None:
    institution(code="justice", names={"en": "Ministry of Justice"})
    institution(code="court", names={"en": "Supreme Court"})


def keys(made: SheetImport) -> dict[str, str]:
    from servanda.importers.spreadsheets.queries import names_to_reconcile

    return {name.printed: name.key for name in names_to_reconcile(made)}


@pytest.mark.usefixtures("houses")
def test_names_are_decided_one_by_one_and_remembered(client: Client) -> None:
    """Feature 3: a candidate, another one typed, rows left out; the next file of this source is asked less."""
    made = brought_to_names(client, xlsx(*MEASURES), "actions")
    shown = text_of(client.get(at("names", made.pk)))
    assert "Ministry of Justise" in shown
    assert "<datalist" in shown
    assert "To decide" in shown
    by = keys(made)
    answers = {
        "version": made.version,
        "then": "preview",
        f"name-{by['Ministry of Justise']}": "justice",
        f"name-{by['The Tribunal']}": "other",
        f"other-{by['The Tribunal']}": "supreme court",
        f"name-{by['Bureau of Something']}": "reject",
    }
    assert client.post(at("names", made.pk), answers)["Location"] == at("preview", made.pk)
    made.refresh_from_db()
    assert (made.counts["new"], made.counts["rejected"]) == (2, 1)
    assert set(NameDecision.objects.values_list("target", flat=True)) == {"justice", "court"}
    again = begun("actions", xlsx(*MEASURES), by=made.started_by)
    client.post(at("read", again.pk), layout(again))
    client.post(at("columns", again.pk), columns(again))
    assert "Remembered" in text_of(client.get(at("names", again.pk)))


@pytest.mark.usefixtures("houses")
def test_another_one_must_be_in_the_list(client: Client) -> None:
    made = brought_to_names(client, xlsx(*MEASURES), "actions")
    key = keys(made)["The Tribunal"]
    for typed, said in (("Moon Court", "Nothing in the list is called “Moon Court”"), ("", "Enter which one")):
        answer = client.post(
            at("names", made.pk), {"version": made.version, f"name-{key}": "other", f"other-{key}": typed}
        )
        assert answer.status_code == 422
        assert said in text_of(answer)
    assert not NameDecision.objects.exists()


@pytest.mark.usefixtures("houses")
def test_near_names_are_accepted_at_once(client: Client) -> None:
    made = brought_to_names(client, xlsx(*MEASURES), "actions")
    answer = client.post(at("near-names", made.pk), follow=True)
    assert "1 name was accepted" in text_of(answer)
    assert "Decided" in text_of(answer)


# --- steps 5 and 6 ----------------------------------------------------------------------------------------------------


def test_each_rejected_cell_has_its_address_and_what_to_do(client: Client) -> None:
    made = previewed("institutions", xlsx(*MINISTRIES))
    shown = text_of(client.get(at("preview", made.pk) + "?show=rejected"))
    assert "<bdi>D4</bdi>" in shown
    assert "“Magic” is not one of the possible values" in shown
    book = client.get(at("rejected", made.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert any("Magic" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_changed_cell_is_shown_old_and_new(client: Client) -> None:
    committed("institutions", xlsx(*MINISTRIES))
    rows = [list(row) for row in MINISTRIES]
    rows[2][2] = "MH"
    made = previewed("institutions", xlsx(*rows))
    shown = text_of(client.get(at("preview", made.pk) + "?show=changed"))
    assert "<del>MoH</del>" in shown
    assert "<ins>MH</ins>" in shown
    assert "Change 1" in shown


def test_a_preview_that_is_not_the_newest_is_not_carried_out(client: Client) -> None:
    made = previewed("institutions", xlsx(*MINISTRIES))
    answer = client.post(at("preview", made.pk), {"digest": "another"})
    assert answer.status_code in (303, 409)
    assert not Institution.objects.exists()


def test_pressed_twice_is_done_once(client: Client) -> None:
    made = previewed("institutions", xlsx(*MINISTRIES))
    for _time in range(2):
        client.post(at("preview", made.pk), {"digest": made.digest})
    assert Institution.objects.count() == 2


def test_a_row_that_looks_like_another_is_decided(client: Client) -> None:
    house = House()
    sheet = xlsx(["Title", "Institution"], ["A law on bail according to means", house.institution.code])
    committed("actions", sheet, by=house.focal_point)
    near = xlsx(["Title", "Institution", "Code"], ["A law on bail according to mean", house.institution.code, "bail-2"])
    made = previewed("actions", near, by=house.focal_point)
    mine = client_of(house.focal_point)
    assert "Looks like the same as" in text_of(mine.get(at("preview", made.pk) + "?show=looks_like"))
    thing = made.rows.get().looks_like[0]["id"]
    answer = mine.post(at("row", made.pk, 2), {"choice": thing}, follow=True)
    assert "Row 2: your decision is kept" in text_of(answer)
    made.refresh_from_db()
    assert made.counts["looks_like"] == 0


def test_rows_that_others_changed_since_are_decided_one_by_one(client: Client) -> None:
    """Feature 3: undoing asks about each row that somebody worked on."""
    made = committed("institutions", xlsx(*MINISTRIES))
    change_institution(institution=Institution.objects.get(code="health"), short_name="Health", by=operator())
    client.post(at("undo", made.pk))
    shown = text_of(client.get(at("done", made.pk)))
    assert "<del>MoH</del>" in shown
    assert "<ins>Health</ins>" in shown
    client.post(at("left-row", made.pk, 3), {"choice": "keep"})
    assert "Kept as it is now" in text_of(client.get(at("done", made.pk)))
    assert Institution.objects.get().short_name == "Health"


def test_a_configuration_is_kept_used_and_forgotten(client: Client) -> None:
    made = committed("institutions", xlsx(*MINISTRIES))
    assert "Give the configuration a name" in text_of(client.post(at("keep", made.pk), {"name": " "}, follow=True))
    client.post(at("keep", made.pk), {"name": "Yearly list"})
    saved = SavedConfiguration.objects.get()
    shown = text_of(client.get(f"{at('source', 'institutions')}?configuration={saved.pk}"))
    assert "selected>Yearly list" in shown
    upload(client, xlsx(*MINISTRIES), configuration=str(saved.pk))
    assert SheetImport.objects.filter(configuration=saved).exists()
    assert "Yearly list" in text_of(client.get(at("list")))
    client.post(at("forget", saved.pk))
    assert not SavedConfiguration.objects.exists()


def test_an_import_is_discarded_after_a_question(client: Client) -> None:
    made = begun("institutions", xlsx(*MINISTRIES))
    assert "Discard this import?" in text_of(client.get(at("discard", made.pk)))
    client.post(at("discard", made.pk))
    assert "This import was discarded" in text_of(client.get(at("import", made.pk), follow=True))
    arrived = committed("institutions", xlsx(*MINISTRIES))
    assert "Undo it instead" in text_of(client.post(at("discard", arrived.pk), follow=True))


@pytest.mark.parametrize(
    ("state", "said"), [("planning", "Comparing with the register"), ("committing", "Writing the rows")]
)
def test_work_in_the_background_tells_its_numbers(client: Client, state: str, said: str) -> None:
    made = previewed("institutions", xlsx(*MINISTRIES))
    SheetImport.objects.filter(pk=made.pk).update(state=state, done=120, total=5_000)
    shown = text_of(client.get(at("import", made.pk), follow=True))
    assert said in shown
    assert "120 of 5000" in shown
    assert 'http-equiv="refresh"' in shown
    assert client.get(at("names", made.pk))["Location"] == at("progress", made.pk)


# --- who --------------------------------------------------------------------------------------------------------------


def test_the_drafts_of_a_ministry_are_not_for_others() -> None:
    """Somebody else's import of drafts does not exist for others; editors share those of the register."""
    house, other = House(), House()
    made = begun("actions", xlsx(["Title"], ["A law on bail"]), by=house.focal_point)
    assert client_of(house.focal_point).get(at("read", made.pk)).status_code == 200
    for stranger in (other.focal_point, house.alternate, editor()):
        assert client_of(stranger).get(at("read", made.pk)).status_code == 404
    shared = begun("institutions", xlsx(*MINISTRIES))
    assert client_of(editor()).get(at("read", shared.pk)).status_code == 200
    assert client_of(person()).get(at("list")).status_code == 403
    assert not Action.objects.exists()
