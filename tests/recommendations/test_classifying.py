"""Giving terms to many recommendations, and deciding on suggested ones."""

import uuid
from typing import Any

import pytest

from servanda.audit.models import Batch
from servanda.recommendations.commands import classify, suggest_from_source
from servanda.recommendations.models import Classification, Recommendation
from tests.factories import House, editor, person, recommendation, scheme
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
CLASSIFY = "recommendations:classify"


@pytest.fixture
def terms() -> list[Any]:
    return list(scheme("themes", ("Prisons", "Health", "Water")).terms.order_by("order"))


def held(one: Recommendation) -> dict[str, str]:
    return dict(one.classifications.values_list("term__code", "decision"))


def sent(chosen: list[Recommendation], **given: Any) -> dict[str, Any]:
    return {"selection": " ".join(str(r.pk) for r in chosen), "reason": ""} | given


def test_several_terms_for_many_with_a_look_before_and_an_undo_after(terms: list[Any]) -> None:
    some = [recommendation(), recommendation(), recommendation()]
    classify(recommendations=some[:1], add=[terms[0]], by=editor())
    client = client_of(editor())
    answers = sent(some, add=[str(terms[0].pk), str(terms[1].pk)])
    check = client.post(address(CLASSIFY), answers).content.decode()
    assert "is added to 2 recommendations" in check
    assert "is added to 3 recommendations" in check
    assert held(some[1]) == {}
    done = client.post(address(CLASSIFY), answers | {"do": "1"}, follow=True)
    assert held(some[1]) == {"Prisons": "confirmed", "Health": "confirmed"}
    batch = Batch.objects.latest("created_at")
    assert address("workspace:undo", batch.pk) in done.content.decode()
    client.post(address("workspace:undo", batch.pk))
    assert [held(r) for r in some] == [{"Prisons": "confirmed"}, {}, {}]


def test_terms_are_taken_away(terms: list[Any]) -> None:
    some = [recommendation(), recommendation()]
    classify(recommendations=some, add=[terms[0]], by=editor())
    answers = sent(some, remove=[str(terms[0].pk)], do="1")
    client_of(editor()).post(address(CLASSIFY), answers)
    assert [held(r) for r in some] == [{}, {}]


def test_nothing_chosen_and_both_at_once_are_refused(terms: list[Any]) -> None:
    one = recommendation()
    classify(recommendations=[one], add=[terms[0]], by=editor())
    client = client_of(editor())
    assert "Choose at least one term" in client.post(address(CLASSIFY), sent([one])).content.decode()
    both = sent([one], add=[str(terms[0].pk)], remove=[str(terms[0].pk)])
    assert "cannot be added and taken away at once" in client.post(address(CLASSIFY), both).content.decode()


def test_ticking_nothing_leads_back_with_a_sentence() -> None:
    recommendation()
    back = client_of(editor()).post(address(CLASSIFY), {"list": "register"}, follow=True)
    assert "Tick at least one recommendation" in back.content.decode()


def test_two_ids_in_one_request_are_both_looked_at(terms: list[Any]) -> None:
    """The second is withdrawn: it is left out, said so, and stays as it is, whatever the first one is."""
    first, second = recommendation(), recommendation(standing="withdrawn")
    client = client_of(editor())
    answers = sent([first, second], add=[str(terms[0].pk)])
    assert "is withdrawn or superseded and is left out" in client.post(address(CLASSIFY), answers).content.decode()
    client.post(address(CLASSIFY), answers | {"do": "1"})
    assert (held(first), held(second)) == ({"Prisons": "confirmed"}, {})


def test_an_id_that_is_none_of_hers_stops_all(terms: list[Any]) -> None:
    one = recommendation()
    answers = {"selection": f"{one.pk} {uuid.uuid4()}", "add": [str(terms[0].pk)], "do": "1"}
    assert client_of(editor()).post(address(CLASSIFY), answers).status_code == 404
    assert client_of(editor()).post(address(CLASSIFY), answers | {"selection": "no-id"}).status_code == 404
    assert held(one) == {}


