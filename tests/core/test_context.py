"""What every page frame is given."""

from django.test import RequestFactory
from django.utils import translation

from servanda.core.context import frame


def current(path: str) -> list[str]:
    with translation.override("en"):
        return [item["url"] for item in frame(RequestFactory().get(path))["nav"] if item["current"]]


def test_one_item_of_the_navigation_is_current_and_it_is_the_nearest() -> None:
    assert current("/en/work/") == ["/en/work/"]
    assert current("/en/work/actions/new/") == ["/en/work/actions/"]
    assert current("/en/recommendations/XAR-CAT-3-21/") == ["/en/recommendations/"]
    assert current("/en/help/") == []
