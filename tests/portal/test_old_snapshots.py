"""Snapshots are never rewritten: what was published before the line, the parts and the history of answers were in them reads
as before, everywhere."""

import pytest

from servanda.portal.changes import changes
from tests.portal.samples import old_payload, payload, publish

pytestmark = pytest.mark.django_db
NEW_SECTIONS = {"lineage", "concerns", "part_institutions", "part_levels"}


def test_the_old_shape_is_the_old_one() -> None:
    assert NEW_SECTIONS.isdisjoint(old_payload())
    assert payload().keys() >= NEW_SECTIONS


@pytest.mark.parametrize("where", ["", "versions/", "versions/1/", "?as-of=2026-11-01"])
def test_an_old_snapshot_is_read_on_every_page(read, where: str) -> None:
    """Features 97, 153: no address breaks when a snapshot learns to say more."""
    publish(
        [old_payload(recommendation={"parts": [{"letter": "a", "text": "act"}], "states": [{"iso3": "", "name": "X"}]})]
    )
    page = read(f"/en/recommendations/XAR-CAT-3-21/{where}")
    assert "XAR-CAT-3-21" in page.text


def test_an_old_snapshot_is_found_counted_and_downloaded(client) -> None:
    publish([old_payload(), payload("XAR-CAT-3-22")])
    assert "2 recommendations" in client.get("/en/recommendations/?line=current").content.decode()
    for extension in ("csv", "jsonl", "xlsx"):
        file = client.get(f"/en/recommendations.{extension}")
        assert file.status_code == 200
        assert b"".join(file.streaming_content)


def test_nothing_changed_between_the_same_told_in_the_old_and_the_new_shape() -> None:
    assert changes(old_payload(), payload()) == []
