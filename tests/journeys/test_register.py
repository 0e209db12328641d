"""The secretariat works on the register in a browser: find, tick, assign, take back; and the pages around it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from servanda.assignments.models import Assignment
from servanda.recommendations.commands import suggest_from_source
from servanda.recommendations.models import Recommendation
from tests.factories import House, assignment, document, editor, mechanism, person, recommendation, scheme
from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_INTERACTIONS = 25  # for 200 recommendations and 20 institutions (T2)


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any, tmp_path: Path) -> None:
    settings.SECOND_FACTOR, settings.VAR_DIR = "optional", tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def sign_in(context: BrowserContext, watch: Watch) -> Callable[[Any], None]:
    """A person's session, made as the sign-in page makes it."""

    def enter(who: Any, into: BrowserContext = context) -> None:
        client = Client()
        client.force_login(who)
        name = django_settings.SESSION_COOKIE_NAME
        into.add_cookies([{"name": name, "value": client.cookies[name].value, "url": watch.own_address}])

    return enter


@pytest.fixture
def register() -> list[Recommendation]:
    """Eight recommendations of two mechanisms, with terms, suggestions and assignments."""
    cat = document(mechanism=mechanism("CAT"))
    upr = document(mechanism=mechanism("UPR", kind="upr", names={"en": "Universal Periodic Review"}), cycle=4)
    themes = list(scheme("themes", tuple(f"Theme {n}" for n in range(12))).terms.all())
    made = [recommendation(document=cat if n % 2 else upr) for n in range(8)]
    for one in made:
        suggest_from_source(recommendation=one, terms=themes[:3], source="UHRI", by=editor())
    return made


@pytest.fixture
def justice() -> House:
    return House(code="justice", names={"en": "Ministry of Justice", "ar": "وزارة العدل"}, short_name="MinJus")


def test_find_tick_assign_and_take_back(
    page: Page, sign_in: Any, register: list[Recommendation], justice: House
) -> None:
    """Features 36, 37: what is ticked is assigned after a look at it, and comes back by one button."""
    sign_in(editor())
    page.goto("/en/work/recommendations/")
    page.get_by_role("link", name="Committee CAT").click()
    expect(page.get_by_text("4 recommendations")).to_be_visible()
    page.get_by_label("Select all on this page").check()
    expect(page.get_by_text("Selected: 4")).to_be_visible()
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_label("Ministry of Justice").check()
    page.get_by_label("Due").fill("2031-06-30")
    page.get_by_role("button", name="See what will change").click()
    expect(page.get_by_role("heading", name="Assign 4 recommendations to Ministry of Justice as lead?")).to_be_visible()
    assert not Assignment.objects.exists()
    page.get_by_role("button", name="Assign them").click()
    expect(page.get_by_text("4 recommendations assigned to Ministry of Justice")).to_be_visible()
    expect(page).to_have_url(re.compile("mechanism=CAT"))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("4 changes were taken back.")).to_be_visible()
    assert not Assignment.objects.exists()


