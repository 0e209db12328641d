"""Indicators and their values: a number or the reason why there is none, corrected and never overwritten."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from servanda.implementation.models import IndicatorLink
from servanda.indicators.commands import set_goalpost
from servanda.indicators.models import Value
from servanda.publication.models import Snapshot
from tests import factories
from tests.support.queries import assert_same_queries
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
NUMBER = {"period": "2025", "number": "171.5", "source": "Prison service"}


@pytest.fixture
def house() -> factories.House:
    return factories.House()


@pytest.fixture
def client(house: factories.House) -> Client:
    return client_of(house.focal_point)


def enter(client: Client, indicator: Any, **values: Any) -> Any:
    return client.post(address("indicators:value-new", indicator.pk), NUMBER | values)


def test_an_indicator_is_linked_to_a_recommendation_and_an_action(house: factories.House) -> None:
    """Feature 65: the secretariat links an indicator to recommendations and actions; both pages show it."""
    indicator, recommendation, action = factories.indicator(), factories.recommendation(), factories.action(house)
    editor = client_of(factories.editor())
    factories.moved(action, house, to="approved")
    for asked in ({"recommendation": recommendation.pk}, {"action": action.pk}):
        answer = editor.post(address("implementation:indicator-link", **asked), {"indicator": indicator.pk})
        assert answer.status_code == 303
    assert IndicatorLink.objects.count() == 2
    page = client_of(house.focal_point).get(address("indicators:indicator", indicator.pk)).content.decode()
    assert recommendation.reference in page
    assert action.title in page
    shown = client_of(house.focal_point).get(address("implementation:action", action.pk)).content.decode()
    assert str(indicator) in shown


def test_an_indicator_is_linked_once() -> None:
    """Feature 65: the same link twice is told, not doubled."""
    indicator, recommendation = factories.indicator(), factories.recommendation()
    page = address("implementation:indicator-link", recommendation=recommendation.pk)
    answers = [client_of(factories.editor()).post(page, {"indicator": indicator.pk}) for _click in range(2)]
    assert [a.status_code for a in answers] == [303, 422]
    assert "This indicator is linked already." in answers[1].content.decode()


@pytest.mark.parametrize("type", ["structural", "process", "outcome"])
def test_indicators_are_told_apart_by_type(type: str, client: Client) -> None:
    """Feature 66: commitment, effort and enjoyment are types of indicators, and a filter of their list."""
    for kind in ("structural", "process", "outcome"):
        factories.indicator(type=kind, names={"en": f"The {kind} one"})
    text = client.get(address("indicators:list", type=type)).content.decode()
    assert f"The {type} one" in text
    assert text.count("The ") - text.count("The State") < 4


def test_the_number_of_each_type_is_its_list(client: Client) -> None:
    for kind in ("structural", "process", "process"):
        factories.indicator(type=kind)
    for option in client.get(address("indicators:list")).context["options"]:
        page = client.get(address("indicators:list") + option["url"])
        assert page.context["page"].paginator.count == option["count"]


def test_a_series_with_unit_baseline_and_target(client: Client, house: factories.House) -> None:
    """Feature 67: values over time with their unit, a baseline and a target that changes no status."""
    indicator = factories.indicator(unit="per cent")
    for period, number in (("2023", 189), ("2024", 184)):
        factories.published(factories.value(house, indicator=indicator, period=period, number=number), house)
    for kind, period, number in (("baseline", "2022", 190), ("target", "2028", 100)):
        set_goalpost(indicator=indicator, kind=kind, period=period, number=number, by=factories.editor())
    page = client.get(address("indicators:indicator", indicator.pk))
    assert [point["value"] for point in page.context["points"]] == [189, 184]
    assert page.context["target"] == 100
    assert all(word in page.content.decode() for word in ("per cent", "Baseline", "Target", "2028"))


def test_a_number_is_entered(client: Client) -> None:
    """Feature 67: a value has a period, a number and a source."""
    indicator = factories.indicator()
    answer = enter(client, indicator, period="2025-q3")
    value = Value.objects.get()
    assert answer.url == address("indicators:value", value.pk)
    assert (value.period, value.number, value.state) == ("2025-Q3", Decimal("171.5"), "draft")


def test_a_missing_value_has_its_reason(client: Client, house: factories.House) -> None:
    """Feature 67: a gap is entered with its reason, shown as a gap, and is never a zero."""
    indicator = factories.indicator()
    enter(client, indicator, number="", missing_because="The survey was not held.")
    factories.published(Value.objects.get(), house)
    page = client.get(address("indicators:indicator", indicator.pk))
    assert page.context["points"] == [{"label": "2025", "value": None, "why_missing": "The survey was not held."}]
    assert "The survey was not held." in page.content.decode()


def test_a_value_for_a_group(client: Client) -> None:
    enter(client, factories.indicator(), sex="female", group="0-17 years")
    assert Value.objects.get().disaggregation == {"sex": "female", "group": "0-17 years"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"period": ""}, "Say which year, quarter or month"),
        ({"period": "last year"}, "Write the period as 2025, 2025-Q3 or 2025-06."),
        ({"period": "2025-13"}, "Write the period as 2025, 2025-Q3 or 2025-06."),
        ({"number": "many"}, "Write the value in figures"),
        ({"number": ""}, "Enter a value, or say why there is none"),
        ({"missing_because": "Not counted"}, "Take the reason away, or the value"),
    ],
)
def test_each_wrong_answer_is_told_what_to_do(client: Client, values: dict[str, str], sentence: str) -> None:
    answer = enter(client, factories.indicator(), **values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Value.objects.exists()


def test_a_published_value_is_corrected_by_another(client: Client, house: factories.House) -> None:
    """Feature 67: a published number is never overwritten: the correction points to it, and both stay in public."""
    indicator = factories.indicator()
    old = factories.published(factories.value(house, indicator=indicator, number=300), house)
    assert client.post(address("indicators:value", old.pk), NUMBER).status_code == 403
    form = client.get(address("indicators:value-new", indicator.pk, corrects=old.pk)).context["form"]
    assert form["number"].value() == "300"
    client.post(address("indicators:value-new", indicator.pk, corrects=old.pk), NUMBER | {"number": "312"})
    factories.published(Value.objects.get(corrects=old), house)
    page = Snapshot.objects.filter(kind="indicator", public_id=indicator.code).current().get()
    shown = [(v["number"], v["is_corrected"]) for v in page.payload["values"]]
    assert shown == [("300", True), ("312", False)]
    assert [p["value"] for p in client.get(address("indicators:indicator", indicator.pk)).context["points"]] == [312]


def test_two_people_on_one_value_see_both_texts(client: Client, house: factories.House) -> None:
    """Feature 116: of two people who change a value the second sees both texts."""
    value = factories.value(house)
    page, sent = address("indicators:value", value.pk), NUMBER | {"version": value.version}
    client_of(house.alternate).post(page, sent | {"source": "Theirs"})
    late = client.post(page, sent | {"source": "Mine"})
    assert late.status_code == 409
    assert all(text in late.content.decode() for text in ("Theirs", "Mine"))


def test_others_values_are_closed(client: Client, house: factories.House) -> None:
    """Side door: a draft value of another institution, and correcting what another institution published."""
    other = factories.House()
    draft, out = factories.value(other), factories.published(factories.value(other), other)
    assert client.get(address("indicators:value", draft.pk)).status_code == 404
    assert client.get(address("indicators:value", out.pk)).status_code == 200
    assert client.get(address("indicators:value-new", out.indicator.pk, corrects=out.pk)).status_code == 403
    own = factories.indicator()
    assert client.get(address("indicators:value-new", own.pk, corrects=out.pk)).status_code == 404
    assert client.get(address("indicators:value-new", own.pk, corrects="rubbish")).status_code == 404


@pytest.mark.parametrize("who", ["validating_authority", "editor", "publisher"])
def test_only_focal_points_enter_values(who: str, house: factories.House) -> None:
    person = getattr(house, who, None) or getattr(factories, who)()
    assert client_of(person).get(address("indicators:value-new", factories.indicator().pk)).status_code == 403


def test_no_query_in_a_loop(client: Client, house: factories.House) -> None:
    indicator = factories.indicator()

    def make(count: int) -> None:
        for n in range(count):
            factories.indicator()
            factories.value(house, indicator=indicator, period=str(1990 + n))

    pages = address("indicators:list"), address("indicators:indicator", indicator.pk)
    for page in pages:
        assert_same_queries(client, page, small=lambda: make(1), large=lambda: make(20))
