"""Editing facts, position and parts; withdrawing. The mechanism's words stay as they are."""

from typing import Any

import pytest

from servanda.publication.models import Snapshot
from servanda.recommendations.commands import edit_facts
from servanda.recommendations.models import Recommendation
from tests.factories import House, editor, publisher, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


def public(one: Recommendation) -> dict[str, Any]:
    return Snapshot.objects.filter(kind="recommendation").current().get(public_id=one.reference).payload


def test_a_position_with_its_source_becomes_public() -> None:
    """Feature 18: the position is supported, noted, in part or pending, with its source."""
    one = recommendation()
    sent = {"version": one.version, "position": "noted", "position_source": "A/HRC/60/8/Add.1, paragraph 12"}
    assert client_of(editor()).post(address("recommendations:position", one.pk), sent).status_code == 303
    assert public(one)["position"]["value"] == "noted"
    assert public(one)["position"]["source"] == "A/HRC/60/8/Add.1, paragraph 12"


def test_the_explanation_is_kept_in_each_language() -> None:
    """Feature 20: why the State took this position, in its own words."""
    one = recommendation()
    sent = {
        "version": one.version,
        "position": "noted",
        "position_source": "A/HRC/60/8/Add.1",
        "position_explanations_es": "La ley ya lo prevé.",
        "position_explanations_en": "The law does so.",
    }
    client_of(editor()).post(address("recommendations:position", one.pk), sent)
    one.refresh_from_db()
    assert one.position_explanations == {"es": "La ley ya lo prevé.", "en": "The law does so."}


def test_in_part_needs_to_say_which_part() -> None:
    one = recommendation()
    page = client_of(editor()).post(
        address("recommendations:position", one.pk),
        {"version": 1, "position": "supported_in_part", "position_source": "Add.1"},
    )
    assert "Say which part is supported" in page.content.decode()
    one.refresh_from_db()
    assert one.position == ""


def test_recommending_states_are_added_and_taken_away_and_keep_their_printed_name() -> None:
    """Feature 21: several States, each as the document names it."""
    one = recommendation(
        states=[{"iso3": "URY", "name": "Uruguay (Eastern Republic of)"}, {"iso3": "CHE", "name": "Switzerland"}]
    )
    client_of(editor()).post(
        address("recommendations:edit", one.pk), {"version": one.version, "states": ["URY", "KEN"]}
    )
    assert list(one.recommending_states.values_list("iso3", "name")) == [
        ("URY", "Uruguay (Eastern Republic of)"),
        ("KEN", "Kenya"),
    ]


def test_an_observer_without_a_code_stays() -> None:
    one = recommendation(states=[{"iso3": "", "name": "State of the Sea"}])
    client_of(editor()).post(address("recommendations:edit", one.pk), {"version": one.version, "states": []})
    assert one.recommending_states.get().name == "State of the Sea"


def test_a_language_that_is_not_asked_for_is_not_lost() -> None:
    one = recommendation(plain_lines={"ru": "Тюрьмы"})
    client_of(editor()).post(
        address("recommendations:edit", one.pk), {"version": one.version, "plain_lines_en": "Prisons"}
    )
    one.refresh_from_db()
    assert one.plain_lines == {"ru": "Тюрьмы", "en": "Prisons"}


def test_two_people_at_once_both_see_both_texts() -> None:
    """Feature 116: no silent overwrite; the second person decides with both texts before her."""
    one = recommendation()
    opened_at = one.version
    edit_facts(recommendation=one, plain_lines={"en": "Hers"}, by=editor())
    client, where = client_of(editor()), address("recommendations:edit", one.pk)
    clash = client.post(where, {"version": opened_at, "plain_lines_en": "Mine"})
    assert clash.status_code == 409
    assert "Hers" in clash.content.decode()
    assert f"While you were writing, {editor()} saved another text" in clash.content.decode()
    assert "Mine" in clash.content.decode()
    one.refresh_from_db()
    assert one.plain_lines == {"en": "Hers"}
    again = client.post(where, {"version": one.version, "plain_lines_en": "Mine", "keep-plain_lines_en": "mine"})
    one.refresh_from_db()
    assert (again.status_code, one.plain_lines) == (303, {"en": "Mine"})


def test_taking_the_other_text_keeps_it() -> None:
    one = recommendation(plain_lines={"en": "Hers"})
    sent = {"version": one.version, "plain_lines_en": "Mine", "keep-plain_lines_en": "theirs"}
    client_of(editor()).post(address("recommendations:edit", one.pk), sent)
    one.refresh_from_db()
    assert one.plain_lines == {"en": "Hers"}


def test_one_demand_is_no_split() -> None:
    one = recommendation()
    page = client_of(editor()).post(address("recommendations:split", one.pk), {"version": 1, "demands": "Only this"})
    assert "Give two demands or more" in page.content.decode()


def test_withdrawing_needs_a_reason_and_a_publisher() -> None:
    """Feature 115: withdrawn with its reason, and never deleted."""
    one = recommendation()
    where = address("recommendations:withdraw", one.pk)
    assert client_of(editor()).post(where, {"version": one.version, "reason": "Read twice."}).status_code == 403
    client = client_of(publisher())
    assert "Give a reason" in client.post(where, {"version": one.version, "reason": " "}).content.decode()
    assert client.post(where, {"version": one.version, "reason": "Read twice."}).status_code == 303
    last = Snapshot.objects.filter(public_id=one.reference).latest("version")
    assert (last.withdrawn_at is not None, last.withdrawn_reason) == (True, "Read twice.")
    assert Recommendation.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("page", ["edit", "position", "split"])
def test_what_is_withdrawn_is_not_edited(page: str) -> None:
    one = recommendation(standing="withdrawn")
    assert client_of(editor()).get(address(f"recommendations:{page}", one.pk)).status_code == 403


@pytest.mark.parametrize("page", ["edit", "position", "split", "withdraw"])
def test_an_institution_reads_and_does_not_edit(page: str) -> None:
    """Feature 113: a focal point can't change the register."""
    one = recommendation()
    client = client_of(House().focal_point)
    assert client.get(address("workspace:recommendation", one.pk)).status_code == 200
    assert (
        client.post(
            address(f"recommendations:{page}", one.pk), {"version": 1, "reason": "x", "position": "noted"}
        ).status_code
        == 403
    )
    one.refresh_from_db()
    assert (one.position, one.standing) == ("", "confirmed")
