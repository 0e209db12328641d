"""The page of a recommendation: what it says, and what it said."""

from datetime import UTC, datetime

import pytest

from servanda.core import clock
from servanda.publication.commands import withdraw_snapshots
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import edit_facts, set_position
from tests.factories import (
    Commission,
    House,
    action,
    assessment,
    assignment,
    editor,
    link_as_evidence,
    published,
    recommendation,
    update,
)
from tests.portal.samples import payload, publish

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (1, 2, 3))


@pytest.fixture
def three_versions() -> str:
    """A recommendation with a version in each of January, February and March. Its reference."""
    with clock.at(FIRST):
        asked = recommendation(wordings={"en": "Close the old prison of Valdoro.", "es": "Cierre la prisión vieja."})
    with clock.at(SECOND):
        edit_facts(recommendation=asked, plain_lines={"en": "Shut the jail of Valdoro"}, by=editor())
    with clock.at(THIRD):
        set_position(
            recommendation=asked,
            position="noted",
            explanations={"en": "The building is protected."},
            source="A/61/93/Add.1",
            by=editor(),
        )
    return asked.reference


def test_everything_published_is_on_it(read, client) -> None:
    """Features 96 and 97: without an account, at an address that stays."""
    house, commission = House(), Commission()
    asked = recommendation(
        number="21", page=6, wordings={"en": "Close the old prison."}, states=[{"iso3": "URY", "name": "Uruguay"}]
    )
    assignment(asked, house.institution, accepted_by=house.focal_point)
    law = published(action(house, answers=[asked], title="Act 41 on bail"), house)
    told = update(house, action=law, what_was_done="Judges were trained.", what_changed="312 people went home.")
    link_as_evidence(told, house.focal_point, url="https://gazette.example/act-41")
    published(told, house)
    published(assessment(house.focal_point, house.institution, of=asked, reasoning="Half of it is done."), house)
    page = read(f"/en/recommendations/{asked.reference}/")
    for words in (
        "Close the old prison.",
        asked.document.symbol,
        "paragraph 21",
        "page 6",
        "Uruguay",
        "Act 41 on bail",
        "Judges were trained.",
        "312 people went home.",
        "Half of it is done.",
        "In progress, limited",
        str(house.institution),
        "Cite this page",
    ):
        assert words in page.text, words
    assert "has not published an assessment" in page.text, commission
    assert "https://gazette.example/act-41" in page.links
    assert f"/en/institutions/{house.institution.code}/" in page.links
    assert f"/en/actions/{law.code}/" in page.links
    assert f"/en/documents/{asked.document.pk}/" in page.links


def test_without_a_plain_line_it_is_named_by_its_place(read) -> None:
    publish([payload("XAR-CAT-3-21", "A very long text of the committee.")])
    assert "Recommendation 21 of CAT/C/XAR/CO/3" in read("/en/recommendations/XAR-CAT-3-21/").text


def test_a_text_is_marked_with_its_language(client) -> None:
    publish([payload(recommendation={"plain_lines": {"ar": "أغلقوا السجن"}})])
    html = client.get("/fr/recommendations/XAR-CAT-3-21/").content.decode()
    assert '<h1 lang="ar" dir="auto">' in html
    assert '<blockquote class="said" lang="en" dir="auto">' in html


@pytest.mark.parametrize("typed", ["xar-cat-3-21", "XAR-cat-3-21"])
def test_a_reference_in_another_case_leads_to_the_right_one(client, typed: str) -> None:
    publish([payload("XAR-CAT-3-21")])
    response = client.get(f"/en/recommendations/{typed}/?as-of=2026-11-01")
    assert (response.status_code, response["Location"]) == (301, "/en/recommendations/XAR-CAT-3-21/?as-of=2026-11-01")
    assert (
        client.get(f"/en/recommendations/{typed}/versions/1/")["Location"]
        == "/en/recommendations/XAR-CAT-3-21/versions/1/"
    )


def test_what_was_never_published_does_not_exist(client) -> None:
    assert client.get("/en/recommendations/XAR-CAT-3-99/").status_code == 404


def test_each_version_has_its_address_and_says_what_it_changed(read, three_versions: str) -> None:
    base = f"/en/recommendations/{three_versions}/"
    assert "Shut the jail" not in read(f"{base}versions/1/").text
    second = read(f"{base}versions/2/").text
    assert "Version 2, published 10 February 2026" in second
    assert "What this version changed Plain line Shut the jail of Valdoro" in second
    history = read(f"{base}versions/").text
    for words in ("Version 3", "Position", "Noted", "The building is protected.", "Version 1", "First published."):
        assert words in history, words
    assert history.index("Version 3") < history.index("Version 1")


