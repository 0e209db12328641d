"""A visitor walks the public site: with a phone, without JavaScript, with the keyboard, in Arabic."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import (
    House,
    action,
    assessment,
    assignment,
    indicator,
    link_as_evidence,
    published,
    recommendation,
    update,
    value,
)
from tests.portal.samples import many, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
def reference(db) -> str:
    """A site with 60 recommendations and one of which everything is published. Its reference."""
    house = House()
    asked = recommendation(
        wordings={
            "en": "The State party should reduce overcrowding in all prisons of Valdoro.",
            "ar": "ينبغي للدولة الطرف أن تحدّ من الاكتظاظ في السجون.",
        },
        plain_lines={"en": "Bring prisons within their capacity", "ar": "إعادة السجون إلى طاقتها"},
    )
    assignment(asked, house.institution, accepted_by=house.focal_point)
    law = published(action(house, answers=[asked], title="Act 41 on bail"), house)
    told = update(house, action=law, what_was_done="Judges were trained.")
    link_as_evidence(told, house.focal_point)
    published(told, house)
    published(assessment(house.focal_point, house.institution, of=asked), house)
    measured = indicator(code="occupancy")
    for year, number in (("2023", 180), ("2024", None), ("2025", 171)):
        missing = {"missing_because": "No count was made."} if number is None else {}
        published(value(house, indicator=measured, period=year, number=number, **missing), house)
    publish(many(60))
    return asked.reference


PAGES = [
    "", "recommendations/", "recommendations/?q=prison&status=not_assessed", "recommendations/?q=unicorn", "recommendations/{reference}/",
    "recommendations/{reference}/?as-of=2026-11-01", "recommendations/{reference}/versions/", "progress/", "institutions/", "documents/",
    "indicators/", "indicators/occupancy/", "take-part/", "about/", "help/", "accessibility/", "data/",
]  # fmt: skip


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["320", "1280"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible_and_fits(page: Page, axe, reference: str, language: str, size: dict) -> None:
    """Axe at zero, and nothing wider than the screen."""
    page.set_viewport_size(size)
    for path in PAGES:
        page.goto(f"/{language}/{path.format(reference=reference)}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


def test_from_the_first_page_to_the_file_without_javascript(browser: Browser, watch, reference: str) -> None:
    """Features 96, 99, 100, 107: search, filter, open, go back, download; on a phone, with scripts switched off."""
    context = browser.new_context(base_url=watch.own_address, viewport=PHONE, java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    page.goto("/en/")
    page.get_by_label("Search recommendations").fill("overcrowded prison")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text(re.compile(r"\d+ recommendations? of 61"))).to_be_visible()
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("link", name=re.compile("^In progress, limited")).first.click()
    expect(page.get_by_role("list", name="Filters in force")).to_contain_text("In progress, limited")
    page.get_by_role("link", name="Bring prisons within their capacity").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring prisons within their capacity")
    expect(page.get_by_text("Judges were trained.")).to_be_visible()
    page.go_back()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert waiting.value.suggested_filename.startswith(
        "servanda-XAR-recommendations-overcrowded-prison-status-in_progress_limited"
    )
    assert context.cookies() == []
    context.close()
    assert watch.faults == []


def test_a_past_day_is_one_form_away(page: Page, reference: str) -> None:
    page.goto(f"/en/recommendations/{reference}/")
    page.get_by_label("As it stood on").fill("2020-01-01")
    page.get_by_role("button", name="Show that day").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not yet published on that day")


def test_with_the_keyboard_alone(page: Page, reference: str) -> None:
    """Skip link, search, first result: by Tab and Enter."""
    page.goto("/en/recommendations/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    reach(page, "searchbox")
    page.keyboard.type("overcrowded prisons")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=overcrowded+prisons")
    page.get_by_role("link", name="Bring prisons within their capacity").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring prisons within their capacity")


def reach(page: Page, role: str) -> None:
    """Press Tab until something of that role has the focus."""
    box = page.get_by_role(role, name="Search recommendations")
    for _ in range(12):
        if box.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no {role} within twelve tabs")


def test_in_arabic_the_page_is_mirrored_and_symbols_keep_their_order(page: Page, reference: str) -> None:
    page.goto(f"/ar/recommendations/{reference}/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.get_by_role("heading", level=1)).to_have_text("إعادة السجون إلى طاقتها")
    main = page.locator("main .cols > div").bounding_box()
    aside = page.locator("main aside").bounding_box()
    assert main is not None
    assert aside is not None
    assert aside["x"] < main["x"], "the facts stand at the end of the line, which is left"
    assert page.locator("bdi", has_text=reference).count() >= 1
