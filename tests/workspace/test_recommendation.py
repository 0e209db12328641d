"""The file of one recommendation: every panel, as far as this person may see it, and buttons only where she may."""

import uuid
from datetime import date
from typing import Any

import pytest

from servanda.documents.commands import register_document
from servanda.recommendations.commands import classify, split, suggest_from_source
from tests.factories import (
    Commission,
    House,
    action,
    assessment,
    assignment,
    challenge,
    document,
    editor,
    file,
    moved,
    person,
    published,
    publisher,
    recommendation,
    scheme,
    update,
)
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


def shown(who: Any, one: Any) -> str:
    page = client_of(who).get(address("workspace:recommendation", one.pk))
    assert page.status_code == 200
    return page.content.decode()


def test_wording_place_and_a_link_to_the_page_of_the_original() -> None:
    """Feature 7: words, paragraph, symbol and page of the source, each to be checked."""
    paper = document()
    kept = file(purpose="intake", name="report.pdf")
    register_document(symbol=paper.symbol, files=[kept], by=editor())
    one = recommendation(document=paper, number="21", page=6, wordings={"en": "Reduce it.", "es": "Redúzcanlo."})
    text = shown(editor(), one)
    for words in ("Reduce it.", "Redúzcanlo.", paper.symbol, f"{address('documents:download', kept.pk)}#page=6"):
        assert words in text


def test_facts_position_parts_and_terms() -> None:
    """Features 18, 20, 21: position, its explanation, and who recommended it."""
    one = recommendation(
        position="noted", position_explanations={"en": "The law does so."}, states=[{"iso3": "URY", "name": "Uruguay"}]
    )
    split(recommendation=one, parts=["take step", "protect everybody"], by=editor())
    terms = list(scheme("themes", ("Prisons", "Health")).terms.order_by("order"))
    classify(recommendations=[one], add=terms[:1], by=editor())
    suggest_from_source(recommendation=one, terms=terms[1:], source="UHRI export", by=editor())
    text = shown(editor(), one)
    for words in ("Noted", "The law does so.", "Uruguay", "protect everybody", "Prisons", "suggested by UHRI export"):
        assert words in text


def test_buttons_stand_only_where_the_policy_lets_them() -> None:
    """Feature 112: what each role is offered on the same page."""
    house, commission = House(), Commission()
    one = recommendation()
    assignment(one, house.institution, accepted_by=house.focal_point)
    offers = {
        "edit": address("recommendations:edit", one.pk),
        "classify": address("recommendations:classify"),
        "assign": address("assignments:assign"),
        "withdraw": address("recommendations:withdraw", one.pk),
        "report": address("implementation:report"),
        "assess": address("implementation:assess"),
    }
    expected = {
        editor(): {"edit", "classify", "assign", "assess"},
        publisher(): {"withdraw"},
        house.focal_point: {"report", "assess"},
        house.validating_authority: set(),
        House().focal_point: {"assess"},
        commission.author: {"assess"},
    }
    for who, wanted in expected.items():
        text = shown(who, one)
        assert {name for name, where in offers.items() if f'"{where}' in text} == wanted, who


def test_both_voices_stand_side_by_side_and_a_reply_is_not_taken_for_a_view() -> None:
    house, commission, one = House(), Commission(), recommendation()
    published(assessment(house.focal_point, house.institution, of=one, reasoning="Half is done."), house)
    theirs = assessment(
        commission.author,
        commission.institution,
        assessor="nhri",
        of=one,
        level="not_started",
        reasoning="We saw nothing.",
    )
    from servanda.publication.commands import publish, submit

    submit(item=theirs, by=commission.author)
    publish(item=theirs, by=commission.colleague)
    text = shown(editor(), one)
    assert text.index("Half is done.") < text.index("We saw nothing.")
    assert "Not started" in text


def test_each_sees_only_what_she_may() -> None:
    """Feature 113: drafts of an institution are seen in that institution alone."""
    house, other, one = House(), House(), recommendation()
    action(house, answers=[one], title="Draft law of ours")
    moved(action(house, answers=[one], title="Law sent on"), house, to="approved")
    challenge(house, recommendation=one, description="No money for it")
    update(house, recommendation=one)
    assert "Draft law of ours" in shown(house.focal_point, one)
    assert "No money for it" in shown(house.alternate, one)
    for stranger in (editor(), publisher(), other.focal_point, Commission().author):
        text = shown(stranger, one)
        assert "Draft law of ours" not in text
        assert "No money for it" not in text
    assert "Law sent on" in shown(editor(), one)
    assert "Law sent on" not in shown(other.focal_point, one)


def test_one_update_of_an_action_is_seen_on_each_recommendation_it_answers() -> None:
    house, one, two = House(), recommendation(), recommendation()
    law = action(house, answers=[one, two], title="Act 41")
    update(house, action=law)
    for recommended in (one, two):
        assert "Update: " in shown(house.focal_point, recommended)


def test_the_institution_is_asked_at_the_top() -> None:
    house = House()
    asked = assignment(recommendation(), house.institution, due_on=date(2031, 6, 30))
    assert address("assignments:answer", asked.pk) in shown(house.focal_point, asked.recommendation)
    assert address("assignments:answer", asked.pk) not in shown(House().focal_point, asked.recommendation)


def test_what_was_published_is_listed_by_version() -> None:
    one = recommendation()
    classify(recommendations=[one], add=list(scheme().terms.all()), by=editor())
    text = shown(editor(), one)
    assert "Version 1" in text
    assert "Version 2" in text


def test_the_record_is_shown_to_who_may_read_it_and_to_nobody_else() -> None:
    """Feature 114: the trail of this one object, in words."""
    house, one = House(), recommendation()
    administrator = person(role="administrator")
    from tests.factories import seat

    seat(administrator, house.institution, "alternate")
    assert "Entered a recommendation" in shown(administrator, one)
    assert "Entered a recommendation" not in shown(editor(), one)


@pytest.mark.parametrize("role", ["cso", "adviser", "parliament", "administrator", "member"])
def test_the_file_is_for_those_who_work_on_it(role: str) -> None:
    one = recommendation()
    assert client_of(person(role=role)).get(address("workspace:recommendation", one.pk)).status_code == 403


def test_an_unknown_one_is_not_there() -> None:
    assert client_of(editor()).get(address("workspace:recommendation", uuid.uuid4())).status_code == 404


def test_the_number_of_queries_does_not_grow() -> None:
    one, houses = recommendation(), [House(), House()]
    terms = list(scheme("themes", tuple(f"Theme {n}" for n in range(12))).terms.all())

    def follow_up(times: int) -> None:
        for n in range(times):
            house = houses[n % 2]
            law = published(action(house, answers=[one], title=f"Act {times} {n}"), house)
            published(update(house, action=law), house)
            published(assessment(house.focal_point, house.institution, of=one), house)
        classify(recommendations=[one], add=terms[:times], by=editor())

    where = address("workspace:recommendation", one.pk)
    assert_same_queries(client_of(editor()), where, small=lambda: follow_up(2), large=lambda: follow_up(9))
