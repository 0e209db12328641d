"""Actions: written once, typed, linked to many recommendations, planned told apart from done."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from servanda.implementation.models import Action, Challenge
from tests import factories
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
LAW = {"title": "Act 41 of 2025", "kind": "law", "progress": "planned", "language": "en"}
NO_STEPS = {"milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0"}


@pytest.fixture
def house() -> factories.House:
    return factories.House()


@pytest.fixture
def client(house: factories.House) -> Client:
    return client_of(house.focal_point)


def record(client: Client, *recommendations: Any, **values: Any) -> Any:
    sent = (
        LAW | NO_STEPS | {"recommendations": [r.pk for r in recommendations], "how": "It does what was asked."} | values
    )
    return client.post(address("implementation:action-new"), sent)


def test_one_action_answers_several_recommendations(client: Client) -> None:
    """Feature 44: an action is linked to many recommendations, each with how it answers."""
    several = [factories.recommendation() for _n in range(3)]
    assert record(client, *several).status_code == 303
    action = Action.objects.get()
    assert set(action.recommendations.all()) == set(several)
    assert {link.how for link in action.links.all()} == {"It does what was asked."}


def test_a_law_is_a_typed_record_that_is_found_again(client: Client) -> None:
    """Feature 45: laws, policies and programmes are typed records that later reports choose from a list."""
    recommendation = factories.recommendation()
    record(client, recommendation, kind="law", legal_reference="41/2025", budget="250000", funded_share="60")
    text = client.get(address("implementation:actions", kind="law")).content.decode()
    assert "Act 41 of 2025" in text
    assert "Act 41 of 2025" not in client.get(address("implementation:actions", kind="policy")).content.decode()
    report = client.get(address("implementation:report", recommendation=recommendation.pk))
    assert "Act 41 of 2025" in str(report.context["form"]["about"])


def test_the_page_of_an_action_shows_all_its_facts(client: Client, house: factories.House) -> None:
    """Feature 45: number, budget and how much of it is there stand on the action's page."""
    action = factories.action(house, budget=250_000, currency="XAP", funded_share=60, legal_reference="41/2025")
    text = client.get(address("implementation:action", action.pk)).content.decode()
    assert all(fact in text for fact in ("41/2025", "250,000", "60 per cent"))


def test_planned_and_done_are_told_apart_with_a_day(client: Client) -> None:
    """Feature 47: planned is not done; each step has the day it is due and the day it was done."""
    steps = {
        "milestones-TOTAL_FORMS": "2",
        "milestones-INITIAL_FORMS": "0",
        "milestones-0-title": "Bill to the Assembly",
        "milestones-0-due_on": "2026-06-30",
        "milestones-0-done_on": "2026-06-28",
        "milestones-1-title": "Entry into force",
        "milestones-1-due_on": "2027-01-01",
    }
    record(client, factories.recommendation(), starts_on="2026-01-01", ends_on="2027-01-01", **steps)
    action = Action.objects.get()
    assert [(m.title, m.done_on) for m in action.milestones.all()] == [
        ("Bill to the Assembly", date(2026, 6, 28)),
        ("Entry into force", None),
    ]
    assert (action.progress, action.ends_on) == ("planned", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Write a title"),
        ({"kind": ""}, "Choose what sort of action it is."),
        ({"budget": "much"}, "Write the amount in figures"),
        ({"budget": "-1"}, "A budget is not less than zero"),
        ({"funded_share": "101"}, "Write a whole number from 0 to 100"),
        ({"funded_share": "half"}, "Write a whole number from 0 to 100."),
        ({"starts_on": "soon"}, "Choose a day, or write it as"),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "The end lies before the start"),
        ({"recommendations": ["no-such-id"]}, "This recommendation is not in the register"),
        ({"milestones-TOTAL_FORMS": "1", "milestones-0-due_on": "2026-06-30"}, "Say what the step is"),
    ],
)
def test_each_wrong_answer_is_told_what_to_do(client: Client, values: dict[str, Any], sentence: str) -> None:
    answer = record(client, factories.recommendation(), description="A long text", **values)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "A long text" in text
    assert not Action.objects.exists()


def test_finding_more_recommendations_keeps_what_was_typed_and_chosen(client: Client) -> None:
    chosen, found = factories.recommendation(), factories.recommendation(wordings={"en": "Open the archives of 1979."})
    answer = record(client, chosen, find="1", words="archives", title="Half a tit")
    text = answer.content.decode()
    assert not Action.objects.exists()
    assert "Open the archives" in text
    assert "Half a tit" in text
    assert f'value="{chosen.pk}"' in text
    assert found.wording_in().text in text
    assert "There is a problem" not in text


def test_a_large_register_does_not_come_into_the_page_whole(client: Client, house: factories.House) -> None:
    document = factories.document()
    for n in range(60):
        factories.recommendation(document=document, number=str(n), wordings={"en": f"Do the thing number {n}."})
    text = client.get(address("implementation:action-new")).content.decode()
    assert "Do the thing number" not in text
    found = record(client, find="1", words="thing").content.decode()
    assert found.count("Do the thing number") == 40


def test_an_action_is_changed_with_its_links(client: Client, house: factories.House) -> None:
    """Feature 44: links are added and taken away, and how each is answered can be said one by one."""
    first, second = factories.recommendation(), factories.recommendation()
    action = factories.action(house, answers=[first])
    values = {"version": action.version, "recommendations": [first.pk, second.pk], f"how-{first.pk}": "Only in part."}
    client.post(address("implementation:action-edit", action.pk), LAW | NO_STEPS | values)
    how = dict(action.links.values_list("recommendation", "how"))
    assert how == {first.pk: "Only in part.", second.pk: ""}