class Interactions:
    """A page that counts what a person does with it: each click, each answer typed or pasted, each tick."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, role: Any, name: str) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).fill(text)


def test_two_hundred_are_shared_out_among_twenty(page: Page, sign_in: Any) -> None:
    """Features 36, 37: 200 recommendations to 20 institutions in at most 25 interactions; undo gives the equal state (T2)."""
    paper, houses = document(), [House() for _ in range(20)]
    made = [recommendation(document=paper) for _ in range(200)]
    assignment(made[0], houses[5].institution)
    sign_in(editor())
    before = list(Assignment.objects.values_list("recommendation", "institution", "role", "state", "due_on"))
    table = "\n".join(f"{r.reference}\t{houses[n % 20].institution.code}" for n, r in enumerate(made))
    page.goto("/en/work/")
    person_at_work = Interactions(page)
    person_at_work.click("link", "Recommendations")
    person_at_work.click("link", "Assign from a list")
    person_at_work.fill("The list", table)
    person_at_work.fill("Due, where a line names no day (optional)", "2031-06-30")
    person_at_work.click("button", "See what was understood")
    person_at_work.click("button", "Assign all of them")
    expect(page.get_by_text("200 recommendations assigned from a list")).to_be_visible()
    assert Assignment.objects.filter(role="lead", due_on="2031-06-30").values("institution").distinct().count() == 20
    person_at_work.click("button", "Undo")
    expect(page.get_by_text("changes were taken back.")).to_be_visible()
    assert list(Assignment.objects.values_list("recommendation", "institution", "role", "state", "due_on")) == before
    assert person_at_work.count <= MOST_INTERACTIONS


def test_bulk_work_without_a_script(
    browser: Browser, watch: Watch, sign_in: Any, register: list[Recommendation], justice: House
) -> None:
    """Feature 118: everything of a list is classified and assigned where no script runs."""
    window = browser.new_context(base_url=watch.own_address, java_script_enabled=False)
    sign_in(editor(), window)
    page = window.new_page()
    page.goto("/en/work/recommendations/?mechanism=UPR")
    page.get_by_label("All 4 of this list").check()
    page.get_by_role("button", name="Classify").click()
    page.get_by_label("Theme 7").first.check()
    page.get_by_role("button", name="See what will change").click()
    page.get_by_role("button", name="Classify them").click()
    expect(page.get_by_text("4 recommendations classified")).to_be_visible()
    page.get_by_label("All 4 of this list").check()
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_label("Ministry of Justice").check()
    page.get_by_role("button", name="See what will change").click()
    page.get_by_role("button", name="Assign them").click()
    assert Assignment.objects.filter(recommendation__document__mechanism__code="UPR").count() == 4
    window.close()


def test_one_recommendation_from_entry_to_answer(page: Page, sign_in: Any, justice: House) -> None:
    """Features 6, 18, 36: entered by hand, positioned, assigned, and accepted by the institution."""
    sign_in(editor())
    enter_one(page)
    page.get_by_role("link", name="Record a position").click()
    page.get_by_label("Noted").check()
    page.locator("#id_position_source").fill("A/HRC/50/7/Add.1, paragraph 3")
    page.get_by_role("button", name="Save position").click()
    expect(page.locator("#position")).to_contain_text("Noted")
    page.get_by_role("link", name="Assign a lead institution").click()
    page.get_by_label("Ministry of Justice").check()
    page.get_by_role("button", name="See what will change").click()
    page.get_by_role("button", name="Assign them").click()
    expect(page.locator("#assignments")).to_contain_text("Proposed")
    sign_in(justice.focal_point)
    page.reload()
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_label("We take it on").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("#assignments")).to_contain_text("Accepted")


def enter_one(page: Page) -> None:
    page.goto("/en/work/recommendations/new/")
    page.get_by_label("Symbol of the document").fill("CAT/C/XAR/CO/3")
    page.get_by_text("The document is not known yet").click()
    page.get_by_label("Kind of document").select_option("concluding_observations")
    page.get_by_label("Number of the paragraph").fill("21")
    page.get_by_label("Wording in English").fill("The State party should reduce overcrowding.")
    page.get_by_role("button", name="Check before saving").click()
    expect(page.get_by_text("It will carry the reference")).to_be_visible()
    page.get_by_role("button", name="Save the recommendation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("XAR-DOC-3-21")


@pytest.fixture
def pages(register: list[Recommendation], justice: House) -> list[tuple[str, Any]]:
    """Every page of this part of the working area with somebody who may open it."""
    one = register[0]
    asked = assignment(one, justice.institution)
    administrator, secretariat = person(role="administrator"), editor()
    of_editor = [
        "recommendations/", "recommendations/?q=nothing+at+all", f"recommendations/{one.pk}/", f"recommendations/{one.pk}/edit/",
        f"recommendations/{one.pk}/position/", f"recommendations/{one.pk}/split/", "recommendations/new/",
        f"recommendations/classify/?recommendation={one.pk}", f"recommendations/assign/?recommendation={one.pk}",
        "recommendations/assign/list/", "institutions/", f"institutions/{justice.institution.pk}/", "institutions/new/",
        "mechanisms/", "terms/", "terms/themes/", "terms/new/", "more/",
    ]  # fmt: skip
    of_administrator = [
        "people/", "people/new/", f"people/{justice.focal_point.pk}/", f"people/{justice.focal_point.pk}/role/",
        f"people/{justice.focal_point.pk}/access/", f"people/{justice.focal_point.pk}/sees/", "record/?check=1",
        f"institutions/{justice.institution.pk}/appoint/",
    ]  # fmt: skip
    return [
        *((where, secretariat) for where in of_editor),
        *((where, administrator) for where in of_administrator),
        (f"assignments/{asked.pk}/answer/", justice.focal_point),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_accessible_and_fits_a_phone(
    page: Page, sign_in: Any, axe: Any, pages: list[tuple[str, Any]], language: str
) -> None:
    """Feature 124: axe finds nothing on any of these pages, at 1280 px and at 320 px, and none scrolls sideways."""
    for where, who in pages:
        sign_in(who)
        page.goto(f"/{language}/work/{where}")
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where


def test_a_wrong_answer_takes_the_focus_to_the_summary(page: Page, sign_in: Any) -> None:
    """Feature 124: the summary of errors has the focus, says what to do, and leads to the answer."""
    sign_in(editor())
    page.goto("/en/work/recommendations/new/")
    page.get_by_role("button", name="Check before saving").click()
    expect(page).to_have_title("Error: Enter a recommendation – Servanda")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Enter the number of the paragraph").click()
    expect(page.get_by_label("Number of the paragraph")).to_be_focused()


def test_the_pasted_list_travels_unseen_and_whole(page: Page, sign_in: Any, justice: House) -> None:
    """What was pasted comes back line by line when it has to be mended."""
    one = recommendation()
    sign_in(editor())
    page.goto("/en/work/recommendations/assign/list/")
    table = f"{one.reference}\tjustice\nXAR-NONE-1\tjustice"
    page.get_by_label("The list").fill(table)
    page.get_by_role("button", name="See what was understood").click()
    expect(page.get_by_role("heading", name="1 line can be assigned")).to_be_visible()
    assert not page.locator("textarea").count()
    page.get_by_role("button", name="Change the list").click()
    expect(page.get_by_label("The list")).to_have_value(table)


COVERED = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const box = stop.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
  return top !== null && (stop.contains(top) || top.contains(stop)) ? "" : stop.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_bulk_bar_covers_no_stop_of_the_tab_key(page: Page, sign_in: Any, language: str) -> None:
    """Feature 124: with the Tab key alone one always sees where one is, also above the bar that stays in view."""
    paper = document()
    for _ in range(12):
        recommendation(document=paper)
    sign_in(editor())
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto(f"/{language}/work/recommendations/")
    covered, stops = [], 0
    while stops < 100:
        page.keyboard.press("Tab")
        found = page.evaluate(COVERED)
        if found is None:
            break
        stops += 1
        covered += [found] if found else []
    assert stops > 40
    assert covered == []
