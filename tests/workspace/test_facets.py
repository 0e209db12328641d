"""The counts beside each choice are the numbers that one gets, whatever else is chosen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import clock
from servanda.recommendations.commands import classify, suggest_from_source, withdraw
from servanda.recommendations.models import Recommendation
from servanda.workspace.facets import NEEDS, Register
from servanda.workspace.register import Found
from tests.factories import (
    House,
    assessment,
    assignment,
    document,
    editor,
    mechanism,
    published,
    publisher,
    recommendation,
    scheme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(django_db_blocker: Any) -> dict[str, Any]:
    """Twelve recommendations, of which no two are alike."""
    house, other = House(), House()
    cat, upr = mechanism("CAT"), mechanism("UPR", kind="upr")
    papers = [
        document(mechanism=cat, published_on=date(2022, 1, 5)),
        document(mechanism=upr, cycle=4, published_on=date(2024, 1, 5)),
    ]
    terms = list(scheme("themes", ("Prisons", "Health", "Water")).terms.all())
    made = [
        recommendation(document=papers[n % 2], kind="concern" if n % 5 == 4 else "recommendation") for n in range(12)
    ]
    for n, one in enumerate(made):
        if n % 3:
            by = house.focal_point if n % 3 == 1 else None
            assignment(
                one,
                house.institution if n % 2 else other.institution,
                due_on=date(2020 + n, 1, 1),
                accepted_by=by if n % 2 else None,
            )
        classify(recommendations=[one], add=terms[: n % 4], by=editor())
        if n % 4 == 0:
            suggest_from_source(recommendation=one, terms=[terms[2]], source="UHRI", by=editor())
    for one in made[:2]:
        published(assessment(house.focal_point, house.institution, of=one), house)
    withdraw(recommendation=made[3], reason="Read twice.", by=publisher())
    return {"made": made, "papers": papers, "house": house, "terms": terms}


def keys(found: Iterable[Recommendation]) -> set[str]:
    return {recommendation.pk.hex for recommendation in found}


def listed(**query: Any) -> set[str]:
    address = QueryDict(mutable=True)
    for name, values in query.items():
        address.setlist(name, values if isinstance(values, list) else [values])
    return set(Found(editor(), address).keys)


def test_each_facet_finds_what_the_database_finds(mixed: dict[str, Any]) -> None:
    """Feature 15: the register by mechanism, cycle and year of the document."""
    rows = Recommendation.objects.all()
    assert listed(mechanism="UPR") == keys(rows.filter(document__mechanism__code="UPR"))
    assert listed(cycle="4") == keys(rows.filter(document__cycle=4))
    assert listed(year="2022") == keys(rows.filter(document__published_on__year=2022))
    assert listed(document=mixed["papers"][0].symbol) == keys(rows.filter(document=mixed["papers"][0]))
    assert listed(kind="concern") == keys(rows.filter(kind="concern"))
    assert listed(standing="withdrawn") == keys(rows.filter(standing="withdrawn"))
    assert listed(status="in_progress_limited") == keys(mixed["made"][:2])


def test_institutions_and_their_answers(mixed: dict[str, Any]) -> None:
    rows, institution = Recommendation.objects.all(), mixed["house"].institution
    assert listed(lead=institution.code) == keys(rows.filter(assignments__institution=institution))
    assert listed(assignment="accepted") == keys(rows.filter(assignments__state="accepted"))
    assert listed(needs="answer") == keys(rows.filter(assignments__state="proposed", standing="confirmed"))


def test_what_is_still_to_be_done(mixed: dict[str, Any]) -> None:
    alive = Recommendation.objects.filter(standing="confirmed")
    assert listed(needs="lead") == keys(alive.filter(assignments=None).exclude(kind="concern"))
    assert listed(needs="suggestions") == keys(alive.filter(classifications__decision="suggested"))
    assert listed(needs="terms") == keys(alive.exclude(classifications__decision="confirmed"))
    assert listed(needs="overdue") == keys(alive.filter(assignments__due_on__lt=clock.today()))
    assert listed(needs="position") == keys(
        alive.filter(document__mechanism__kind="upr", kind="recommendation", position="")
    )


def test_choices_of_one_facet_widen_and_of_two_narrow(mixed: dict[str, Any]) -> None:
    assert listed(kind=["concern", "recommendation"]) == keys(Recommendation.objects.all())
    assert listed(kind="concern", mechanism="UPR") == listed(kind="concern") & listed(mechanism="UPR")


def test_what_nobody_knows_finds_nothing(mixed: dict[str, Any]) -> None:
    assert listed(mechanism="XYZ") == set()
    assert listed(colour="blue") == set()


def test_a_finer_term_is_found_and_counts_for_its_main_one() -> None:
    goals = scheme("sdgs", ("16", "16.3"))
    goal, target = goals.terms.order_by("order")
    target.parent = goal
    target.save()
    one, two = recommendation(), recommendation()
    classify(recommendations=[one], add=[target], by=editor())
    classify(recommendations=[two], add=[goal], by=editor())
    assert listed(sdgs="16.3") == keys([one])
    assert listed(sdgs="16") == keys([one, two])


def test_every_need_has_a_name(mixed: dict[str, Any]) -> None:
    assert set(Register(editor()).facets["needs"].bits) == set(NEEDS)


def test_every_count_is_the_number_that_choosing_it_shows(mixed: dict[str, Any]) -> None:
    """Also beside other choices: each facet's counts leave its own choice out (U: T4)."""
    register = Register(editor())
    offered = [(facet.name, value) for facet in register.facets.values() for value in facet.bits]

    @given(st.lists(st.sampled_from(offered), max_size=4))
    def check(pairs: list[tuple[str, str]]) -> None:
        chosen: dict[str, list[str]] = {}
        for name, value in pairs:
            chosen.setdefault(name, []).append(value)
        for facet in register.facets.values():
            for count in register.counts(facet, chosen, register.everything):
                alone = chosen | {facet.name: [count.value]}
                assert count.count == register.fitting(alone, register.everything).bit_count()

    check()
