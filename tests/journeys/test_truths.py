"""An editor traces a demand, splits a recommendation and records a changed answer in a browser; a visitor reads it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from servanda.recommendations.commands import set_concerns
from servanda.recommendations.models import Recommendation
from tests.factories import document, editor, mechanism, recommendation
from tests.support.browser import Watch, check_accessibility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "Ratify the Convention against Torture and its Optional Protocol, and train the police of every region."


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


@pytest.fixture
def sign_in(context: BrowserContext, watch: Watch) -> Callable[[Any], None]:
    def enter(who: Any) -> None:
        client = Client()
        client.force_login(who)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": watch.own_address}])

    return enter


@pytest.fixture
def twice() -> list[Recommendation]:
    """The same demand in two cycles, the first noted; and a concern before the second."""
    upr = mechanism("UPR", kind="upr", names={"en": "Universal Periodic Review"})
    made = []
    for cycle, year in ((3, 2020), (4, 2025)):
        paper = document(mechanism=upr, cycle=cycle, symbol=f"A/HRC/{year}/9", published_on=date(year, 3, 1))
        concern = recommendation(document=paper, kind="concern", order=1, number="1")
        asked = recommendation(
            document=paper, order=2, number="2", wordings={"en": WORDS}, plain_lines={"en": "Torture"}
        )
        set_concerns(recommendation=asked, concerns=[concern], by=editor())
        made.append(asked)
    return made


def test_a_demand_is_traced_split_and_answered(page: Page, sign_in: Any, twice: list[Recommendation]) -> None:
    """Features 9, 10, 18, 159: from the editor's pages to what everybody reads."""
    first, second = twice
    sign_in(editor())
    page.goto(f"/en/work/recommendations/{second.pk}/")
    page.get_by_role("link", name="Link with earlier and later ones").click()
    check_accessibility(page)
    page.get_by_role("button", name="Accept as a repeat").first.click()
    expect(page.get_by_text(f"{second.reference} linked with {first.reference}")).to_be_visible()
    for one, answer, day in ((first, "noted", "2020-09-01"), (second, "supported", "2025-09-01")):
        page.goto(f"/en/work/recommendations/{one.pk}/position/")
        page.locator(f"input[name=position][value={answer}]").check()
        page.get_by_label("Where it is written").fill("A/HRC/1/Add.1, paragraph 3")
        page.get_by_label("Day of the answer").fill(day)
        page.get_by_role("button", name="Save position").click()
    page.goto(f"/en/work/recommendations/{second.pk}/split/")
    page.get_by_label("Demands, one on each line").fill("Ratify the Convention against Torture\ntrain the police")
    page.get_by_role("button", name="Save parts").click()
    expect(page.get_by_text("Each part can be classified")).to_be_visible()
    page.goto(f"/en/recommendations/{second.reference}/")
    expect(
        page.get_by_text("Asked 2 times since 2020; the answer changed from “noted” to “supported” in 2025.")
    ).to_be_visible()
    page.get_by_role("link", name=f"{second.reference}.b").click()
    expect(page.get_by_text("train the police").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_hold_for_everybody(
    page: Page, sign_in: Any, twice: list[Recommendation], language: str, width: int
) -> None:
    """Features 125, 127, 128: both directions, both widths, no accessibility fault, nothing wider than the screen."""
    from servanda.recommendations.commands import link, set_position, split

    first, second = twice
    link(earlier=first, later=second, kind="supersedes", note="Names the police", by=editor())
    for value in ("noted", "supported"):
        set_position(recommendation=second, position=value, explanations={}, source="Add.1", by=editor())
    split(recommendation=second, parts=["Ratify the Convention against Torture", "train the police"], by=editor())
    sign_in(editor())
    page.set_viewport_size({"width": width, "height": 900})
    work = f"/{language}/work/recommendations"
    for where in (
        f"/{language}/recommendations/{second.reference}/",
        f"/{language}/recommendations/{first.reference}/",
        f"/{language}/recommendations/{second.reference}.a/",
        f"/{language}/recommendations/",
        f"{work}/{second.pk}/",
        f"{work}/{second.pk}/lineage/?q=Torture",
        f"{work}/{second.pk}/position/",
        f"{work}/{second.pk}/split/",
        f"{work}/{second.pk}/concerns/",
        f"{work}/",
    ):
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), where
        check_accessibility(page)