def test_a_version_that_is_not_there(client, three_versions: str) -> None:
    assert client.get(f"/en/recommendations/{three_versions}/versions/9/").status_code == 404


@pytest.mark.parametrize(
    ("day", "version", "says"),
    [
        ("2026-01-10", 1, "See the newest version"),
        ("2026-02-09", 1, ""),
        ("2026-02-10", 2, ""),
        ("2026-12-31", 3, "It has not changed since."),
    ],
)
def test_as_it_stood_on_a_day(read, three_versions: str, day: str, version: int, says: str) -> None:
    text = read(f"/en/recommendations/{three_versions}/?as-of={day}").text
    assert f"version {version}, published" in text
    assert says in text


def test_before_the_first_version_nothing_stood_there(read, three_versions: str) -> None:
    text = read(f"/en/recommendations/{three_versions}/?as-of=2025-12-31", status=404).text
    assert "first published on 10 January 2026" in text
    assert "Valdoro" not in text


@pytest.mark.parametrize("day", ["yesterday", "2026-02-31", "2026"])
def test_a_day_that_cannot_be_read_is_said(read, three_versions: str, day: str) -> None:
    assert "This day could not be read" in read(f"/en/recommendations/{three_versions}/?as-of={day}").text


@pytest.mark.parametrize("address", ["", "versions/", "versions/1/", "?as-of=2026-01-20"])
def test_a_withdrawn_one_says_so_and_shows_nothing(read, three_versions: str, address: str) -> None:
    withdraw_snapshots(kind="recommendation", public_id=three_versions, reason="A name of a victim stood in it.")
    text = read(f"/en/recommendations/{three_versions}/{address}", status=410).text
    assert "A name of a victim stood in it." in text
    assert "Close the old prison" not in text
    assert "protected" not in text


def test_one_withdrawn_version_is_shown_no_more(read, client, three_versions: str) -> None:
    Snapshot.objects.filter(version=2).update(withdrawn_at="2026-04-01T12:00Z", withdrawn_reason="A number was wrong.")
    base = f"/en/recommendations/{three_versions}/"
    assert "A number was wrong." in read(f"{base}versions/2/", status=410).text
    assert "A number was wrong." in read(f"{base}?as-of=2026-02-20", status=410).text
    assert "Withdrawn on 1 April 2026 : A number was wrong." in read(f"{base}versions/").text
    assert "Shut the jail" in read(base).text, "the third version has it too"
    assert client.get(f"{base}versions/1/").status_code == 200


def test_both_voices_stand_side_by_side(read) -> None:
    """Two voices, two records: each with its own level, words and day; none is averaged."""
    sections = {
        "assessments": [
            assessed("state", "implemented", "All is done.", "2026-09-30"),
            assessed("state", "not_started", "Nothing yet.", "2024-09-30"),
            assessed("nhri", "regressed", "It is worse.", "2026-10-12"),
        ]
    }
    publish([payload(**sections)])
    text = read("/en/recommendations/XAR-CAT-3-21/").text
    for words in (
        "The State Implemented All is done.",
        "Human rights institution Regressed It is worse.",
        "Earlier assessments",
        "Nothing yet.",
    ):
        assert words in text, words


def assessed(assessor: str, level: str, reasoning: str, as_of: str) -> dict:
    from tests.portal.samples import assessment as sample

    return sample(level, assessor, reasoning=reasoning, as_of=as_of)


def test_unchanged_pages_are_not_sent_again(client) -> None:
    publish([payload()])
    first = client.get("/en/recommendations/XAR-CAT-3-21/")
    assert client.get("/en/recommendations/XAR-CAT-3-21/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/fr/recommendations/XAR-CAT-3-21/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    Snapshot.objects.update(digest="f" * 64)
    assert client.get("/en/recommendations/XAR-CAT-3-21/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_machines_read_it_too(client) -> None:
    publish([payload(text='Stop </script><script>alert("x")</script> & go')])
    html = client.get("/en/recommendations/XAR-CAT-3-21/").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/recommendations/XAR-CAT-3-21/">' in html
    assert (
        '<link rel="alternate" hreflang="zh-Hans" href="http://testserver/zh-hans/recommendations/XAR-CAT-3-21/">'
        in html
    )
    assert html.count("<script") == 1
    assert "\\u003C/script\\u003E" in html
