"""From the link in the mail to the public page: one report through the hands of five people, each in her own window."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from servanda.core import clock
from servanda.implementation.models import Update
from servanda.importers.reference_data import load_reference_data
from tests import factories
from tests.journeys.keyboard import SEEN
from tests.support.browser import Watch
from tests.support.visits import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, PHONE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 780}, {"width": 320, "height": 700}


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


class Counted:
    """A person at a page: what she does is counted, and each page that is loaded."""

    def __init__(self, page: Page) -> None:
        self.page, self.done, self.loads = page, 0, 0
        page.on("load", lambda _page: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def open(self, url: str) -> None:
        self.done += 1
        self.page.goto(url)

    def write(self, label: str, text: str) -> None:
        self.done += 1
        self.page.get_by_role("textbox", name=label).first.fill(text)

    def choose(self, label: str) -> None:
        self.done += 1
        self.page.get_by_label(label).first.check()

    def attach(self, label: str, file: Path) -> None:
        self.done += 1
        self.page.get_by_label(label).first.set_input_files(file)

    def press(self, name: str) -> None:
        self.done += 1
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.done += 1
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()


@pytest.fixture
def at(browser: Browser, watch: Watch) -> Callable[..., Any]:
    """`with at(person, viewport=PHONE) as her: …`: her own window, signed in."""

    @contextmanager
    def window(person: Any, *, viewport: Any = DESK, scripts: bool = True) -> Iterator[Counted]:
        context = browser.new_context(
            base_url=watch.own_address, viewport=viewport, locale="en-GB", java_script_enabled=scripts
        )
        watch.over(context)
        client, name = Client(), settings.SESSION_COOKIE_NAME
        client.force_login(person)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": watch.own_address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield Counted(page)
        context.close()
        assert watch.faults == []

    return window


@pytest.fixture
def house(live_server: Any) -> factories.House:
    return factories.House(names={"en": "Ministry of Justice", "ar": "وزارة العدل"})


@pytest.fixture
def asked(house: factories.House) -> Any:
    recommendation = factories.recommendation()
    due_on = clock.today() - timedelta(days=3)
    factories.assignment(recommendation, house.institution, accepted_by=house.focal_point, due_on=due_on)
    return recommendation


@pytest.fixture
def decree(tmp_path: Path) -> Path:
    file = tmp_path / "decree.pdf"
    file.write_bytes(b"%PDF-1.4\n%\n")
    return file


def report(her: Counted, asked: Any, decree: Path) -> None:
    """From the link in the mail to sent."""
    her.open(address("implementation:report", recommendation=asked.pk))
    her.write("What did you do?", "Act 41 of 2025 lets judges set bail to means.")
    her.write("What changed for people?", "280 people were released.")
    her.write("What is missing or planned?", "Two regions still hold more than twice their capacity.")
    her.attach("Files", decree)
    her.choose("Everyone, once published")
    her.press("Check and send")
    her.press("Send for approval")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_takes_few_steps(at: Any, house: factories.House, asked: Any, decree: Path, scripts: bool) -> None:
    """Feature 50: from the mail's link to sent with a file in at most 12 interactions and 6 pages, with scripts or without."""
    with at(house.focal_point, scripts=scripts) as her:
        report(her, asked, decree)
        assert "for approval" in her.page.get_by_role("main").inner_text()
    assert (Update.objects.get().state, Update.objects.get().evidence.count()) == ("submitted", 1)
    assert her.done <= 12
    assert her.loads <= 6


