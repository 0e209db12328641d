"""What somebody writes is shown, never run: hostile texts in every field, on every page, and in the address (S11)."""

import itertools
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.guards.sources import assert_none
from tests.matrix.asking import questions, read, silence
from tests.matrix.expected import expected
from tests.matrix.principals import Principal
from tests.matrix.world import World

HOSTILE = [
    "<script>xss9k()</script>",
    '"><img src=x onerror=xss9k()>',
    "'><svg onload=xss9k()>",
    "</textarea><script>xss9k()</script>",
    "</title><script>xss9k()</script>",
    "</script><script>xss9k()</script>",
    '<a href="javascript:xss9k()">x</a>',
    "javascript:xss9k()",
    '" autofocus onfocus=xss9k() x="',
    "' onmouseover='xss9k()",
    "{{ 7|add:7 }}{% xss9k %}",
    "<iframe srcdoc='<script>xss9k()</script>'></iframe>",
    "<!--><script>xss9k()</script>-->",
    "&lt;script&gt;xss9k()&lt;/script&gt;",
    "<style>@import 'xss9k'</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=xss9k()>",
    "\u202e\u2066<script>xss9k()</script>\u0000",
]
STORED = [text.replace("\0", "") for text in HOSTILE]  # no form takes a NUL, and PostgreSQL keeps none
FORBIDDEN_TAGS = {"iframe", "math", "mtext", "mglyph", "style", "object", "embed", "base", "applet", "frame"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "hx-get", "hx-post"}


class PageReader(HTMLParser):
    """Reads a page as a browser would and keeps what a foreign text could have put there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.inside = f"script {given.get('type', '')}" if tag == "script" else ""
        if tag in FORBIDDEN_TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("srcdoc", "style"):
                self.faults.append(f"{name} on <{tag}>")
            if name in ADDRESSES and (value or "").strip().lower().startswith(("javascript:", "data:text", "x")):
                self.faults.append(f"{name}={value} on <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside.startswith("script") and "xss9k" in data and ("json" not in self.inside or "<" in data):
            self.faults.append(f"in a {self.inside}")
        if "14{% xss9k" in data:
            self.faults.append("a text was taken for a template")


class HostileWorld(World):
    """The same world, with two hostile texts behind every token, so that each field of a kind meets each of them."""

    def __init__(self) -> None:
        self._texts = itertools.count()
        super().__init__()

    def hide(self, where: str, seen_by: Callable[[Principal], bool]) -> str:
        made = super().hide(where, seen_by)
        n = next(self._texts)
        one, another = STORED[n % len(STORED)], STORED[(n * 5 + 3) % len(STORED)]
        if where.startswith("address"):
            return made
        return f"{made} {one}" if where.startswith("name") else f"{made} {one} {another}"  # a name holds 100 characters

    def _recommendation(self, **fields: Any) -> Any:
        text = " ".join(STORED)
        given = {"wordings": {"en": f"The State should {text}."}, "plain_lines": {"en": text[:200]}} | fields
        return super()._recommendation(**given)


@pytest.fixture(scope="module")
def hostile(django_db_setup: None, django_db_blocker: Any) -> Iterator[HostileWorld]:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic(), silence():
        factories_with_hostile_names = pytest.MonkeyPatch()
        original = factories.institution
        factories_with_hostile_names.setattr(
            factories,
            "institution",
            lambda **f: original(**({"names": {"en": " ".join(HOSTILE[:6])}, "short_name": HOSTILE[1][:20]} | f)),
        )
        yield HostileWorld()
        factories_with_hostile_names.undo()
        transaction.set_rollback(True)


def faults_of(html: str) -> list[str]:
    return PageReader(html).faults


@pytest.mark.parametrize("text", [t for t in HOSTILE if "<" in t and "&lt;" not in t and "<!--" not in t])
def test_an_unescaped_text_is_found(text: str) -> None:
    """The reader of pages is not blind."""
    assert faults_of(f"<!doctype html><p>{text}</p>")


@pytest.mark.parametrize("text", [t for t in HOSTILE if t[0] in "\"'" or t.startswith("javascript:")])
def test_a_text_that_leaves_its_attribute_is_found(text: str) -> None:
    quote = "'" if text[0] == "'" else '"'
    assert faults_of(f"<!doctype html><a href={quote}{text}{quote}>x</a>")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("label", ["nobody", "own focal_point", "editor", "administrator"])
def test_no_page_runs_what_somebody_wrote(hostile: HostileWorld, label: str) -> None:
    """Every page that opens for her, with hostile texts in every field of everything it shows."""
    principal, faults, met, seen = hostile.principal(label), [], 0, set()
    with silence():
        for asked in questions(hostile):
            if asked.principal is not principal or asked.method != "GET" or expected(*asked) != "in":
                continue
            address = asked.target.address(asked.line.name)
            response = principal.client.get(address)
            if address in seen or "html" not in response.headers.get("Content-Type", ""):
                read(response)
                continue
            seen.add(address)
            html = read(response).decode()
            met += "xss9k" in html
            faults += [f"{asked}: {fault}" for fault in faults_of(html)]
    assert_none(faults)
    assert met > 5, "no page showed a hostile text: nothing was tested"


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_what_stands_in_the_address_is_not_run(text: str, settings: Any) -> None:
    """Search words, filters, days, places to go back to, and addresses that do not exist."""
    settings.SECOND_FACTOR = "optional"
    client = Client()
    client.force_login(factories.editor())
    names = (
        "portal:search portal:progress portal:documents portal:institutions portal:indicators account_login workspace:register "
        "workspace:home workspace:review implementation:actions indicators:list institutions:list importers:list"
    ).split()
    questions_of_address = (
        "q status mechanism sort order page next as-of group kind list show branch type needs lead progress late mine role"
    ).split()
    given = dict.fromkeys(questions_of_address, text)
    with silence():
        pages = [client.get(reverse(name), {"q": text}) for name in names] + [
            client.get(reverse(name), given) for name in names
        ]
        pages += [
            client.get(f"/en/{text}/"),
            client.get(f"/en/recommendations/{text}/"),
            Client().get(reverse("account_login"), given),
        ]
    for page in pages:
        assert page.status_code < 500
        assert faults_of(page.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "javascript:xss9k()",
        "JaVaScRiPt:xss9k()",
        "data:text/html,x",
        "vbscript:x",
        " javascript:x",
    ],
)
def test_a_link_of_evidence_is_a_web_address(url: str, settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    house = factories.House()
    draft = factories.update(house)
    client = Client()
    client.force_login(house.focal_point)
    where = reverse("implementation:evidence-add", args=["update", draft.pk])
    assert client.post(where, {"url": url, "visibility": "public"}).status_code == 422
    assert not draft.evidence.exists()
