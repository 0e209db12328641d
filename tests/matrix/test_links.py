"""What a page offers may be entered: every link that a role meets on any of its pages leads somewhere for that role."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests.guards.sources import assert_none
from tests.journeys.walking import ROLES, Visit, visits
from tests.matrix.asking import read, silence
from tests.matrix.principals import Principal
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINK = re.compile(r'<a [^>]*href="([^"#]+)')
TOLD = (409, 410)  # a page that says that somebody was first, or that it was withdrawn, and what to do
IN_ENGLISH = re.compile(r"^/en/")  # the other languages have the same pages


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with silence():
        yield


def links_on(visit: Visit) -> set[str]:
    """Addresses on our own host that the page links to, without the place on the page."""
    address = visit.target.address(visit.line.name)
    answer = visit.principal.client.get(address)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    found = {urljoin(address, unescape(link)) for link in LINK.findall(read(answer).decode())}
    return {link for link in found if not urlsplit(link).netloc and IN_ENGLISH.match(link)}


def dead_ends(principal: Principal, walked: list[Visit]) -> list[str]:
    """Each link once, with the page on which it was met first."""
    met: dict[str, Visit] = {}
    for visit in walked:
        for link in links_on(visit):
            met.setdefault(link, visit)
    answers = {link: principal.client.get(link) for link in met}
    found = {
        link: answer.status_code for link, answer in answers.items() if not read(answer) or answer.status_code >= 400
    }
    return [
        f"{link}: {status}, on {met[link]}" for link, status in found.items() if status >= 400 and status not in TOLD
    ]


@pytest.mark.parametrize("label", ROLES)
def test_no_page_offers_what_may_not_be_entered(world: World, label: str) -> None:
    """Features 113, 124: no link answers 403, 404 or worse."""
    walked = [visit for visit in visits(world) if visit.principal.label == label]
    assert_none(dead_ends(world.principal(label), walked))


def test_a_planted_link_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator may not read the register."""
    monkeypatch.setattr("servanda.core.context._offered", lambda request, name: "/en/work/recommendations/")
    walked = [visit for visit in visits(world) if visit.principal.label == "administrator"][:25]
    assert any("/en/work/recommendations/: 403" in end for end in dead_ends(world.principal("administrator"), walked))
