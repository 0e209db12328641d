"""Assigning from a pasted table."""

from datetime import date

import pytest

from servanda.assignments.from_list import Line, read
from servanda.assignments.models import Assignment
from servanda.audit.models import Batch
from servanda.institutions.queries import by_any_name
from servanda.recommendations.models import Recommendation
from tests.factories import editor, institution, recommendation
from tests.support.long_work import work_off
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
LIST = "assignments:from-list"


def lines_of(text: str, due_on: date | None = None) -> list[Line]:
    known = {r.reference.casefold(): r for r in Recommendation.objects.all()}
    return read(text, recommendations=known, institutions=by_any_name(), due_on=due_on)


def test_a_table_from_a_spreadsheet_is_understood() -> None:
    one, two = recommendation(), recommendation()
    justice = institution(
        code="justice", names={"en": "Ministry of Justice", "es": "Ministerio de Justicia"}, short_name="MinJus"
    )
    heading, first_line = "Reference\tInstitution\tRole\tDue", f"{one.reference}\tMinisterio de  Justicia\t\t30.06.2027"
    text = f"{heading}\n{first_line}\n\n{two.reference};minjus;Contributing"
    first, second = lines_of(text, due_on=date(2028, 1, 1))
    assert (first.number, first.recommendation, first.institution, first.role, first.due_on) == (
        2,
        one,
        justice,
        "lead",
        date(2027, 6, 30),
    )
    assert (second.number, second.institution, second.role, second.due_on) == (
        4,
        justice,
        "contributing",
        date(2028, 1, 1),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("XAR-NONE-1;justice", "No recommendation has the reference"),
        ("{reference}", "The institution is missing"),
        ("{reference};Ministry of Magic", "No institution is called “Ministry of Magic”"),
        ("{reference};justice;boss", "“boss” is no role"),
        ("{reference};justice;lead;soon", "“soon” is no date"),
        ("{reference};justice;lead;31.02.2027", "is no date"),
        ("{withdrawn};justice", "withdrawn or superseded"),
    ],
)
def test_what_is_not_understood_says_what_to_mend(line: str, problem: str) -> None:
    one, gone = recommendation(), recommendation(standing="withdrawn")
    institution(code="justice", names={"en": "Ministry of Justice"})
    (read_line,) = lines_of(line.format(reference=one.reference, withdrawn=gone.reference))
    assert problem in read_line.problem


def test_the_same_pair_and_a_second_lead_are_found() -> None:
    one = recommendation()
    institution(code="justice"), institution(code="health")
    lines = lines_of(
        "\n".join([f"{one.reference};justice", f"{one.reference};justice;contributing", f"{one.reference};health"])
    )
    assert [line.problem != "" for line in lines] == [False, True, True]
    assert "There is one lead" in lines[2].problem


def test_what_is_good_is_done_and_the_rest_is_said() -> None:
    one, two = recommendation(), recommendation()
    justice = institution(code="justice", names={"en": "Ministry of Justice"})
    client = client_of(editor())
    answers = {"lines": f"{one.reference};justice\n{two.reference};nobody", "due_on": "2031-06-30"}
    check = client.post(address(LIST), answers).content.decode()
    assert "1 line can be assigned" in check
    assert "No institution is called “nobody”" in check
    assert not Assignment.objects.exists()
    client.post(address(LIST), answers | {"do": "1"})
    made = Assignment.objects.get()
    assert (made.recommendation, made.institution, made.due_on) == (one, justice, date(2031, 6, 30))


def test_an_empty_list_says_what_to_do() -> None:
    assert "Paste at least one line" in client_of(editor()).post(address(LIST), {"lines": ""}).content.decode()


def test_two_hundred_to_twenty_in_three_interactions_and_back() -> None:
    """Features 36, 37: 200 recommendations to 20 institutions; the undo gives the equal state (U: T2)."""
    papers = [recommendation() for _ in range(200)]
    institutions = [institution() for _ in range(20)]
    before = Assignment.objects.count()
    text = "\n".join(f"{r.reference}\t{institutions[n % 20].code}\tlead\t2031-06-30" for n, r in enumerate(papers))
    client = client_of(editor())
    client.post(address(LIST), {"lines": text, "due_on": ""})
    client.post(address(LIST), {"lines": text, "due_on": "", "do": "1"})
    assert work_off() == 1
    assert Assignment.objects.filter(role="lead").count() == 200
    assert set(Assignment.objects.values_list("institution", flat=True)) == {i.pk for i in institutions}
    client.post(address("workspace:undo", Batch.objects.latest("created_at").pk))
    assert work_off() == 1
    assert Assignment.objects.count() == before
