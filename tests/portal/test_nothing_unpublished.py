"""A word planted in everything that isn't published stands on no public page, in no file, in no index.

The control: the same word in what is published is found by the same eyes, so they do see.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from servanda.core.search import search
from servanda.portal.urls import urlpatterns
from servanda.publication.models import Snapshot
from tests.factories import (
    Commission,
    House,
    action,
    assessment,
    assignment,
    challenge,
    indicator,
    institution,
    link_as_evidence,
    moved,
    recommendation,
    update,
    value,
)

pytestmark = pytest.mark.django_db
WORD = "xanthippe7"
STATES = ["draft", "submitted", "approved", "accepted", "returned", "withdrawn"]


@pytest.fixture
def house() -> House:
    return House()


def plant(house: House, state: str) -> None:
    """The word in every text of every kind of record, each in this state, all about one published recommendation."""
    asked = recommendation()
    told = {name: f"{WORD} {name}" for name in ("what_was_done", "what_changed", "what_is_missing")}
    made = [
        action(house, answers=[asked], title=f"{WORD} title", description=WORD, legal_reference=WORD, partners=WORD),
        update(house, recommendation=asked, **told),
        challenge(house, recommendation=asked, description=WORD, who_can_lift_it=WORD),
        value(house, indicator=indicator(), number=None, missing_because=WORD, source=WORD),
        assessment(house.focal_point, house.institution, of=asked, reasoning=WORD),
    ]
    for record in made:
        moved(record, house, to=state)


def plant_what_is_never_public(house: House) -> None:
    """The NHRI's draft, internal evidence of something published, a refused task, people's names."""
    commission, asked = Commission(), recommendation()
    assessment(commission.author, commission.institution, assessor="nhri", of=asked, reasoning=WORD)
    told = update(house, recommendation=asked)
    link_as_evidence(told, house.focal_point, visibility="internal", url=f"https://intranet.example/{WORD}")
    moved(told, house, to="published")
    assignment(asked, institution(code="other", names={"en": f"Ministry {WORD}-not-accepted"}))


def everything_public(client: Client) -> Iterator[tuple[str, bytes]]:
    """Every public address with what it answers, in all its forms, also with the word as a question."""
    known = {
        kind: Snapshot.objects.filter(kind=kind).values_list("public_id", flat=True).distinct()
        for kind in ("recommendation", "action", "institution", "document", "indicator", "treaty")
    }
    for pattern in urlpatterns:
        for arguments in arguments_of(str(pattern.name), known):
            url = reverse(f"portal:{pattern.name}", args=arguments)
            yield url, content_of(client, url)
    for public_id in known["recommendation"]:
        for snapshot in Snapshot.objects.filter(public_id=public_id):
            url = reverse("portal:version", args=[public_id, snapshot.version])
            yield url, content_of(client, url)


def arguments_of(name: str, known: dict) -> list[list[str]]:
    if name == "version":
        return []
    if name == "versions":
        return [[public_id] for public_id in known["recommendation"]]
    return [[public_id] for public_id in known[name]] if name in known else [[]]


def content_of(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code in (200, 410), url
    return b"".join(response.streaming_content) if response.streaming else response.content


def seen(client: Client) -> list[str]:
    return [url for url, content in everything_public(client) if WORD.encode() in content]


@pytest.mark.parametrize("state", [state for state in STATES if state != "withdrawn"])
def test_what_is_on_its_way_is_nowhere(client: Client, house: House, state: str) -> None:
    """Feature 96: only what is published can be read; a draft can't leak, whatever its state."""
    plant(house, state)
    assert seen(client) == []
    assert search(WORD).count == 0


def test_what_is_never_public_is_nowhere(client: Client, house: House) -> None:
    plant_what_is_never_public(house)
    assert [url for url in seen(client) if "/institutions/" not in url] == [], "but the institution itself is published"
    assert search(WORD).count == 0


def test_no_person_is_named(client: Client, house: House) -> None:
    plant(house, "published")
    names = [
        house.focal_point.email.encode(),
        house.focal_point.family_name.encode(),
        house.validating_authority.family_name.encode(),
    ]
    assert [url for url, content in everything_public(client) if any(name in content for name in names)] == []


def test_the_same_eyes_see_what_is_published(client: Client, house: House) -> None:
    """The control: published, the word is on pages of every kind, in each file but the map, and in the index."""
    plant(house, "published")
    found = seen(client)
    for part in ("/en/recommendations/XAR", "/en/actions/", "/en/institutions/", "/en/indicators/", "/versions/"):
        assert any(part in url for url in found), part
    assert search(WORD).count == 1


def test_a_planted_snapshot_is_seen_in_the_files(client: Client, house: House) -> None:
    recommendation(wordings={"en": f"The State should {WORD}."})
    found = seen(client)
    for name in ("search", "search-csv", "search-jsonl"):
        assert reverse(f"portal:{name}") in found


def test_the_word_as_a_question_finds_nothing(client: Client, house: House, read: Callable) -> None:
    plant(house, "submitted")
    assert f"0 recommendations of {search('').total}" in read(f"/en/recommendations/?q={WORD}").text
