"""The frame of every page on the narrowest phone: long names, and steps that keep apart."""

from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import BrowserContext, Page

from tests import factories
from tests.support.browser import Watch
from tests.support.visits import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOXES = "all => all.map(one => { const box = one.getBoundingClientRect(); return [box.left, box.right]; })"


@pytest.fixture
def narrow(context: BrowserContext, page: Page, watch: Watch, settings: Any) -> Any:
    """`narrow(person)`: her page at 320 px."""
    settings.SECOND_FACTOR = "optional"

    def window(person: Any) -> Page:
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client_of(person).cookies[name].value, "url": watch.own_address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page.set_viewport_size({"width": 320, "height": 700})
        return page

    return window


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["Wilhelmina Konstantinopoulou-Papadimitriou", "Papadimitriouchristodoulopoulos" * 2])
def test_a_long_name_does_not_widen_the_page(narrow: Any, language: str, name: str) -> None:
    """Feature 124: neither the menu of the account nor what it opens leaves a screen of 320 px."""
    page = narrow(factories.person(role="secretariat_editor", family_name=name))
    page.goto(f"/{language}/work/more/")
    page.locator(".tools .drop > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for left, right in page.locator(".tools .drop > summary, .tools .drop > div").evaluate_all(BOXES):
        assert 0 <= left < right <= 320


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_steps_of_the_wizard_keep_apart(narrow: Any, language: str) -> None:
    """Feature 124: the numbers of the steps do not overlap, nor do they touch the name of the current one."""
    page = narrow(factories.editor())
    page.goto(f"/{language}/work/intake/upload/")
    numbers = sorted(page.locator(".step-number").evaluate_all(BOXES))
    assert len(numbers) == 4
    assert all(right <= left for (_, right), (left, _) in pairwise(numbers))
    current = page.locator(".steps li[aria-current] > span:not(.step-number)").evaluate_all(BOXES)[0]
    assert all(right <= current[0] or left >= current[1] for left, right in numbers)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
