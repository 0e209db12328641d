"""Earlier and later recommendations: linked by hand or from a suggestion, told in time, never in a circle."""

import itertools
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from servanda.accounts.commands import undo
from servanda.audit.models import Batch
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.commands import change_facts
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import link, set_position, tell_apart, unlink, withdraw
from servanda.recommendations.line_in_words import in_one_sentence
from servanda.recommendations.models import Lineage, Recommendation, Unrelated
from servanda.recommendations.suggesting import suggestions_for
from tests.factories import House, document, editor, mechanism, publisher, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


def asked_in(year: int, text: str = "Ratify the Convention against Torture.", **fields: Any) -> Recommendation:
    upr = mechanism("UPR", kind="upr", names={"en": "Universal Periodic Review"})
    paper = document(mechanism=upr, kind="upr_report", symbol=f"A/HRC/{year}/1", published_on=date(year, 3, 1))
    return recommendation(document=paper, wordings={"en": text}, **fields)


def line_of(*years: int, kind: str = "repeats") -> list[Recommendation]:
    steps = [asked_in(year) for year in years]
    for earlier, later in itertools.pairwise(steps):
        link(earlier=earlier, later=later, kind=kind, by=editor())
    return steps


def public(one: Recommendation) -> dict[str, Any]:
    return Snapshot.objects.filter(kind="recommendation").current().get(public_id=one.reference).payload


def test_a_line_is_told_at_each_of_its_steps() -> None:
    """Feature 159: the same demand through time, with how the State's answers changed, on the public page of every step."""
    steps = line_of(2010, 2015, 2020)
    for step, value, day in ((steps[0], "noted", date(2010, 9, 1)), (steps[2], "supported", date(2020, 9, 1))):
        set_position(recommendation=step, position=value, explanations={}, source="Add.1", answered_on=day, by=editor())
    for step in steps:
        told = public(step)["lineage"]["steps"]
        assert [s["on"] for s in told] == ["2010-03-01", "2015-03-01", "2020-03-01"]
        assert (
            in_one_sentence(told) == "Asked 3 times since 2010; the answer changed from “noted” to “supported” in 2020."
        )
        page = Client().get(f"/en/recommendations/{step.reference}/").content.decode()
        assert "Asked 3 times since 2010" in page
        assert steps[0].reference in page
        assert steps[2].reference in page


def test_both_ends_show_the_link() -> None:
    """Feature 23: from a recommendation to its earlier and later repeats."""
    first, second = line_of(2015, 2020)
    client = client_of(editor())
    assert second.reference in client.get(address("workspace:recommendation", first.pk)).content.decode()
    assert first.reference in client.get(address("workspace:recommendation", second.pk)).content.decode()


def test_what_is_superseded_says_by_which_and_comes_back_by_undo() -> None:
    """Feature 22: current or superseded, with the one that takes its place."""
    first, second = line_of(2015, 2020, kind="supersedes")
    first.refresh_from_db()
    assert (first.standing, public(first)["recommendation"]["standing"]) == ("superseded", "superseded")
    page = Client().get(f"/en/recommendations/{first.reference}/").content.decode()
    assert "A later one takes its place" in page
    assert second.reference in page
    undo(batch=Batch.objects.get(kind="register"), by=editor())
    first.refresh_from_db()
    assert (first.standing, Lineage.objects.count()) == ("confirmed", 0)
    assert public(second)["lineage"]["links"] == []


def test_a_link_taken_away_comes_back_by_undo() -> None:
    first, second = line_of(2015, 2020)
    batch = unlink(lineage=Lineage.objects.get(), by=editor())
    assert public(first)["lineage"]["steps"] == []
    undo(batch=batch, by=editor())
    assert Lineage.objects.get().later == second


def test_links_make_no_circle() -> None:
    """The line leads from earlier to later; what would close a circle is refused, also after a date was corrected."""
    first, _second, third = line_of(2010, 2015, 2020)
    with pytest.raises(Refused, match="by the dates"):
        link(earlier=third, later=first, kind="repeats", by=editor())
    change_facts(document=first.document, published_on=date(2024, 1, 1), by=editor())
    first.refresh_from_db()
    with pytest.raises(Refused, match="circle"):
        link(earlier=third, later=first, kind="repeats", by=editor())
    with pytest.raises(Refused, match="itself"):
        link(earlier=first, later=first, kind="repeats", by=editor())


