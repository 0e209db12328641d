"""Which recommendations a bulk form is about."""

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from servanda.recommendations.selection import Selection
from tests.factories import editor, person, recommendation

pytestmark = pytest.mark.django_db


def posted(address: str = "/", **data: object) -> HttpRequest:
    request = RequestFactory().post(address, data)
    request.user = editor()
    return request


def test_all_of_the_list_means_what_its_address_finds() -> None:
    wanted = recommendation(kind="concern")
    recommendation()
    chosen = Selection(posted("/?kind=concern", list="register", everything="1"), "recommendations.classify")
    assert chosen.chosen == [wanted]


def test_ticked_rows_come_in_the_order_sent_and_once() -> None:
    one, two = recommendation(), recommendation()
    chosen = Selection(posted(recommendation=[str(two.pk), str(one.pk), str(two.pk)]), "recommendations.classify")
    assert chosen.chosen == [two, one]


def test_what_was_previewed_is_what_is_done() -> None:
    """The selection travels by its ids: a recommendation that fits the filter since is not added."""
    one = recommendation(kind="concern")
    first = Selection(posted("/?kind=concern", list="register", everything="1"), "recommendations.classify")
    recommendation(kind="concern")
    second = Selection(posted("/?kind=concern", selection=first.keys, everything="1"), "recommendations.classify")
    assert second.chosen == [one]


def test_an_unknown_list_is_empty() -> None:
    recommendation()
    assert Selection(posted(list="secrets", everything="1"), "recommendations.classify").chosen == []


def test_nobody_chooses_what_she_may_not_see() -> None:
    one = recommendation()
    request = posted(recommendation=str(one.pk))
    request.user = person(role="cso")
    with pytest.raises(Http404):
        Selection(request, "recommendations.classify")
