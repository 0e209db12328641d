"""A token in every text that is not for everybody, and a look at every byte that leaves the server (S2)."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from servanda.accounts.policy import SCOPES
from servanda.implementation.models import Challenge
from servanda.publication.models import Snapshot
from tests.guards.sources import assert_none
from tests.matrix.asking import questions, read, silence
from tests.matrix.expected import expected
from tests.matrix.principals import Principal
from tests.matrix.routes import written_routes
from tests.matrix.world import BEGIN, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TOKEN = re.compile(BEGIN + "[a-z]{8}")
WORKING = (
    "own focal_point",
    "other focal_point",
    "nhri author",
    "editor",
    "publisher",
    "administrator",
    "cso",
    "former focal point",
)
LISTS = (
    "?list=done",
    "?show=all",
    "?group=drafts",
    "?group=review",
    "?group=returned",
    "?group=waiting",
    "?group=done",
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with silence():
        yield


def text_of(response: Any) -> str:
    """Everything of the answer that can be read: headers, and the parts of a spreadsheet."""
    content = read(response)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return f"{response.headers}\n{content.decode(errors='replace')}"


def tokens_at(principal: Principal, addresses: Iterable[str]) -> dict[str, str]:
    """Every token that she meets at these addresses, with the first address."""
    found: dict[str, str] = {}
    for address in dict.fromkeys(addresses):
        for token in TOKEN.findall(text_of(principal.client.get(address))):
            found.setdefault(token, address)
    return found


def leaks(world: World, principal: Principal, found: dict[str, str]) -> list[str]:
    known = {canary.token: canary for canary in world.canaries}
    return [
        f"{principal.label} reads a {known[token].where} at {address}"
        for token, address in found.items()
        if token in known and not known[token].seen_by(principal)
    ]


def open_addresses(world: World, principal: Principal, *, public: bool) -> Iterator[str]:
    """Everything that opens for her by GET; refusals are one page without any content (test_answers.py)."""
    lines = [line for name, line in written_routes().items() if is_public(name) == public]
    for asked in questions(world, lines):
        if asked.principal is principal and asked.method == "GET" and expected(*asked) in ("in", "gone"):
            yield asked.target.address(asked.line.name)


def is_public(name: str) -> bool:
    return name.startswith("portal:")


def more_public_addresses(world: World) -> Iterator[str]:
    """Every version, some days, every page and order of the lists."""
    for kind, public_id, number in Snapshot.objects.values_list("kind", "public_id", "version"):
        if kind == "recommendation":
            yield reverse("portal:version", args=[public_id, number])
    page = reverse("portal:recommendation", args=[world.recommendation.reference])
    yield from (f"{page}?as-of={day}" for day in ("2026-01-01", "2027-01-01", "2999-01-01"))
    search = reverse("portal:search")
    yield from (f"{search}?page={n}" for n in range(1, 4))
    yield from (f"{search}?sort={order}" for order in ("newest", "oldest", "due", "reference"))
    yield from (reverse(f"portal:{name}") + "?page=2" for name in ("documents", "institutions", "indicators"))
    yield "/robots.txt"


def more_working_addresses() -> Iterator[str]:
    for question in LISTS:
        yield reverse("workspace:home") + question
    yield from (f"{reverse('workspace:register')}?needs={need}" for need in ("lead", "decision", "overdue"))
    yield from (f"{reverse('workspace:review')}?kind={kind}" for kind in ("action", "assessment"))


def test_nothing_confidential_is_public(world: World) -> None:
    """All pages, all versions, all files for download, the sitemap: no draft, no internal evidence, no name."""
    stranger = world.principal("nobody")
    found = tokens_at(stranger, [*open_addresses(world, stranger, public=True), *more_public_addresses(world)])
    assert_none(leaks(world, stranger, found))
    assert len(found) > 20, "what is published was not met either: the sweep is blind"


@pytest.mark.parametrize("label", WORKING)
def test_nobody_at_work_reads_what_is_for_others(world: World, label: str) -> None:
    """And what is hers she meets: the sweep is not blind."""
    principal = world.principal(label)
    found = tokens_at(principal, [*open_addresses(world, principal, public=False), *more_working_addresses()])
    assert_none(leaks(world, principal, found))
    if label.startswith("own"):
        hers = {c.token for c in world.canaries if c.seen_by(principal) and "record" in c.where}
        assert len(hers) > 100
        assert hers - set(found) == set()


def test_a_planted_leak_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SCOPES, Challenge, lambda person, rows: rows)
    principal = world.principal("other focal_point")
    page = reverse("workspace:recommendation", args=[world.recommendation.pk])
    assert any("description" in leak for leak in leaks(world, principal, tokens_at(principal, [page])))


def test_searching_for_it_finds_nothing(world: World) -> None:
    """One token of each sort, typed into the public search and its downloads: answered like a word that is nowhere."""
    stranger = world.principal("nobody")
    hidden = {c.where: c.token for c in world.canaries if not c.seen_by(stranger)}
    assert len(hidden) > 15
    nonsense = BEGIN + "q" * 8
    for name in ("portal:search", "portal:search-csv", "portal:search-jsonl"):
        nothing = answer_about(stranger, reverse(name), nonsense)
        assert_none([f"{name}: {w}" for w, t in hidden.items() if answer_about(stranger, reverse(name), t) != nothing])


def answer_about(principal: Principal, address: str, word: str) -> str:
    return text_of(principal.client.get(f"{address}?q={word}")).replace(word, "")


def test_searching_finds_what_is_published(world: World) -> None:
    stranger = world.principal("nobody")
    published = next(c.token for c in world.canaries if c.where == "what_was_done of a record" and c.seen_by(stranger))
    address = reverse("portal:search")
    assert answer_about(stranger, address, published) != answer_about(stranger, address, BEGIN + "q" * 8)