def test_two_people_on_one_action_see_both_texts(client: Client, house: factories.House) -> None:
    """Feature 116: of two people who change an action the second sees both texts."""
    action = factories.action(house)
    page = address("implementation:action-edit", action.pk)
    linked = {"recommendations": [action.recommendations.get().pk], "version": action.version}
    client_of(house.alternate).post(page, LAW | NO_STEPS | linked | {"title": "Theirs"})
    late = client.post(page, LAW | NO_STEPS | linked | {"title": "Mine"})
    assert late.status_code == 409
    assert all(text in late.content.decode() for text in ("Theirs", "Mine"))
    action.refresh_from_db()
    assert action.title == "Theirs"


def test_draft_and_published_are_states_of_one_record(client: Client, house: factories.House) -> None:
    """Feature 52: one record is a draft or published; others see it only once it is published."""
    action, other = factories.action(house), client_of(factories.House().focal_point)
    page = address("implementation:action", action.pk)
    assert (client.get(page).status_code, other.get(page).status_code) == (200, 404)
    factories.published(action, house)
    assert other.get(page).status_code == 200
    assert client.get(address("implementation:action-edit", action.pk)).status_code == 403


def test_a_challenge_is_a_record_with_kind_and_who_could_lift_it(client: Client, house: factories.House) -> None:
    """Feature 46: what stands in the way is data: its kind, and who could lift it."""
    recommendation = factories.recommendation()
    values = {
        "kind": "money",
        "description": "No budget line.",
        "who_can_lift_it": "Ministry of Finance",
        "language": "en",
    }
    answer = client.post(address("implementation:challenge-new", recommendation=recommendation.pk), values)
    challenge = Challenge.objects.get()
    assert answer.url == address("implementation:challenge", challenge.pk)
    assert (challenge.kind, challenge.who_can_lift_it) == ("money", "Ministry of Finance")
    changed = values | {"kind": "law", "version": challenge.version}
    client.post(address("implementation:challenge-edit", challenge.pk), changed)
    challenge.refresh_from_db()
    assert challenge.kind == "law"


def test_a_challenge_of_an_action(client: Client, house: factories.House) -> None:
    """Feature 46: a challenge may belong to an action."""
    action = factories.action(house)
    values = {"kind": "data", "description": "Nobody counts.", "language": "en"}
    client.post(address("implementation:challenge-new", action=action.pk), values)
    assert "Nobody counts." in client.get(address("implementation:action", action.pk)).content.decode()


def test_an_empty_challenge_is_told_what_to_do(client: Client) -> None:
    answer = client.post(address("implementation:challenge-new", recommendation=factories.recommendation().pk), {})
    assert answer.status_code == 422
    assert "Say in a sentence or two what stands in the way." in answer.content.decode()


def test_filters_count_what_they_show(client: Client, house: factories.House) -> None:
    """The number beside each choice is the number of rows behind it."""
    answers = [factories.recommendation()]
    for kind in ("law", "law", "policy"):
        factories.action(house, answers=answers, kind=kind, title=f"An {kind}")
    listing = client.get(address("implementation:actions")).context["listing"]
    for facet in listing.facets():
        for option in facet["options"]:
            shown = client.get(address("implementation:actions") + option["url"]).context["page"].paginator.count
            assert shown == option["count"], (facet["title"], option["label"])


def test_fifty_actions_a_page_and_no_query_in_a_loop(client: Client, house: factories.House) -> None:
    answers = [factories.recommendation()]

    def make(count: int) -> None:
        for _n in range(count):
            factories.action(house, answers=answers)

    page = address("implementation:actions")
    assert_same_queries(client, page, small=lambda: make(2), large=lambda: make(58))
    assert len(client.get(page).context["page"]) == 50
    assert len(client.get(page, {"page": 2}).context["page"]) == 10


def test_the_page_of_an_action_asks_no_query_in_a_loop(client: Client, house: factories.House) -> None:
    action = factories.action(house, answers=[factories.recommendation()])

    def add(count: int) -> None:
        for _n in range(count):
            factories.update(house, action=action)
            factories.challenge(house, action=action)

    page = address("implementation:action", action.pk)
    assert_same_queries(client, page, small=lambda: add(1), large=lambda: add(12))


@pytest.mark.parametrize("name", ["action-edit", "challenge-edit"])
def test_others_may_not_write(name: str, house: factories.House) -> None:
    made = factories.action(house) if name == "action-edit" else factories.challenge(house)
    page = address(f"implementation:{name}", made.pk)
    assert client_of(factories.House().focal_point).get(page).status_code == 404
    assert client_of(house.validating_authority).get(page).status_code == 403
    assert client_of(factories.person(role="cso")).get(page).status_code == 403
    assert client_of(house.focal_point).get(page).status_code == 200


def test_nobody_writes_without_a_seat() -> None:
    assert client_of(factories.editor()).get(address("implementation:action-new")).status_code == 403
    assert client_of(factories.person()).get(address("implementation:action-new")).status_code == 403


def test_an_action_that_is_not_there(client: Client) -> None:
    assert client.get(address("implementation:action", uuid.uuid4())).status_code == 404


def test_a_nul_among_the_words_is_left_out(client: Client) -> None:
    """PostgreSQL refuses it; the search for recommendations takes words as they come, before any field looks at them."""
    answer = client.post(address("implementation:action-new"), {"find": "1", "words": "water\0", "title": ""})
    assert answer.status_code == 200
