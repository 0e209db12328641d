"""Long work in a browser: its numbers without a script, stopping it, and the notice after the tab was closed."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from servanda.assignments.models import Assignment
from servanda.jobs import running
from servanda.jobs.desk import Desk
from servanda.jobs.models import Job
from servanda.recommendations.models import Recommendation
from tests.factories import House, document, person, recommendation
from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MANY = 30


@pytest.fixture(autouse=True)
def _deployment(settings: Any, tmp_path: Path) -> None:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.VAR_DIR = tmp_path


@pytest.fixture
def editor_page(context: BrowserContext, page: Page, watch: Watch) -> Page:
    client = Client()
    client.force_login(person(role="secretariat_editor"))
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": watch.own_address}])
    return page


def ordered(page: Page) -> Job:
    """Thirty recommendations, ticked and assigned on the pages; the order waits for a worker."""
    House(names={"en": "Ministry of Justice"})
    kept = document()
    for _one in range(MANY):
        recommendation(document=kept)
    page.goto("/en/work/recommendations/")
    page.locator("input[name=everything]").check()
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_label("Ministry of Justice").check()
    page.get_by_role("button", name="See what will change").click()
    page.get_by_role("button", name="Assign them").click()
    expect(page.get_by_text("Waits for its turn")).to_be_visible()
    return Job.objects.get()


def test_numbers_stop_and_notice(editor_page: Page, axe: Any) -> None:
    """Goal T6: progress with numbers, stopped without a trace, gone on with after the tab was closed, result by notice."""
    page = editor_page
    job = ordered(page)
    axe(page)
    with Desk(job.pk).taken():
        Job.objects.filter(pk=job.pk).update(state="running")
        Desk(job.pk).tell(12, MANY)
        expect(page.get_by_text(f"12 of {MANY}")).to_be_visible(timeout=10_000)
        page.get_by_role("button", name="Stop it").click()
        assert Desk(job.pk).is_asked_to_stop
        expect(page.get_by_text("Stopping")).to_be_visible()
    Job.objects.filter(pk=job.pk).update(state="waiting")
    page.goto("/en/work/")
    running.run(Job.objects.get(pk=job.pk))
    assert Assignment.objects.count() == MANY
    page.reload()
    page.get_by_role("link", name=f"Assign {MANY} recommendations").click()
    expect(page.get_by_text(f"{MANY} recommendations assigned to Ministry of Justice")).to_be_visible()
    page.goto("/en/work/")
    expect(page.get_by_role("link", name=f"Assign {MANY} recommendations")).to_have_count(0)


def test_stopped_before_it_began(editor_page: Page, axe: Any) -> None:
    page = editor_page
    ordered(page)
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_text("It was stopped. Nothing was changed.")).to_be_visible()
    axe(page)
    assert not Assignment.objects.exists()
    assert Recommendation.objects.count() == MANY
