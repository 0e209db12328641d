"""The secretariat decides where sources say otherwise, and finds the official text of an entry made before."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from servanda.importers import commands
from servanda.importers.models import Conflict
from servanda.recommendations.models import Recommendation
from tests.factories import document, editor, mechanism, person, recommendation
from tests.importers.taking_in import find_all_right, intake, item
from tests.importers.test_conflicts import draft, edition, from_a_document, taken_in
from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _deployment(settings: Any, tmp_path: Path) -> None:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES_DIR, settings.VAR_DIR = tmp_path, tmp_path


def sign_in(context: BrowserContext, address: str) -> None:
    client = Client()
    client.force_login(person(role="secretariat_editor"))
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def editor_page(context: BrowserContext, page: Page, watch: Watch) -> Page:
    sign_in(context, watch.own_address)
    return page


@pytest.fixture
def upr() -> Any:
    return mechanism("UPR", kind="upr")


@pytest.fixture
def differences(upr: Any) -> None:
    """Three texts of the report that the index has otherwise, and one that it has no more."""
    from_a_document(*(draft(n) for n in (1, 2, 3)))
    taken_in(edition(*(draft(n) for n in (1, 2, 3)), draft(4)))
    taken_in(edition(*(draft(n, text=f"Take step {n} at once to protect every person.") for n in (1, 2, 3))))


def rows(page: Page) -> Any:
    return page.locator("li.row")


def test_feature_2_the_list_of_conflicts(editor_page: Page, differences: None) -> None:
    """Feature 2: seen on the first page, decided several at once, kept with a reason, taken over and undone."""
    page = editor_page
    page.goto("/en/work/intake/")
    page.get_by_role("link", name="4 places where sources say otherwise").click()
    expect(rows(page)).to_have_count(4)
    page.locator("input[name=conflict]").nth(0).check()
    page.locator("input[name=conflict]").nth(1).check()
    page.get_by_role("button", name="Keep ours").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text("Say why ours is kept")
    page.get_by_label("Why ours is kept").fill("The report is the original.")
    page.get_by_role("button", name="Keep ours").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("checkbox", name="Other words").check()
    page.get_by_role("button", name="Take the source").click()
    expect(rows(page)).to_have_count(1)
    assert Recommendation.objects.filter(wordings__text__contains="at once", wordings__replaced_at=None).count() == 1
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert not Recommendation.objects.filter(wordings__text__contains="at once", wordings__replaced_at=None).exists()
    assert sorted(Conflict.objects.values_list("state", flat=True)) == ["kept", "kept", "open", "open"]
    page.goto("/en/work/intake/conflicts/?list=decided")
    expect(page.get_by_text("The report is the original.").first).to_be_visible()


def test_the_list_without_a_script(browser: Browser, watch: Watch, differences: None) -> None:
    context = browser.new_context(base_url=watch.own_address, java_script_enabled=False)
    sign_in(context, watch.own_address)
    page = context.new_page()
    page.goto("/en/work/intake/conflicts/")
    page.locator("input[name=everything]").check()
    page.get_by_role("button", name="Decide later").click()
    expect(page.get_by_text("None in this list")).to_be_visible()
    assert set(Conflict.objects.values_list("state", flat=True)) == {"later"}
    context.close()


@pytest.fixture
def entry(upr: Any) -> Recommendation:
    room = document(symbol="UPR 2024, in the room", kind="other", mechanism=upr, cycle=4)
    words = {"en": "Strengthen independence of judiciary and make the procedure of apointment of judges public"}
    return recommendation(document=room, number="", standing="provisional", wordings=words)


def the_report() -> Any:
    official = "Strengthen the independence of the judiciary and make the procedure of appointment of judges public"
    kept = intake(item(1), item(2, text=official), item(3))
    find_all_right(kept)
    return kept


def test_one_click_in_the_intake(editor_page: Page, entry: Recommendation) -> None:
    """Feature 2: the wizard proposes the entry; one click, and it becomes official with its old reference."""
    page, kept = editor_page, the_report()
    page.goto(f"/en/work/intake/{kept.pk}/confirm/")
    expect(page.get_by_text("may be a provisional entry")).to_be_visible()
    page.get_by_role("button", name="It is this entry").click()
    expect(page.get_by_text("provisional entry becomes official")).to_be_visible()
    page.get_by_role("button", name="Add 2 recommendations").click()
    expect(page.get_by_role("heading", name="The document is in the register")).to_be_visible()
    entry.refresh_from_db()
    assert (entry.standing, entry.number) == ("confirmed", "130.2")
    page.goto(reverse("workspace:recommendation", args=[entry.pk]))
    page.get_by_text("An earlier wording").click()
    expect(page.locator("details ins").first).to_be_visible()


def test_one_click_later_and_its_undo(editor_page: Page, entry: Recommendation) -> None:
    page = editor_page
    commands.confirm(intake=the_report(), by=editor())
    page.goto(reverse("workspace:recommendation", args=[entry.pk]))
    page.get_by_role("link", name="Find the official text").click()
    page.get_by_role("button", name="It is XAR-UPR-4-130.2").click()
    entry.refresh_from_db()
    assert entry.standing == "confirmed"
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    entry.refresh_from_db()
    assert entry.standing == "provisional"


def test_every_page_is_accessible(editor_page: Page, axe: Any, differences: None, entry: Recommendation) -> None:
    """Feature 124: axe finds nothing, in English and Arabic, on a screen and on a phone."""
    page, kept = editor_page, the_report()
    addresses = [
        "intake/conflicts/", "intake/conflicts/?list=decided", f"intake/{kept.pk}/confirm/", f"intake/entries/{entry.pk}/",
        f"recommendations/{entry.pk}/",
    ]  # fmt: skip
    for language in ("en", "ar"):
        for place in addresses:
            page.goto(f"/{language}/work/{place}")
            axe(page)
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, place
            page.set_viewport_size({"width": 1280, "height": 900})
