"""The working register as pages: who may open it, what its address says, and what it offers to whom."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from servanda.recommendations.commands import edit_facts
from servanda.workspace.register import A_PAGE, Found
from tests.factories import House, assignment, document, editor, mechanism, person, publisher, recommendation
from tests.support.many import Many
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["cso", "adviser", "parliament", "administrator", "member"])
def test_who_has_no_part_in_the_work_may_not_read_the_register(role: str) -> None:
    """Feature 112: roles differ in what they may open; an administrator has no right to content."""
    assert client_of(person(role=role)).get(address("workspace:register")).status_code == 403


def test_a_focal_point_reads_it_and_gets_no_bulk_actions() -> None:
    """Feature 113: the register is read by all institutions, and worked on by the secretariat only."""
    recommendation()
    page = client_of(House().focal_point).get(address("workspace:register"))
    assert page.status_code == 200
    assert b'name="recommendation"' not in page.content
    assert b'name="recommendation"' in client_of(editor()).get(address("workspace:register")).content


def test_a_row_says_what_matters() -> None:
    house = House(names={"en": "Ministry of Justice"})
    upr = document(mechanism=mechanism("UPR", kind="upr", names={"en": "Universal Periodic Review"}))
    one = recommendation(document=upr, number="50.1", position="noted")
    assignment(one, house.institution, due_on=date(2027, 6, 30))
    text = client_of(editor()).get(address("workspace:register")).content.decode()
    for words in (
        one.reference,
        "Universal Periodic Review",
        "2024",
        "Noted",
        "Ministry of Justice",
        "30 June 2027",
        "Not assessed",
    ):
        assert words in text


def test_the_plain_line_stands_for_the_wording_and_in_its_language() -> None:
    one = recommendation()
    edit_facts(recommendation=one, plain_lines={"es": "Que nadie espere preso"}, by=editor())
    text = client_of(editor()).get(address("workspace:register")).content.decode()
    assert 'lang="es"><a' in text
    assert "Que nadie espere preso" in text


def test_words_are_found_with_their_operators() -> None:
    one = recommendation(wordings={"en": "Reduce overcrowding in prisons."})
    two = recommendation(wordings={"en": "Publish figures on prison occupancy."})
    found = lambda words: set(Found(editor(), QueryDict(f"q={words}")).keys)  # noqa: E731
    assert found("prison") == {one.pk.hex, two.pk.hex}
    assert found("prison+NOT+figures") == {one.pk.hex}
    assert found(two.reference) == {two.pk.hex}


def test_found_words_and_facets_narrow_together() -> None:
    recommendation(wordings={"en": "Reduce overcrowding in prisons."}, kind="concern")
    two = recommendation(wordings={"en": "Publish figures on prison occupancy."})
    assert Found(editor(), QueryDict("q=prison&kind=recommendation")).keys == [two.pk.hex]


def test_choosing_and_lifting_keeps_the_rest_of_the_address_and_starts_at_the_first_page() -> None:
    recommendation()
    found = Found(editor(), QueryDict("q=step&kind=recommendation&order=due&page=3"))
    assert found.toggled("kind", "recommendation") == "?q=step&order=due"
    assert found.toggled("year", "2024") == "?q=step&kind=recommendation&order=due&year=2024"
    assert found.without_filters() == "?q=step&order=due"


def test_the_order_that_was_asked_for() -> None:
    late, soon, never = recommendation(), recommendation(), recommendation()
    house = House()
    assignment(late, house.institution, due_on=date(2031, 1, 1))
    assignment(soon, house.institution, due_on=date(2027, 1, 1))
    assert Found(editor(), QueryDict("order=due")).keys == [soon.pk.hex, late.pk.hex, never.pk.hex]
    references = sorted([late, soon, never], key=lambda r: r.reference)
    assert Found(editor(), QueryDict("order=reference")).keys == [r.pk.hex for r in references]


def test_an_empty_register_says_what_will_be_here_and_the_next_step() -> None:
    assert "Take in the first document" in client_of(editor()).get(address("workspace:register")).content.decode()
    others = client_of(House().focal_point).get(address("workspace:register")).content.decode()
    assert "nothing is needed from you" in others


def test_a_search_that_finds_nothing_offers_a_way_out() -> None:
    recommendation()
    text = client_of(editor()).get(address("workspace:register", q="zeppelin")).content.decode()
    assert "Show the whole register" in text


def test_lists_page_by_fifty_and_keep_the_filters() -> None:
    paper = document()
    for _ in range(A_PAGE + 3):
        recommendation(document=paper)
    client = client_of(editor())
    second = client.get(address("workspace:register", kind="recommendation", page=2)).content.decode()
    assert second.count('name="recommendation"') == 3
    assert "?kind=recommendation&amp;page=1" in second


def test_the_number_of_queries_does_not_grow() -> None:
    client = client_of(editor())
    few: dict[str, Any] = {}

    def small() -> None:
        few["made"] = Many(30)

    def large() -> None:
        house = few["made"].houses[0]
        for recommended in (recommendation() for _ in range(60)):
            assignment(recommended, house.institution)

    assert_same_queries(client, address("workspace:register"), small=small, large=large)


def test_secretariat_publishers_read_it_too() -> None:
    recommendation()
    assert client_of(publisher()).get(address("workspace:register")).status_code == 200


def downloaded(client: Any, extension: str = "csv", **query: Any) -> bytes:
    answer = client.get(address("workspace:register-file", extension, **query))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_whole_list_is_a_file_in_its_order_and_with_its_filters() -> None:
    """Long lists page by fifty and are downloaded whole (U: D)."""
    paper, house = document(), House(code="justice")
    made = [recommendation(document=paper, order=n, kind="concern") for n in range(A_PAGE + 5)]
    recommendation()
    assignment(made[0], house.institution, due_on=date(2031, 6, 30))
    rows = list(csv.DictReader(io.StringIO(downloaded(client_of(editor()), kind="concern").decode("utf-8-sig"))))
    assert [row["reference"] for row in rows] == [r.reference for r in made]
    assert (rows[0]["institution"], rows[0]["role"], rows[0]["due"], rows[0]["answer"]) == (
        "justice",
        "lead",
        "2031-06-30",
        "proposed",
    )


def test_the_file_can_be_pasted_back_to_assign_from() -> None:
    one, house = recommendation(), House(code="justice")
    assignment(one, house.institution, due_on=date(2031, 6, 30))
    table = downloaded(client_of(editor())).decode("utf-8-sig").replace(",", "\t")
    check = client_of(editor()).post(address("assignments:from-list"), {"lines": table, "due_on": ""}).content.decode()
    assert "1 line can be assigned" in check


def test_only_formats_there_are_and_only_for_who_reads_the_register() -> None:
    recommendation()
    assert client_of(editor()).get(address("workspace:register-file", "exe")).status_code == 404
    assert client_of(person(role="cso")).get(address("workspace:register-file", "csv")).status_code == 403
    assert downloaded(client_of(House().focal_point), "xlsx").startswith(b"PK")


@pytest.mark.parametrize(
    "query", ["status=zz", "needs=zz", "themes=%00", "page=x", "order=zz", "q=(((", "q=%00", "list=x"]
)
def test_an_address_that_somebody_made_up_is_answered(query: str) -> None:
    recommendation()
    assert client_of(editor()).get(f"{address('workspace:register')}?{query}").status_code == 200
