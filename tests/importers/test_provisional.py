"""Entries made before the official text is there: proposed matches, one click, and the way back."""

from typing import Any

import pytest
from django.urls import reverse

from servanda.accounts.commands import undo
from servanda.core.errors import NotPossibleNow, Refused
from servanda.importers import commands
from servanda.importers.commands import conflicts as deciding
from servanda.importers.commands import provisional
from servanda.importers.models import Conflict, Intake
from servanda.importers.plan import Outcome
from servanda.importers.queries import official_candidates
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import classify, set_position, split
from servanda.recommendations.models import Recommendation
from tests.factories import (
    House,
    action,
    assignment,
    document,
    editor,
    mechanism,
    person,
    publisher,
    recommendation,
    scheme,
)
from tests.importers.taking_in import find_all_right, intake, item
from tests.support.visits import client_of

pytestmark = pytest.mark.django_db
WORDS = "Strengthen the independence of the judiciary and make the procedure of appointment of judges public"
HEARD = "Strengthen independence of the judiciary and make the procedure of apointment of judges public"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


@pytest.fixture
def upr() -> Any:
    return mechanism("UPR", kind="upr")


@pytest.fixture
def entry(upr: Any) -> Recommendation:
    """Made in the room: a document of its own, no number yet, a slip in the words; and worked on already."""
    room = document(symbol="UPR 2024, in the room", kind="other", mechanism=upr, cycle=4, titles={"en": "In the room"})
    made = recommendation(document=room, number="", standing="provisional", wordings={"en": HEARD})
    house = House()
    assignment(made, house.institution, accepted_by=house.focal_point)
    action(house, answers=[made])
    classify(recommendations=[made], add=[scheme(labels=("Right to a fair trial",)).terms.get()], by=editor())
    split(
        recommendation=made,
        parts=["independence of the judiciary", "procedure of apointment of judges public"],
        by=editor(),
    )
    return made


def official(*, content: bytes = b"%PDF-1.4\n%9", **more: Any) -> Intake:
    kept = intake(item(1), item(2, text=WORDS, position="supported", **more), item(3), content=content)
    find_all_right(kept)
    return kept


def line_of(kept: Intake, number: str = "130.2") -> Any:
    (plan,) = commands.plans_of(kept)
    return next(line for line in plan.lines if line.draft.number == number)


def local_work(one: Recommendation) -> list[Any]:
    return [
        one.reference, one.assignments.get().state, one.actions.count(), [p.text for p in one.parts.all()],
        list(one.classifications.filter(decision="confirmed").values_list("term__code", flat=True)),
    ]  # fmt: skip


def test_the_plan_proposes_the_entry_with_score_and_reason(entry: Recommendation) -> None:
    line = line_of(official())
    assert line.outcome is Outcome.NEW
    assert line.entry == entry
    assert line.match.score >= 85
    assert "other_document" in line.match.reasons


def test_nothing_else_is_proposed(entry: Recommendation) -> None:
    (plan,) = commands.plans_of(official())
    assert [line.draft.number for line in plan.lines if line.match] == ["130.2"]


def test_one_click_in_the_intake_makes_the_entry_official(entry: Recommendation) -> None:
    """Feature 2: the entry is confirmed with the official wording; its reference and all work on it stay; nothing is doubled."""
    before = local_work(entry)
    kept = official()
    found = kept.items.get(number="130.2")
    sent = client_of(person(role="secretariat_editor")).post(
        reverse("importers:item-entry", args=[found.pk]), {"entry": entry.pk, "is": "same"}
    )
    assert sent.status_code == 303
    assert line_of(kept).outcome is Outcome.ENTRY
    commands.confirm(intake=kept, by=editor())
    entry.refresh_from_db()
    assert local_work(entry) == before
    assert (entry.standing, entry.number, entry.document.symbol, entry.position) == (
        "confirmed",
        "130.2",
        "A/HRC/58/7",
        "supported",
    )
    assert {(w.text, w.replaced_at is None) for w in entry.wordings.all()} == {(WORDS, True), (HEARD, False)}
    assert Recommendation.objects.filter(document__symbol="A/HRC/58/7").count() == 3
    assert (
        Snapshot.objects.filter(public_id=entry.reference).current().get().payload["recommendation"]["standing"]
        == "confirmed"
    )
    assert not Conflict.objects.exists()


def test_the_intake_undone_makes_it_provisional_again(entry: Recommendation) -> None:
    before, kept = local_work(entry), official()
    provisional.say_whether_entry(item=kept.items.get(number="130.2"), entry=entry, is_it=True, by=editor())
    done = commands.confirm(intake=kept, by=editor())
    undo(batch=done.batch, by=editor())
    entry.refresh_from_db()
    assert (entry.standing, entry.number, entry.document.symbol, entry.position) == (
        "provisional",
        "",
        "UPR 2024, in the room",
        "",
    )
    assert entry.wording_in("en").text == HEARD
    assert local_work(entry) == before
    assert not Recommendation.objects.filter(standing="confirmed").exists()


