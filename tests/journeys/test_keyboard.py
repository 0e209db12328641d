"""From a real report of the United Nations to the public page, by nine hands that have only a keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import BrowserContext, Page, expect

from servanda.importers.reference_data import load_reference_data
from servanda.recommendations.models import Recommendation
from tests import factories
from tests.journeys.keyboard import Keyboard
from tests.support.browser import Watch
from tests.support.visits import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPORT = Path("upr_wg_reports") / "pdf" / "ATG_s12_A-HRC-19-5.pdf"
DONE, CHANGED, WHY = "Act 41 of 2025 sets bail to means.", "312 people are free.", "Our visits found fewer people."
PRIMARY = "main form:not(.quick) .buttons button.button:not(.quiet, .risk)"


@pytest.fixture(autouse=True)
def _deployment(settings: Any, tmp_path: Path) -> None:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES_DIR = tmp_path


@pytest.fixture
def house(live_server: Any) -> factories.House:
    load_reference_data(by=factories.operator())
    return factories.House(
        code="justice", names={"en": "Ministry of Justice", "es": "Ministerio de Justicia", "ar": "وزارة العدل"}
    )


@pytest.fixture
def sits_down(context: BrowserContext, page: Page, watch: Watch) -> Callable[[Any], Keyboard]:
    """A person's session in the one window. `None`: a visitor."""

    def sit_down(person: Any) -> Keyboard:
        context.clear_cookies()
        if person:
            name = django_settings.SESSION_COOKIE_NAME
            value = client_of(person).cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": watch.own_address}])
        return Keyboard(page)

    return sit_down


def take_in(her: Keyboard, file: Path) -> None:
    """Through the four steps of the intake; what the reader doubts is looked at one by one."""
    her.follow('a[href$="/work/more/"]', "**/more/")
    her.follow('main a[href$="/work/intake/"]', "**/intake/")
    her.follow('main a[href$="/intake/upload/"]', "**/upload/")
    her.attach("input[type=file]", file)
    her.follow(PRIMARY, "**/document/")
    her.follow(PRIMARY, "**/recommendations/")
    her.follow('form[action$="/all-right/"] button', "**/recommendations/**")
    if her.page.locator('main a.button[href*="/intake/items/"]').count():
        her.follow('main a.button[href*="/intake/items/"]', "**/items/**")
    while "/intake/items/" in her.page.url:
        her.follow(".bulk-bar button[form=decide]", "**")
    if not her.page.url.endswith("/confirm/"):
        her.follow('main a[href$="/confirm/"]', "**/confirm/")
    her.follow(PRIMARY, "**/done/")


def classify_the_first(her: Keyboard) -> Recommendation:
    her.follow('main a[href*="/work/recommendations/?"]', "**/work/recommendations/?**")
    her.tick("main input[data-pick]")
    one = Recommendation.objects.get(pk=her.page.evaluate("document.activeElement.value"))
    her.follow(".bulk-actions button.quiet", "**/classify/**")
    her.tick("main input[name=add]")
    her.follow(PRIMARY, "**/classify/**")
    her.follow("main button[name=do]", "**/work/recommendations/**")
    assert one.classifications.exists()
    return one


def assign_the_first(her: Keyboard) -> None:
    her.tick("main input[data-pick]")
    her.follow(".bulk-actions button:not(.quiet)", "**/assign/**")
    her.tick("main input[name=institution]")
    her.write("main input[name=due_on]", "06062031")  # the same day wherever the month comes first
    her.follow(PRIMARY, "**/assign/**")
    her.follow("main button[name=do]", "**/work/recommendations/**")


def answer(his: Keyboard) -> None:
    his.follow('main a[href*="/answer/"]', "**/answer/**")
    his.choose_radio("answer", "accept")
    his.follow(PRIMARY, "**/work/**")


def report(his: Keyboard) -> None:
    his.follow('a[href$="/work/"]', "**/work/")
    his.follow('main .row a[href*="/work/report/"]', "**/report/**")
    his.write("textarea[name=what_was_done]", DONE)
    his.write("textarea[name=what_changed]", CHANGED)
    his.write("textarea[name=what_is_missing]", "Two regions.")
    his.follow("main button[name=check]", "**/check/")
    his.follow('main form[action*="/submit/"] button', "**/updates/**")


def assess(his: Keyboard) -> None:
    his.follow('main a[href*="/work/assess/?"]', "**/assess/**")
    his.choose_radio("level", "in_progress_limited")
    his.write("textarea[name=reasoning]", WHY)
    his.write("main input[type=url]", "https://gazette.example/41")
    his.follow("main button[name=save]", "**/assessments/**")
    his.follow('main form[action*="/submit/"] button', "**/assessments/**")


def decide(her: Keyboard, language: str, kind: str, verb: str) -> None:
    """From the queue to the decision. Only publishing asks once more."""
    her.page.goto(f"/{language}/work/review/")
    her.follow(f'main a[href*="/review/{kind}/"]', f"**/review/{kind}/**")
    if verb == "publish":
        her.follow('main a[href*="/publish/"]', "**/publish/**")
        her.follow(PRIMARY, "**/work/review/")
    else:
        her.follow(f'main form[action*="/{verb}/"] button', "**/work/review/")


def find_in_public(visitor: Keyboard, language: str, one: Recommendation) -> None:
    visitor.page.goto(f"/{language}/")
    visitor.write(".hero input[name=q]", one.reference)
    with visitor.page.expect_navigation():
        visitor.press("Enter")
    visitor.follow(f'main .row a[href*="/recommendations/{one.reference}/"]', f"**/{one.reference}/")
    main = visitor.page.get_by_role("main")
    for text in (DONE, CHANGED, WHY):
        expect(main).to_contain_text(text)


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_the_main_job_by_keyboard(
    data: Path, house: factories.House, sits_down: Any, page: Page, language: str
) -> None:
    """Features 7, 35, 36, 50, 55, 60, 78, 124: read, checked, classified, assigned, taken on, reported, approved, accepted,
    published and assessed, then found by a visitor; the focus is seen at every stop."""
    editor, second, publisher = factories.editor(), factories.person(role="secretariat_editor"), factories.publisher()
    page.set_default_timeout(120_000)  # ninety recommendations of a real report, on a busy machine
    her = sits_down(editor)
    page.goto(f"/{language}/work/")
    take_in(her, data / REPORT)
    one = classify_the_first(her)
    assign_the_first(her)
    his = sits_down(house.focal_point)
    page.goto(f"/{language}/work/")
    answer(his)
    report(his)
    reviewers = [(house.validating_authority, "approve"), (second, "accept"), (publisher, "publish")]
    for person, verb in reviewers:
        decide(sits_down(person), language, "update", verb)
    his = sits_down(house.focal_point)
    page.goto(f"/{language}/work/recommendations/{one.pk}/")
    assess(his)
    for person, verb in reviewers:
        decide(sits_down(person), language, "assessment", verb)
    find_in_public(sits_down(None), language, one)


def test_a_stop_that_cannot_be_seen_is_found(page: Page) -> None:
    """The journey is no green zero: a control without an outline, and one under a bar, are told."""
    page.set_content("<button style='outline: none'>One</button>")
    with pytest.raises(AssertionError, match="no outline"):
        Keyboard(page).to("input")
    page.set_content("<button>One</button><div style='position: fixed; inset: 0; background: white'>A bar</div>")
    with pytest.raises(AssertionError, match="covered"):
        Keyboard(page).to("input")
