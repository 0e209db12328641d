"""The secretariat takes in a document: upload, check, correct, split, leave out, confirm, find it, take it back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from servanda.importers import pages
from servanda.importers.models import Intake
from servanda.importers.reading import recognition
from servanda.importers.reading.recognition import Recognised
from servanda.importers.views import intakes
from servanda.recommendations.models import Recommendation
from tests.factories import mechanism, person
from tests.importers.reading.samples import scanned, upr_report
from tests.importers.reading.test_recognition import as_words
from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOCUMENTS = django_settings.PROFILES_DIR / "xar" / "documents"
REPORT, LIST = DOCUMENTS / "upr-cycle4-report.pdf", DOCUMENTS / "upr-cycle3-matrix.docx"


@pytest.fixture(autouse=True)
def _deployment(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "program", lambda: None)  # no LibreOffice: a Word file has no pages here
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES_DIR = tmp_path
    mechanism("UPR", kind="upr")


def sign_in(context: BrowserContext, address: str) -> None:
    """An editor's session, made as the sign-in page makes it."""
    client = Client()
    client.force_login(person(role="secretariat_editor"))
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def editor_page(context: BrowserContext, page: Page, watch: Watch) -> Page:
    sign_in(context, watch.own_address)
    return page


def upload(page: Page, path: Path, language: str = "en") -> None:
    page.goto(f"/{language}/work/intake/upload/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button.button:not(.quiet)").click()
    page.wait_for_url("**/document/")


