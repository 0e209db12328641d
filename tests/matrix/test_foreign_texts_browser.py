"""Hostile texts in Chromium: a sample of the pages that test_foreign_texts.py reads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from tests import factories
from tests.matrix.test_foreign_texts import HOSTILE
from tests.support.browser import Watch


@pytest.fixture
def as_editor(context: BrowserContext, watch: Watch) -> Callable[[Any], None]:
    def sign_in(person: Any) -> None:
        client = Client()
        client.force_login(person)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": watch.own_address}])

    return sign_in


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_nothing_runs_in_a_real_browser(page: Page, as_editor: Callable[[Any], None], settings: Any) -> None:
    """A sample in Chromium: no script ran, no window opened; and the policy had nothing to block (the watch would tell)."""
    settings.SECOND_FACTOR = "optional"
    house, text = (
        factories.House(names={"en": " ".join(HOSTILE[:6])}),
        " ".join(t for t in HOSTILE if "\u0000" not in t),
    )
    about = factories.recommendation(wordings={"en": text})
    act = factories.published(factories.action(house, answers=[about], title=text[:290], description=text), house)
    report = factories.published(
        factories.update(house, recommendation=about, what_was_done=text, what_changed=text), house
    )
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.add_init_script("window.ran = 0; window.xss9k = () => { window.ran += 1 }")
    as_editor(factories.editor())
    for where in (
        reverse("portal:recommendation", args=[about.reference]),
        reverse("portal:versions", args=[about.reference]),
        reverse("portal:action", args=[act.code]),
        reverse("portal:search") + "?q=script",
        reverse("workspace:recommendation", args=[about.pk]),
        reverse("workspace:register"),
        reverse("implementation:action", args=[act.pk]),
        reverse("implementation:update", args=[report.pk]),
        reverse("implementation:review", args=["update", report.pk]),
        reverse("recommendations:edit", args=[about.pk]),
    ):
        page.goto(where)
        assert page.evaluate("window.ran") == 0, where
        assert "xss9k" in page.content()
    assert opened == []