def test_from_the_ministry_to_the_public(at: Any, house: factories.House, asked: Any, decree: Path) -> None:
    """Features 52 and 60: reported, approved on a phone, returned, corrected, accepted, published by a second person, read
    by everybody."""
    with at(house.focal_point) as her:
        report(her, asked, decree)
    with at(house.validating_authority, viewport=PHONE) as him:
        him.open(address("workspace:home"))
        him.follow("Approve or return")
        before = him.done
        him.press("Approve")
        assert him.done - before == 1
        assert "Approved." in him.page.get_by_role("main").inner_text()
    with at(factories.editor()) as her:
        her.open(address("workspace:review"))
        her.follow("Accept or return")
        her.follow("Return with a reason")
        her.write("Reason", "Please give the number released, by region.")
        her.press("Return with a reason")
    with at(house.focal_point) as her:
        her.open(address("workspace:home"))
        assert "by region" in her.page.get_by_role("main").inner_text()
        her.follow("Change it and send it again")
        her.write("What changed for people?", "312 people were released: 200 in Valdoro, 112 elsewhere.")
        her.press("Check and send")
        her.press("Send for approval")
    for person, link, button in (
        (house.validating_authority, "Approve or return", "Approve"),
        (factories.editor(), "Accept or return", "Accept"),
    ):
        with at(person) as she:
            she.open(address("workspace:review"))
            she.follow(link)
            she.press(button)
    with at(factories.publisher()) as him:
        him.open(address("workspace:review"))
        him.follow("Publish or return")
        him.follow("Publish")
        assert "Everyone, as soon as you press the button." in him.page.get_by_role("main").inner_text()
        him.press("Publish")
        assert "Published." in him.page.get_by_role("main").inner_text()
        him.open(address("portal:recommendation", asked.reference))
        text = him.page.get_by_role("main").inner_text()
        assert "312 people were released" in text
        assert "280 people" not in text


def test_what_is_written_is_saved_by_itself(at: Any, house: factories.House, asked: Any) -> None:
    """Feature 116: the server keeps what was typed within seconds, and a second window doesn't overwrite it unseen."""
    with at(house.focal_point) as her, at(house.alternate) as other:
        her.open(address("implementation:report", recommendation=asked.pk))
        her.write("What did you do?", "Half a sentence")
        her.page.get_by_text(re.compile(r"^Saved \d")).first.wait_for(timeout=12_000)
        assert Update.objects.get().what_was_done == "Half a sentence"
        other.open(address("implementation:report", recommendation=asked.pk))
        other.write("What did you do?", "The colleague's words")
        other.press("Save draft")
        her.write("What did you do?", "My own words")
        her.page.get_by_text("somebody else changed this").first.wait_for(timeout=12_000)
        her.press("Save draft")
        shown = her.page.get_by_role("main").inner_text()
        assert "The colleague's words" in shown
        assert "Two people changed this text" in shown
        her.choose("Keep yours")
        her.press("Save draft")
    assert Update.objects.get().what_was_done == "My own words"