def test_undecided_it_comes_in_by_itself_and_waits_for_a_decision(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    asked = Conflict.objects.get()
    assert (asked.kind, asked.recommendation, asked.official.number) == ("match", entry, "130.2")
    assert entry.standing == "provisional"


def test_one_click_later_and_the_official_record_is_not_doubled(entry: Recommendation) -> None:
    before = local_work(entry)
    commands.confirm(intake=official(labels={"themes": ["Right to a fair trial"]}), by=editor())
    other = Conflict.objects.get().official
    batch = deciding.take_theirs(conflicts=[Conflict.objects.get()], by=editor())
    entry.refresh_from_db()
    other.refresh_from_db()
    assert local_work(entry) == before
    assert (entry.standing, entry.number, entry.wording_in("en").text) == ("confirmed", "130.2", WORDS)
    assert other.standing == "superseded"
    gone = Snapshot.objects.get(public_id=other.reference, is_current=True)
    assert entry.reference in gone.withdrawn_reason
    assert Recommendation.objects.filter(document=entry.document, standing="confirmed").count() == 3
    undo(batch=batch, by=editor())
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.standing, other.standing) == ("provisional", "confirmed")
    assert Snapshot.objects.filter(public_id=other.reference).current().exists()
    assert local_work(entry) == before


def test_a_second_import_after_the_match_changes_nothing(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    deciding.take_theirs(conflicts=[Conflict.objects.get()], by=editor())
    (plan,) = commands.plans_of(official(content=b"%PDF-1.4\n%10"))
    assert plan.counts()["same"] == 3
    assert not any(line.match for line in plan.lines)
    assert plan.differences == []


def test_what_is_said_to_be_another_is_not_proposed_again(entry: Recommendation) -> None:
    kept = official()
    provisional.say_whether_entry(item=kept.items.get(number="130.2"), entry=entry, is_it=False, by=editor())
    assert line_of(kept).match is None
    commands.confirm(intake=kept, by=editor())
    assert not Conflict.objects.exists()


def test_the_state_has_answered_the_entry_already_and_that_stays(entry: Recommendation) -> None:
    set_position(recommendation=entry, position="noted", explanations={"en": "Why"}, source="note", by=editor())
    kept = official()
    provisional.say_whether_entry(item=kept.items.get(number="130.2"), entry=entry, is_it=True, by=editor())
    commands.confirm(intake=kept, by=editor())
    entry.refresh_from_db()
    assert (entry.position, entry.position_source) == ("noted", "note")


def test_candidates_are_ranked(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    found = official_candidates(entry)
    assert found[0].known.thing.number == "130.2"
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_the_page_of_candidates_and_its_one_click(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    client = client_of(person(role="secretariat_editor"))
    page = client.get(reverse("importers:official", args=[entry.pk])).content.decode()
    assert "It is XAR-UPR-4-130.2" in page
    other = Recommendation.objects.get(number="130.2")
    sent = client.post(reverse("importers:match", args=[entry.pk]), {"official": other.pk})
    assert sent.headers["Location"] == reverse("workspace:recommendation", args=[entry.pk])
    entry.refresh_from_db()
    assert entry.standing == "confirmed"
    assert client.get(reverse("importers:official", args=[entry.pk])).status_code == 303


def test_an_official_record_that_was_worked_on_does_not_give_way(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    other = Recommendation.objects.get(number="130.2")
    assignment(other, House().institution)
    with pytest.raises(Refused, match="worked on"):
        provisional.match(entry=entry, official=other, by=editor())
    entry.refresh_from_db()
    assert entry.standing == "provisional"


def test_an_entry_is_matched_once(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    first, second = Recommendation.objects.get(number="130.2"), Recommendation.objects.get(number="130.3")
    provisional.match(entry=entry, official=first, by=editor())
    with pytest.raises(NotPossibleNow):
        provisional.match(entry=entry, official=second, by=editor())


def test_who_may_not_match(entry: Recommendation) -> None:
    commands.confirm(intake=official(), by=editor())
    other = Recommendation.objects.get(number="130.2")
    sent = client_of(person(role="nhri")).post(reverse("importers:match", args=[entry.pk]), {"official": other.pk})
    assert sent.status_code in (302, 403)
    sent = client_of(publisher()).post(reverse("importers:match", args=[entry.pk]), {"official": other.pk})
    assert sent.status_code in (302, 303, 403)
    entry.refresh_from_db()
    assert entry.standing == "provisional"