@pytest.mark.parametrize("same", [True, False])
def test_the_database_knows_no_link_to_itself_and_none_twice(same: bool) -> None:
    first, second = line_of(2015, 2020)
    ends = {"earlier": first, "later": first if same else second}
    with pytest.raises(IntegrityError), transaction.atomic():
        Lineage.objects.create(kind="repeats", decided_by=editor(), **ends)


def test_of_the_same_day_neither_leads_on() -> None:
    paper = document(published_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="same day"):
        link(earlier=recommendation(document=paper), later=recommendation(document=paper), kind="repeats", by=editor())


def test_what_is_withdrawn_leaves_the_line_with_its_words() -> None:
    first, second, third = line_of(2010, 2015, 2020)
    withdraw(recommendation=second, reason="Read twice.", by=publisher())
    middle = public(third)["lineage"]["steps"][1]
    assert (middle["reference"], middle["standing"]) == (second.reference, "withdrawn")
    page = Client().get(f"/en/recommendations/{third.reference}/").content.decode()
    assert f"/en/recommendations/{second.reference}/" not in page
    with pytest.raises(NotPossibleNow):
        link(earlier=second, later=asked_in(2022), kind="repeats", by=editor())
    assert in_one_sentence(public(first)["lineage"]["steps"]) == "Asked 2 times since 2010."


def test_what_a_withdrawn_one_superseded_stands_again() -> None:
    first, second = line_of(2015, 2020, kind="supersedes")
    withdraw(recommendation=second, reason="Read twice.", by=publisher())
    first.refresh_from_db()
    assert first.standing == "confirmed"


def test_found_by_words_chosen_and_linked_on_the_page() -> None:
    """Feature 23: by hand, with a search; who is earlier follows from the dates."""
    first, second = asked_in(2015), asked_in(2020)
    client, where = client_of(editor()), address("recommendations:lineage", first.pk)
    assert second.reference in client.get(where, {"q": second.reference}).content.decode()
    sent = client.post(where, {"other": str(second.pk), "kind": "narrows", "note": "Only point (a)"})
    assert sent.status_code == 303
    made = Lineage.objects.get()
    assert (made.earlier, made.later, made.kind, made.origin) == (first, second, "narrows", "person")
    assert "Choose one of the recommendations found" in client.post(where, {"kind": "repeats"}).content.decode()


def test_a_suggestion_is_accepted_by_the_same_command_or_remembered_as_wrong() -> None:
    """Feature 10: near-duplicates across cycles, each with score and reason; a person decides, and is asked once."""
    for n in range(4):
        asked_in(2000 + n, f"Build {n} clinics in the mountain districts and train nurses there.")
    first, second = asked_in(2015), asked_in(2020, "Ratify and implement the Convention against Torture.")
    other = asked_in(2021, "Ratify the Convention against Torture and tell everybody.")
    found = {s.recommendation.pk: s for s in suggestions_for(editor(), second)}
    assert found[first.pk].reason.startswith("Both name CAT")
    client, where = client_of(editor()), address("recommendations:decide-related", second.pk)
    assert client.post(where, {"accept": str(first.pk)}).status_code == 303
    made = Lineage.objects.get()
    assert (made.earlier, made.origin, made.score) == (first, "software", found[first.pk].score)
    client.post(where, {"reject": str(other.pk)})
    assert Unrelated.objects.get().reason.startswith("Both name CAT")
    assert {s.recommendation.pk for s in suggestions_for(editor(), second)}.isdisjoint({first.pk, other.pk})


def test_told_apart_is_kept_once_and_can_be_taken_back() -> None:
    first, second = asked_in(2015), asked_in(2020)
    batch = tell_apart(one=second, other=first, by=editor())
    tell_apart(one=first, other=second, by=editor())
    assert Unrelated.objects.count() == 1
    undo(batch=batch, by=editor())
    assert not Unrelated.objects.exists()


def test_an_institution_reads_the_line_and_does_not_change_it() -> None:
    first, second = line_of(2015, 2020)
    client = client_of(House().focal_point)
    assert client.get(address("workspace:recommendation", first.pk)).status_code == 200
    assert client.get(address("recommendations:lineage", first.pk)).status_code == 403
    sent = client.post(address("recommendations:unlink", second.pk), {"link": str(Lineage.objects.get().pk)})
    assert sent.status_code == 403