def test_a_cut_line_loses_nothing(at: Any, watch: Watch, house: factories.House, asked: Any) -> None:
    """Without a line the text stays on the page and the page says that it isn't saved; with it back, one draft is saved."""
    with at(house.focal_point) as her:
        her.open(address("implementation:report", recommendation=asked.pk))
        her.page.context.set_offline(True)
        her.write("What did you do?", "Written without a line")
        her.page.get_by_text("no connection").first.wait_for(timeout=3_000)
        her.page.wait_for_timeout(6_000)
        her.page.context.set_offline(False)
        her.page.get_by_text(re.compile(r"^Saved \d")).first.wait_for(timeout=12_000)
        watch.faults[:] = [fault for fault in watch.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    assert [update.what_was_done for update in Update.objects.all()] == ["Written without a line"]


NAME = "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ''"


class Keys:
    """Somebody who has only a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str) -> None:
        """Tab to the control; wherever the focus stops it can be seen and nothing covers it."""
        for _press in range(90):
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SEEN) == ""
            if self.page.evaluate(NAME).strip().startswith(name):
                return
        raise AssertionError(f"no way to {name} by keyboard")

    def write(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.type(text)


def test_a_report_by_keyboard_only(at: Any, house: factories.House, asked: Any, decree: Path) -> None:
    """From my tasks to sent with a file, without a mouse, the focus always visible."""
    with at(house.focal_point) as her:
        her.open(address("workspace:home"))
        keys = Keys(her.page)
        keys.to("Report progress")
        her.page.keyboard.press("Enter")
        her.page.wait_for_url("**/report/**")
        keys.write("What did you do?", "Act 41 of 2025.")
        keys.write("What changed for people?", "312 people are free.")
        keys.to("Files")
        with her.page.expect_file_chooser() as chooser:
            her.page.keyboard.press("Enter")
        chooser.value.set_files(decree)
        keys.to("Check and send")
        her.page.keyboard.press("Enter")
        her.page.wait_for_url("**/check/")
        keys.to("Send for approval")
        her.page.keyboard.press("Enter")
        her.page.get_by_text("for approval").first.wait_for()
    assert (Update.objects.get().state, Update.objects.get().evidence.count()) == ("submitted", 1)


def test_the_commission_assesses_beside_the_state(at: Any, house: factories.House, asked: Any) -> None:
    """Features 55 and 61: the level is chosen by its published definition, and the other voice stands beside it in public."""
    load_reference_data(by=factories.operator())
    made = factories.assessment(house.focal_point, house.institution, of=asked, level="implemented")
    factories.published(made, house)
    commission = factories.Commission()
    with at(commission.author) as her:
        her.open(address("workspace:home"))
        her.follow("Assess:")
        assert "works for the people concerned" in her.page.get_by_role("main").inner_text()
        her.page.locator("input[name=level][value=regressed]").check()
        her.write("Reasoning", "Our visits found twice as many people.")
        her.write("Link", "https://commission.example/visits")
        her.press("Save and check")
        her.press("Send for approval")
    with at(commission.colleague) as him:
        him.open(address("workspace:home"))
        him.follow("Publish or return")
        him.follow("Publish")
        him.press("Publish")
        him.open(address("portal:recommendation", asked.reference))
        text = him.page.get_by_role("main").inner_text()
        assert "Implemented" in text
        assert "Regressed" in text


@pytest.fixture
def pages(house: factories.House, asked: Any) -> dict[Any, list[str]]:
    """Every page of following up, each for somebody who works on it."""
    factories.moved(factories.update(house, recommendation=asked), house, to="published")
    update = factories.moved(factories.update(house, recommendation=asked), house, to="submitted")
    accepted = factories.moved(factories.update(house), house, to="accepted")
    draft, action = factories.update(house), factories.action(house, answers=[asked])
    assessment = factories.published(factories.assessment(house.focal_point, house.institution, of=asked), house)
    value = factories.value(house)
    for item in (action, draft):
        factories.link_as_evidence(item, house.focal_point)
    piece = draft.evidence.get()
    focal, authority, commission = house.focal_point, house.validating_authority, factories.Commission()
    return {
        focal: [
            address("workspace:home"),
            address("workspace:home", group="overdue"),
            address("implementation:report"),
            address("implementation:report", recommendation=asked.pk),
            address("implementation:update", draft.pk),
            address("implementation:update", update.pk),
            address("implementation:update-check", draft.pk),
            address("implementation:actions"),
            address("implementation:action", action.pk),
            address("implementation:action-new"),
            address("implementation:action-edit", action.pk),
            address("implementation:challenge-new", action=action.pk),
            address("implementation:evidence-add", "action", action.pk),
            address("implementation:evidence-remove", piece.pk),
            address("implementation:assess", recommendation=asked.pk),
            address("implementation:assessment", assessment.pk),
            address("indicators:list"),
            address("indicators:indicator", value.indicator.pk),
            address("indicators:value", value.pk),
        ],
        authority: [
            address("workspace:review"),
            address("implementation:review", "update", update.pk),
            address("implementation:step", "update", update.pk, "return"),
        ],
        factories.editor(): [
            address("workspace:home"),
            address("implementation:indicator-link", recommendation=asked.pk),
        ],
        factories.publisher(): [address("implementation:step", "update", accepted.pk, "publish")],
        commission.author: [address("workspace:home")],
        factories.person(role="administrator"): [address("workspace:home")],
        factories.person(role="parliament"): [address("workspace:home")],
    }


@pytest.mark.slow
@pytest.mark.parametrize(("language", "viewport"), [("en", DESK), ("ar", NARROW)], ids=["en-1280", "ar-320"])
def test_every_page_is_accessible(at: Any, axe: Any, pages: Any, language: str, viewport: Any) -> None:
    """No broken rule of WCAG 2.2 AA and no scrolling to the side, on a desk and on the narrowest phone, in both directions."""
    for person, addresses in pages.items():
        with at(person, viewport=viewport) as she:
            for url in addresses:
                she.open(url.replace("/en/", f"/{language}/", 1))
                axe(she.page)
                width = she.page.evaluate("document.documentElement.scrollWidth")
                assert width <= viewport["width"], url


def test_an_error_takes_the_focus_and_its_link_leads_to_the_answer(at: Any, axe: Any, house: factories.House) -> None:
    with at(house.focal_point) as her:
        her.open(address("implementation:action-new"))
        her.press("Save draft")
        assert her.page.title().startswith("Error: ")
        assert her.page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
        axe(her.page)
        her.follow("Write a title")
        assert her.page.evaluate("document.activeElement.name") == "title"
