"""Every page that each role may enter, in three languages, on a phone and on a desk."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import BrowserContext, Page

from tests.guards.sources import assert_none
from tests.journeys import walking
from tests.journeys.walking import EXCUSED, LANGUAGES, ROLES, WIDTHS, Visit
from tests.matrix.principals import Principal
from tests.matrix.routes import written_routes
from tests.matrix.world import World
from tests.support.browser import Watch, broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, settings: Any, tmp_path: Path) -> World:
    settings.SECOND_FACTOR = "optional"
    settings.FILES_DIR = tmp_path
    return World()


class Walk:
    """Opens pages as somebody, and keeps what was wrong with them and how many were looked at."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page, self.watch = page, watch
        self.faults: list[str] = []
        self.seen: set[tuple[str, str, int]] = set()
        self.opened = self.looked_at = 0
        self.english: dict[str, list[str]] = {}
        self.content = set(walking.content_without_language())

    def open(self, visit: Visit, language: str, looks: Iterable[int] = WIDTHS) -> None:
        """One page in one language: what its markup says, how wide it is, and at the widths of `looks` the rules of axe."""
        address = visit.target.address(visit.line.name).replace("/en/", f"/{language}/", 1)
        self._become(visit.principal)
        self.page.goto(address)
        self.opened += 1
        language = urlsplit(self.page.url).path.split("/")[1]  # who is signed in already is led to her own
        facts = self.page.evaluate(walking.FACTS)
        found = walking.faults_of_page(facts, language) + self._untranslated(visit, language, facts["texts"])
        found += self._at_each_width(visit, language, facts["markup"], set(looks))
        self.faults += [f"{language} {visit} {address}: {fault}" for fault in [*found, *self.watch.faults]]
        self.watch.faults.clear()

    def _become(self, principal: Principal) -> None:
        name = django_settings.SESSION_COOKIE_NAME
        self.page.context.clear_cookies()
        if name in principal.client.cookies:
            value = principal.client.cookies[name].value
            self.page.context.add_cookies([{"name": name, "value": value, "url": self.watch.own_address}])

    def _at_each_width(self, visit: Visit, language: str, markup: str, looks: set[int]) -> list[str]:
        """A page that another role got letter for letter, but for the name of the person, is not looked at again."""
        plain = markup.replace(str(visit.principal.person), "NAME")
        found: list[str] = []
        for width in WIDTHS:
            if (language, plain, width) not in self.seen:
                self.seen.add((language, plain, width))
                found += walking.too_wide(self.page, width)
                found += self._broken_rules(width) if width in looks else []
        return found

    def _broken_rules(self, width: int) -> list[str]:
        self.looked_at += 1
        return [f"at {width}: {rule}" for rule in broken_rules(self.page)]

    def _untranslated(self, visit: Visit, language: str, texts: list[str]) -> list[str]:
        """The page in English comes first."""
        if language == "en" and str(visit) not in self.english:
            self.english = {str(visit): texts}
        if language == "en":
            return []
        left = walking.left_in_english(self.english[str(visit)], texts, self.content)
        return [f"left in English: {text}" for text in sorted(left)]


@pytest.fixture
def walk(world: World, context: BrowserContext, page: Page, watch: Watch) -> Walk:
    return Walk(page, watch)


def test_every_route_is_walked_or_excused(world: World) -> None:
    """A new page cannot be forgotten: it is walked by somebody, or stands in EXCUSED with its reason."""
    pages = {name for name, line in written_routes().items() if line.read != "no"}
    walked = {visit.line.name for visit in walking.visits(world)}
    assert pages - walked - set(EXCUSED) == set()
    assert set(EXCUSED) - pages == set()
    assert {visit.principal.label for visit in walking.visits(world)} == set(ROLES)


def test_every_page_once(world: World, walk: Walk) -> None:
    """Features 118, 124: each page in three languages and at both widths, by the roles in turn; the rules of axe at one of
    the six."""
    pages = walking.one_each(list(walking.visits(world)))
    combinations = [(language, width) for language in LANGUAGES for width in WIDTHS]
    for turn, visit in enumerate(pages):
        chosen, width = combinations[turn % len(combinations)]
        for language in LANGUAGES:
            walk.open(visit, language, [width] if language == chosen else [])
    assert_none(walk.faults)
    assert walk.opened >= 3 * 100
    assert walk.looked_at >= 100


@pytest.mark.whole
@pytest.mark.slow
@pytest.mark.parametrize("label", ROLES)
def test_every_page_by_every_role(world: World, walk: Walk, label: str) -> None:
    """Features 118, 124: every page that the role may enter, in three languages, at both widths, by all rules of axe."""
    for visit in walking.visits(world):
        if visit.principal.label == label:
            for language in LANGUAGES:
                walk.open(visit, language)
    assert_none(walk.faults)


PLANTED = """<html lang="en" dir="ltr"><title>Planted</title><body><main><h1>One</h1><h1>Two</h1>
<p style="width: 2000px">A sentence of ours and <bdi>Words of others</bdi></p><p lang="en">A sentence of theirs</p>
<p>Ana Prueba</p><img src="data:,"></main></body></html>"""


def test_planted_faults_are_found(page: Page) -> None:
    """The walk is no green zero: a page that has every fault is told every one."""
    page.set_content(PLANTED)
    facts = page.evaluate(walking.FACTS)
    assert walking.faults_of_page(facts, "ar") == ["2 headings of the first level", "says lang=en dir=ltr"]
    assert walking.faults_of_page(facts | {"h1": 1}, "en") == []
    assert walking.left_in_english(facts["texts"], facts["texts"], {"Ana Prueba"}) == {"A sentence of ours and"}
    assert "wider than 320: 20" in walking.too_wide(page, 320)[0]
    assert any(rule.startswith("image-alt") for rule in broken_rules(page))
