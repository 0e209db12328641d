"""Parts of a compound recommendation: cut from its wording, followed up on their own, joined again."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from servanda.accounts.commands import undo
from servanda.audit.models import Batch
from servanda.core.errors import Refused
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import classify, edit_facts, split, withdraw
from servanda.recommendations.models import Recommendation
from servanda.recommendations.stretches import marked, spans_of
from tests.factories import (
    House,
    assessment,
    assignment,
    document,
    editor,
    published,
    publisher,
    recommendation,
    scheme,
)
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
WORDS = "Ratify the Convention against Torture and its Optional Protocol, and train the police."
PARTS = ["Ratify the Convention against Torture", "Ratify … its Optional Protocol", "train the police"]


def compound(**fields: Any) -> Recommendation:
    return recommendation(wordings={"en": WORDS}, **fields)


def public(one: Recommendation) -> dict[str, Any]:
    return Snapshot.objects.filter(kind="recommendation").current().get(public_id=one.reference).payload


def tracked(one: Recommendation, letter: str) -> Recommendation:
    return one.parts.get(letter=letter).tracked  # type: ignore[return-value]


def test_a_part_is_a_stretch_of_the_wording() -> None:
    spans = spans_of("Ratify … its  Optional Protocol", WORDS)
    assert [WORDS[start:end] for start, end in spans] == ["Ratify", "its Optional Protocol"]
    assert "".join(text for text, _own in marked(WORDS, spans)) == WORDS
    with pytest.raises(Refused, match="do not stand so"):
        spans_of("train the army", WORDS)


def test_a_recommendation_of_the_register_is_split_on_its_page() -> None:
    """Feature 9: each part is a line of the register of its own; the wording stays whole."""
    one = compound()
    client, where = client_of(editor()), address("recommendations:split", one.pk)
    refused = client.post(where, {"version": one.version, "demands": "train the police\ntrain the army"})
    assert "do not stand so in the wording" in refused.content.decode()
    assert not one.parts.exists()
    assert client.post(where, {"version": one.version, "demands": "\n".join(PARTS)}).status_code == 303
    assert [p.tracked.reference for p in one.parts.all()] == [f"{one.reference}.{letter}" for letter in "abc"]
    assert one.wordings.get().text == WORDS
    page = client.get(address("workspace:register")).content.decode()
    assert "Part (b)" in page
    assert f"{one.reference}.b" in page


def test_a_part_is_classified_assigned_and_assessed_on_its_own() -> None:
    """Feature 9: what a part does not say of itself it has from the whole; a level of the whole is never made from parts."""
    house, police = House(), House()
    one = split(recommendation=compound(states=[{"iso3": "URY", "name": "Uruguay"}]), parts=PARTS, by=editor())
    law, training = scheme("themes", ("Torture", "Police")).terms.order_by("order")
    classify(recommendations=[one], add=[law], by=editor())
    classify(recommendations=[tracked(one, "c")], add=[training], by=editor())
    assignment(one, house.institution, accepted_by=house.focal_point)
    assignment(tracked(one, "c"), police.institution, accepted_by=police.focal_point)
    published(assessment(police.focal_point, police.institution, of=tracked(one, "c")), police)
    third, first = public(tracked(one, "c")), public(tracked(one, "a"))
    assert [t["code"] for t in third["terms"]] == ["Torture", "Police"]
    assert [i["code"] for i in third["institutions"]] == [police.institution.code]
    assert [i["code"] for i in first["institutions"]] == [house.institution.code]
    assert first["recommendation"]["states"][0]["iso3"] == "URY"
    whole = public(one)
    assert whole["assessments"] == []
    assert whole["part_levels"][2]["state"] == "in_progress_limited"
    assert [(i["part"], i["code"]) for i in whole["part_institutions"]] == [("c", police.institution.code)]


def test_the_public_list_counts_the_whole_once_and_finds_it_by_its_parts() -> None:
    """Feature 156: list, facets and files agree; a part is found with its whole."""
    police = House()
    one = split(recommendation=compound(), parts=PARTS, by=editor())
    assignment(tracked(one, "c"), police.institution, accepted_by=police.focal_point)
    client = Client()
    found = client.get("/en/recommendations/", {"lead": police.institution.code}).content.decode()
    assert "<b>1 recommendation</b>" in found
    assert one.reference in found
    text = b"".join(client.get("/en/recommendations.csv").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["parts"] == "; ".join(f"{one.reference}.{letter}" for letter in "abc")
    assert row["part_leads"] == f"c {police.institution.code}"
    assert "train the police" in client.get(f"/en/recommendations/{one.reference}.c/").content.decode()


def test_parts_are_joined_where_nothing_hangs_on_them() -> None:
    house = House()
    one = split(recommendation=compound(), parts=PARTS, by=editor())
    assignment(tracked(one, "a"), house.institution)
    with pytest.raises(Refused, match="Part a has been"):
        split(recommendation=one, parts=[], by=editor())
    split(recommendation=one, parts=PARTS[:2], by=editor())
    assert [p.letter for p in one.parts.filter(joined_at=None)] == ["a", "b"]
    gone = Snapshot.objects.filter(public_id=f"{one.reference}.c").latest("version")
    assert "joined again" in gone.withdrawn_reason
    split(recommendation=one, parts=[*PARTS[:2], "the police"], by=editor())
    assert f"{one.reference}.d" in [
        p.tracked.reference for p in one.parts.filter(joined_at=None)
    ]  # c never means other words


def test_a_split_is_taken_back_unless_somebody_works_on_a_part() -> None:
    one = split(recommendation=compound(), parts=PARTS, by=editor())
    batch = Batch.objects.get(kind="register")
    assignment(tracked(one, "a"), House().institution)
    assert undo(batch=batch, by=editor()) == {"undone": 0, "left": 1}
    other = split(recommendation=compound(), parts=PARTS, by=editor())
    assert undo(batch=other.taken_back_by, by=editor())["undone"] == 1
    assert not other.parts.filter(joined_at=None).exists()


def test_a_part_is_not_split_and_goes_with_its_whole() -> None:
    one = split(recommendation=compound(), parts=PARTS, by=editor())
    with pytest.raises(Refused, match="a part already"):
        split(recommendation=tracked(one, "a"), parts=["Ratify", "the Convention"], by=editor())
    withdraw(recommendation=one, reason="Read twice.", by=publisher())
    assert set(Recommendation.objects.values_list("standing", flat=True)) == {"withdrawn"}


def test_a_change_of_the_whole_reaches_its_parts() -> None:
    one = split(recommendation=compound(), parts=PARTS, by=editor())
    edit_facts(recommendation=one, states=[{"iso3": "KEN", "name": "Kenya"}], by=editor())
    assert public(tracked(one, "a"))["recommendation"]["states"][0]["iso3"] == "KEN"


def test_a_new_edition_of_the_document_knows_nothing_of_parts() -> None:
    """Feature 2: a part is the register's own and is never taken for something that the source lost or changed."""
    from servanda.importers.plan import held_of

    one = split(recommendation=compound(document=document()), parts=PARTS, by=editor())
    assert [held.recommendation for held in held_of(one.document)] == [one]