def test_the_side_door_is_closed(terms: list[Any]) -> None:
    one = recommendation()
    suggest_from_source(recommendation=one, terms=[terms[0]], source="UHRI", by=editor())
    client = client_of(House().focal_point)
    assert client.post(address(CLASSIFY), sent([one], add=[str(terms[1].pk)], do="1")).status_code == 403
    assert client.post(address("recommendations:decide", one.pk), {"accept": "all"}).status_code == 403
    assert held(one) == {"Prisons": "suggested"}


def test_one_click_accepts_or_rejects_a_suggestion(terms: list[Any]) -> None:
    one = recommendation()
    suggest_from_source(recommendation=one, terms=terms, source="UHRI", by=editor())
    client, where = client_of(editor()), address("recommendations:decide", one.pk)
    client.post(where, {"accept": str(terms[0].pk)})
    client.post(where, {"reject": str(terms[1].pk)})
    assert held(one) == {"Prisons": "confirmed", "Health": "rejected", "Water": "suggested"}
    accepted = Classification.objects.get(recommendation=one, term=terms[0])
    assert (accepted.origin, accepted.decided_by) == ("imported", editor())


def test_all_at_once_and_back_again(terms: list[Any]) -> None:
    one = recommendation()
    suggest_from_source(recommendation=one, terms=terms, source="UHRI", by=editor())
    client = client_of(editor())
    client.post(address("recommendations:decide", one.pk), {"accept": "all"})
    assert set(held(one).values()) == {"confirmed"}
    client.post(address("workspace:undo", Batch.objects.latest("created_at").pk))
    assert set(held(one).values()) == {"suggested"}


def test_a_suggestion_decided_by_a_colleague_is_said(terms: list[Any]) -> None:
    one = recommendation()
    back = client_of(editor()).post(
        address("recommendations:decide", one.pk), {"accept": str(terms[0].pk)}, follow=True
    )
    assert "decided on already" in back.content.decode()


def test_what_is_suggested_for_many_is_accepted_at_once(terms: list[Any]) -> None:
    some = [recommendation(), recommendation()]
    suggest_from_source(recommendation=some[0], terms=terms[:2], source="UHRI", by=editor())
    suggest_from_source(recommendation=some[1], terms=terms[2:], source="UHRI", by=editor())
    client, answers = client_of(editor()), sent(some, accept_suggested="on")
    assert "3 suggested terms are accepted" in client.post(address(CLASSIFY), answers).content.decode()
    client.post(address(CLASSIFY), answers | {"do": "1"})
    assert [held(r) for r in some] == [{"Prisons": "confirmed", "Health": "confirmed"}, {"Water": "confirmed"}]


def test_undo_leaves_what_a_colleague_classified_since(terms: list[Any]) -> None:
    some = [recommendation(), recommendation()]
    batch = classify(recommendations=some, add=terms[:1], by=editor())
    classify(recommendations=some[:1], add=terms[1:2], by=editor())
    answer = client_of(editor()).post(address("workspace:undo", batch.pk), follow=True).content.decode()
    assert "1 change was left as it is" in answer
    assert [held(r) for r in some] == [{"Prisons": "confirmed", "Health": "confirmed"}, {}]


def test_who_decided_first_stays_named(terms: list[Any]) -> None:
    one, first = recommendation(), editor()
    classify(recommendations=[one], add=terms[:1], reason="Paragraph 3", by=first)
    second = person(role="secretariat_editor")
    classify(recommendations=[one], add=terms[:1], by=second)
    decided = one.classifications.get()
    assert (decided.decided_by, decided.reason) == (first, "Paragraph 3")


def test_who_classifies_one_reads_what_it_says() -> None:
    """Feature 35: beside the terms stands the wording, not only the reference."""
    one = recommendation(wordings={"en": "The State party should open the wells."})
    page = client_of(editor()).get(address(CLASSIFY, recommendation=one.pk)).content.decode()
    assert "The State party should open the wells." in page