def test_feature_7_a_report_goes_in_and_comes_back_out(editor_page: Page) -> None:
    """Feature 7: the whole intake of a Working Group report in a browser."""
    page = editor_page
    upload(page, REPORT)
    expect(page.get_by_label("Symbol")).to_have_value("A/HRC/61/93")
    page.get_by_role("button", name="Right, go to the recommendations").click()
    expect(page.get_by_text("Number 20.17 was not found.")).to_be_visible()
    page.get_by_role("link", name="Check one by one").click()
    correct_one(page)
    split_one(page)
    discard_one(page)
    page.get_by_role("link", name="To check:").click()
    page.get_by_role("button", name="without doubts are right").click()
    page.get_by_role("link", name="See what will be added").click()
    expect(page.get_by_text("Nothing is changed before you press.")).to_be_visible()
    assert not Recommendation.objects.exists()
    page.get_by_role("button", name="Add 68 recommendations").click()
    expect(page.get_by_role("heading", name="The document is in the register")).to_be_visible()
    what_came_in()
    page.get_by_role("link", name="See them in the register").click()
    expect(page.get_by_text("XAR-UPR-4-20.1").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Undo this intake").click()
    expect(page.get_by_role("heading", name="The intake was taken back")).to_be_visible()
    assert not Recommendation.objects.exclude(standing="withdrawn").exists()


def correct_one(page: Page) -> None:
    page.get_by_role("link", name="Correct facts").click()
    page.get_by_label("Position of the State").select_option("noted")
    page.get_by_role("button", name="Save the facts").click()
    expect(page.locator(".facts").get_by_text("Noted")).to_be_visible()
    page.get_by_role("button", name="Right, next").click()


def split_one(page: Page) -> None:
    page.get_by_role("link", name="Split").click()
    page.get_by_label("Demands, one on each line").fill("The first demand\nThe second demand")
    page.get_by_role("button", name="Save the demands").click()
    expect(page.get_by_text("Split into 2 demands")).to_be_visible()
    page.get_by_role("button", name="Right, next").click()


def discard_one(page: Page) -> None:
    page.get_by_role("link", name="Not a recommendation").click()
    page.get_by_label("A comment or answer of the State").check()
    page.get_by_role("button", name="Leave it out, next").click()
    expect(page.get_by_text("was left out.")).to_be_visible()


def what_came_in() -> None:
    first = Recommendation.objects.get(number="20.1")
    assert (first.position, first.document.symbol) == ("noted", "A/HRC/61/93")
    assert Recommendation.objects.get(number="20.2").parts.count() == 2
    assert not Recommendation.objects.filter(number="20.3").exists()


def test_every_step_is_accessible(editor_page: Page, axe: Any) -> None:
    """Feature 124: axe finds nothing on any page of the intake, in English and Arabic, on a screen and on a phone."""
    page = editor_page
    upload(page, REPORT)
    intake = Intake.objects.get()
    item = intake.items.first()
    assert item
    addresses = [
        "", "upload/", f"{intake.pk}/document/", f"{intake.pk}/recommendations/", f"{intake.pk}/recommendations/missing/?page=4",
        f"{intake.pk}/confirm/", f"{intake.pk}/discard/", f"items/{item.pk}/", f"items/{item.pk}/facts/",
        f"items/{item.pk}/split/", f"items/{item.pk}/discard/",
    ]  # fmt: skip
    for language in ("en", "ar"):
        for address in addresses:
            page.goto(f"/{language}/work/intake/{address}")
            axe(page)
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
            page.set_viewport_size({"width": 1280, "height": 900})


def test_a_list_in_word_is_checked_beside_its_text(editor_page: Page, axe: Any) -> None:
    """Feature 5: a file without pages shows what stands around the item."""
    page = editor_page
    upload(page, LIST)
    page.get_by_role("button", name="Right, go to the recommendations").click()
    page.locator(".row-title a").first.click()
    expect(page.get_by_role("heading", name="Around it in the document")).to_be_visible()
    axe(page)


def test_a_scan_is_read_by_a_press_of_a_button(
    editor_page: Page, axe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Feature 5: a scan says that it is one; recognised on demand, its items wait in their places with a doubt."""
    words = as_words(["5.4 Open a museum of lighthouses (Chile)."])
    monkeypatch.setattr(
        recognition,
        "recognise_page",
        lambda path, number, language: Recognised(number, 595.0, 842.0, "en", 93.0, words),
    )
    for module in (recognition, intakes):
        monkeypatch.setattr(module, "languages", lambda: frozenset({"en", "fr"}))
    page = editor_page
    page.goto("/en/work/intake/upload/")
    page.locator("input[type=file]").set_input_files(scanned(upr_report(tmp_path)))
    page.locator("main form button.button:not(.quiet)").click()
    expect(page.get_by_role("heading", name="Read it with character recognition")).to_be_visible()
    for language in ("en", "ar"):
        page.goto(f"/{language}/work/intake/{Intake.objects.get().pk}/reading/")
        axe(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/en/work/intake/{Intake.objects.get().pk}/reading/")
    page.get_by_role("button", name="Read it with character recognition").click()
    page.wait_for_url("**/document/")
    assert Intake.objects.get().recognised_pages.count() == 4
    axe(page)


def test_the_keyboard_alone_is_enough(editor_page: Page) -> None:
    """Feature 124: Tab and Enter lead through the list, one key press an item once on its button."""
    page = editor_page
    upload(page, REPORT)
    item = Intake.objects.get().items.first()
    assert item
    page.goto(f"/en/work/intake/items/{item.pk}/")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Right, next":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: str(item.pk) not in address)
    item.refresh_from_db()
    assert item.decision == "right"


def test_the_whole_intake_without_a_script(browser: Browser, watch: Watch) -> None:
    """Feature 124: nothing of the intake needs JavaScript."""
    context = browser.new_context(base_url=watch.own_address, java_script_enabled=False)
    sign_in(context, watch.own_address)
    page = context.new_page()
    upload(page, REPORT)
    page.get_by_role("button", name="Right, go to the recommendations").click()
    page.get_by_role("button", name="without doubts are right").click()
    page.get_by_role("link", name="See what will be added").click()
    page.get_by_role("button", name=re.compile("Add 69")).click()
    expect(page.get_by_role("heading", name="The document is in the register")).to_be_visible()
    assert Recommendation.objects.count() == 69
    context.close()


def test_concluding_observations_show_what_the_committee_asks_to_hear(editor_page: Page, axe: Any) -> None:
    """Feature 5: concerns, follow-up marks and the day of the next report, from the file to the register."""
    mechanism("CAT", kind="treaty_body")
    page = editor_page
    upload(page, DOCUMENTS / "cat-4.pdf")
    expect(page.get_by_text("22 November 2025, on paragraphs 10, 16, 28")).to_be_visible()
    expect(page.get_by_text("22 November 2028")).to_be_visible()
    axe(page)
    asked = Intake.objects.get().items.get(number="10")
    page.goto(f"/en/work/intake/items/{asked.pk}/")
    expect(page.get_by_role("link", name="9", exact=True)).to_be_visible()
    expect(page.get_by_text("22 November 2025")).to_be_visible()
    axe(page)
    page.goto(f"/en/work/intake/{asked.intake_id}/recommendations/")
    page.get_by_role("button", name="without doubts are right").click()
    page.get_by_role("link", name="See what will be added").click()
    page.get_by_role("button", name=re.compile("Add ")).click()
    expect(page.get_by_role("heading", name="The document is in the register")).to_be_visible()
    assert Recommendation.objects.exclude(asks_follow_up_by=None).count() == 3
