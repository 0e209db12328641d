"""The secretariat brings in a spreadsheet: six steps, nothing written before the last, and the way back."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from servanda.importers.spreadsheets.models import SheetImport
from servanda.institutions.models import Institution
from tests.factories import institution, person
from tests.importers.spreadsheets.sheets import csv, xlsx
from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = (
    ["Code", "Name", "Abbreviation", "Branch", "Part of", "Remarks"],
    ["justice", "Ministry of Justice", "MoJ", "Executive", "", "first"],
    ["prisons", "Prison Service", "PS", "Executive", "Ministry of the Interiour", ""],
    ["court", "Supreme Court", "SC", "Magic", "", ""],
)
NAME = {"name": "list.xlsx", "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
START = "/work/intake/spreadsheets/"
PRIMARY = "main form button.button:not(.quiet):not(.risk)"


@pytest.fixture(autouse=True)
def _deployment(settings: Any, tmp_path: Path) -> None:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES_DIR = tmp_path
    institution(code="interior", names={"en": "Ministry of the Interior"})


def sign_in(context: BrowserContext, address: str) -> None:
    client = Client()
    client.force_login(person(role="secretariat_editor"))
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def editor_page(context: BrowserContext, page: Page, watch: Watch) -> Page:
    sign_in(context, watch.own_address)
    return page


def upload(page: Page, language: str = "en") -> None:
    page.goto(f"/{language}{START}new/institutions/")
    page.locator("input[type=file]").set_input_files({**NAME, "buffer": xlsx(*LIST)})
    page.locator(PRIMARY).click()
    page.wait_for_url("**/read/")


def go_on(page: Page, to: str) -> None:
    page.locator(PRIMARY).click()
    page.wait_for_url(f"**/{to}/**")


def the_whole_way(page: Page) -> None:
    upload(page)
    page.get_by_role("button", name="Right, go to the columns").click()
    page.get_by_role("button", name="Right, go to the names").click()
    page.locator("input[type=radio][value=interior]").check()
    page.get_by_role("button", name="Compare with the register").click()
    assert Institution.objects.count() == 1
    page.locator(".tabs").get_by_role("link", name="Rejected").click()
    expect(page.get_by_text("“Magic” is not one of the possible values")).to_be_visible()
    page.get_by_role("button", name="Add 2").click()
    expect(page.get_by_role("heading", name="The rows are in the register")).to_be_visible()
    assert Institution.objects.get(code="prisons").parent.code == "interior"
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("heading", name="The import was taken back")).to_be_visible()
    assert Institution.objects.count() == 1


def test_feature_3_a_spreadsheet_goes_in_and_comes_out(editor_page: Page) -> None:
    """Feature 3: the whole import in a browser."""
    the_whole_way(editor_page)


def test_the_whole_import_without_a_script(browser: Browser, watch: Watch) -> None:
    """Feature 124: nothing of the import needs JavaScript."""
    context = browser.new_context(base_url=watch.own_address, java_script_enabled=False)
    sign_in(context, watch.own_address)
    the_whole_way(context.new_page())
    context.close()


def look(page: Page, axe: Any) -> None:
    """Axe finds nothing, and nothing runs out of a phone's screen."""
    axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_every_step_is_accessible(editor_page: Page, axe: Any, language: str) -> None:
    """Feature 124: each step, empty, filled and with errors, on a screen and on a phone."""
    page = editor_page
    for address in ("", "new/"):
        page.goto(f"/{language}{START}{address}")
        look(page, axe)
    page.goto(f"/{language}{START}new/institutions/")
    page.locator(PRIMARY).click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, axe)
    upload(page, language)
    look(page, axe)
    for step in ("columns", "names", "preview"):
        go_on(page, step)
        look(page, axe)
    for tab in ("changed", "rejected"):
        page.goto(f"{page.url.partition('?')[0]}?show={tab}")
        look(page, axe)
    go_on(page, "done")
    look(page, axe)
    page.locator("main form button.risk").click()
    page.wait_for_load_state()
    look(page, axe)


def press(page: Page, name: str) -> None:
    """Reach the button by Tab alone, and press it."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            break
    address = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda now: now != address)


def test_the_keyboard_alone_is_enough(editor_page: Page) -> None:
    """Feature 124: from pasted cells to the register with Tab, Enter and the arrow keys."""
    page = editor_page
    page.goto(f"/en{START}new/institutions/")
    page.get_by_label("Or paste cells").focus()
    page.keyboard.insert_text(csv(*(row[:4] for row in LIST), delimiter="\t").decode())
    press(page, "Read it")
    for name in ("Right, go to the columns", "Right, go to the names", "Compare with the register", "Add 2"):
        press(page, name)
    assert SheetImport.objects.get().state == "done"
    assert Institution.objects.count() == 3
