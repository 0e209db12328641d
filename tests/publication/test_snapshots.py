"""What is published is written once: versions, past days, withdrawal, and nothing of a draft."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from servanda.assignments.commands import accept, assign
from servanda.core import clock
from servanda.core.errors import Refused
from servanda.implementation.commands import change_action
from servanda.publication import commands as publication
from servanda.publication.models import Change, Snapshot
from servanda.recommendations import commands as recommendations
from tests import factories

pytestmark = pytest.mark.django_db


def versions(public_id: str) -> list[Snapshot]:
    return list(Snapshot.objects.filter(kind="recommendation", public_id=public_id).order_by("version"))


def test_the_text_of_a_un_document_is_public_from_the_start() -> None:
    recommendation = factories.recommendation(wordings={"en": "Abolish it."})
    (first,) = versions(recommendation.public_id)
    assert first.payload["recommendation"]["wordings"][0]["text"] == "Abolish it."


def test_a_change_is_a_new_version_and_the_old_one_stays() -> None:
    """Feature 52: what was public stays as it was."""
    recommendation = factories.recommendation()
    recommendations.edit_facts(recommendation=recommendation, plain_lines={"en": "Stop it"}, by=factories.editor())
    first, second = versions(recommendation.public_id)
    assert first.payload["recommendation"]["plain_lines"] == {}
    assert second.payload["recommendation"]["plain_lines"] == {"en": "Stop it"}
    assert (first.is_current, second.is_current) == (False, True)
    assert second.previous == first.digest
    assert second.digest == publication.digest_of_snapshot(
        "recommendation", second.public_id, second.payload, first.digest
    )


def test_the_same_look_twice_makes_one_version() -> None:
    recommendation = factories.recommendation()
    recommendations.edit_facts(recommendation=recommendation, by=factories.editor())
    assert len(versions(recommendation.public_id)) == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "accepted", "returned"])
def test_nothing_that_is_not_published_is_in_a_snapshot(state: str) -> None:
    """Feature 52: a token planted in a draft is in no snapshot, and is found once it is published."""
    house, token = factories.House(), "canary-7f3a"
    action = factories.moved(factories.action(house, title=token), house, to=state)
    recommendation = action.recommendations.get()
    recommendations.edit_facts(recommendation=recommendation, plain_lines={"en": "New line"}, by=factories.editor())
    assert token not in everything_public()


def test_the_planted_token_is_found_once_published() -> None:
    house, token = factories.House(), "canary-7f3a"
    factories.published(factories.action(house, title=token), house)
    assert token in everything_public()


def everything_public() -> str:
    return json.dumps(list(Snapshot.objects.values_list("payload", flat=True)))


def test_a_draft_made_of_something_published_changes_nothing_public() -> None:
    """The page shows the published version, not the current record."""
    house = factories.House()
    action = factories.published(factories.action(house, title="As published"), house)
    publication.withdraw(item=action, reason="wrong", by=factories.publisher())
    with pytest.raises(Exception, match=r"implementation\.write"):
        change_action(action=action, title="Changed", by=house.focal_point)


def test_an_assignment_is_public_only_once_accepted() -> None:
    house, recommendation = factories.House(), factories.recommendation()
    assign(
        recommendations=[recommendation], institution=house.institution, role="lead", due_on=None, by=factories.editor()
    )
    assert versions(recommendation.public_id)[-1].payload["institutions"] == []
    accept(assignment=recommendation.assignments.get(), by=house.focal_point)
    assert versions(recommendation.public_id)[-1].payload["institutions"][0]["code"] == house.institution.code


def test_withdrawing_takes_an_action_from_every_page_and_keeps_the_reason() -> None:
    house = factories.House()
    action = factories.published(factories.action(house), house)
    recommendation = action.recommendations.get()
    assert versions(recommendation.public_id)[-1].payload["actions"]
    publication.withdraw(item=action, reason="It was repealed.", by=factories.publisher())
    assert versions(recommendation.public_id)[-1].payload["actions"] == []
    own = Snapshot.objects.filter(kind="action", public_id=action.public_id)
    assert {s.withdrawn_reason for s in own} == {"It was repealed."}
    assert not own.current().exists()


def test_withdrawing_needs_a_reason() -> None:
    house = factories.House()
    action = factories.published(factories.action(house), house)
    with pytest.raises(Refused):
        publication.withdraw(item=action, reason="  ", by=factories.publisher())


def test_a_past_day_shows_what_stood_then() -> None:
    """`as_of` gives the version that a visitor saw, for every day."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(start):
        recommendation = factories.recommendation()
    for day, line in ((10, "First"), (20, "Second")):
        with clock.at(start + timedelta(days=day)):
            recommendations.edit_facts(recommendation=recommendation, plain_lines={"en": line}, by=factories.editor())
    seen = {day: standing(recommendation.public_id, start + timedelta(days=day)) for day in (-1, 5, 15, 25)}
    assert seen == {-1: None, 5: {}, 15: {"en": "First"}, 25: {"en": "Second"}}


def standing(public_id: str, moment: datetime) -> dict | None:
    found = Snapshot.objects.filter(kind="recommendation", public_id=public_id).as_of(moment).first()
    return found.payload["recommendation"]["plain_lines"] if found else None


def test_a_withdrawn_page_stands_as_of_the_days_before() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(start):
        recommendation = factories.recommendation()
    with clock.at(start + timedelta(days=10)):
        recommendations.withdraw(recommendation=recommendation, reason="Read twice.", by=factories.publisher())
    assert standing(recommendation.public_id, start + timedelta(days=5)) == {}
    assert standing(recommendation.public_id, start + timedelta(days=15)) is None


def test_every_change_tells_the_search_index_in_its_transaction() -> None:
    recommendation = factories.recommendation()
    assert Change.objects.filter(index="public", key=f"recommendation:{recommendation.public_id}").exists()
    assert Change.objects.filter(index="work", key=f"recommendation:{recommendation.pk}").exists()


def test_the_database_keeps_one_current_version() -> None:
    recommendation = factories.recommendation()
    (first,) = versions(recommendation.public_id)
    first.pk, first.version = None, 2
    first._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_a_snapshot_outside_a_transaction_is_an_error(transactional_db) -> None:
    recommendation = factories.recommendation()
    with pytest.raises(RuntimeError):
        publication.take_snapshot(kind="recommendation", thing=recommendation, public_id="x", by=factories.editor())
