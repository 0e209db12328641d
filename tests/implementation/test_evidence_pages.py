"""Evidence: added to a record, seen by who may, taken away without being lost."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from servanda.implementation.models import Evidence
from tests import factories
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%"


@pytest.fixture
def house() -> factories.House:
    return factories.House()


def add(person: Any, kind: str, item: Any, **values: Any) -> Any:
    return client_of(person).post(address("implementation:evidence-add", kind, item.pk), values)


def opened(person: Any, evidence: Evidence) -> int:
    """What the one download view answers."""
    response = client_of(person).get(address("documents:download", evidence.file_id))
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, the file is closed
    return response.status_code


def with_file(house: factories.House, visibility: str = "internal") -> tuple[Any, Evidence]:
    update = factories.update(house)
    add(house.focal_point, "update", update, attachments=SimpleUploadedFile("decree.pdf", PDF), visibility=visibility)
    return update, update.evidence.get()


@pytest.mark.parametrize("kind", ["action", "update", "assessment"])
def test_several_files_and_a_link_at_once(kind: str, house: factories.House) -> None:
    """Feature 50: several files and a link are attached to an action, an update or an assessment."""
    item = (
        factories.assessment(house.focal_point, house.institution, evidence=False)
        if kind == "assessment"
        else getattr(factories, kind)(house)
    )
    files = [SimpleUploadedFile("one.pdf", PDF + b"1"), SimpleUploadedFile("two.pdf", PDF + b"2")]
    add(house.focal_point, kind, item, attachments=files, url="https://gazette.example/41", visibility="public")
    assert item.evidence.count() == 3


def test_nothing_chosen_is_told_what_to_do(house: factories.House) -> None:
    answer = add(house.focal_point, "update", factories.update(house))
    assert answer.status_code == 422
    assert "Choose a file or give a link." in answer.content.decode()


def test_the_file_of_a_draft_is_for_its_institution_only(house: factories.House) -> None:
    """Feature 51: a private attachment is served to who may see it, and does not exist for anybody else."""
    _update, evidence = with_file(house)
    assert opened(house.validating_authority, evidence) == 200
    for person in (factories.House().focal_point, factories.editor(), factories.person(role="cso")):
        assert opened(person, evidence) == 404


def test_internal_evidence_stays_internal_when_all_else_is_published(house: factories.House) -> None:
    """Feature 51: internal evidence of a published update is not public."""
    update, evidence = with_file(house, "internal")
    factories.published(update, house)
    assert opened(factories.person(role="cso"), evidence) == 404
    assert opened(factories.editor(), evidence) == 200


def test_public_evidence_is_public_once_published(house: factories.House) -> None:
    """Feature 51: the same file is closed while it belongs to a draft and open once that is published."""
    update, evidence = with_file(house, "public")
    reader = factories.person(role="cso")
    assert opened(reader, evidence) == 404
    factories.published(update, house)
    assert opened(reader, evidence) == 200


def test_who_may_see_a_piece_is_changed_one_by_one(house: factories.House) -> None:
    """Feature 51: each piece has its own visibility."""
    update, evidence = with_file(house, "internal")
    update.refresh_from_db()
    values = {"version": update.version, f"evidence-visibility-{evidence.pk}": "public", "save": "1"}
    client_of(house.focal_point).post(address("implementation:update", update.pk), values)
    evidence.refresh_from_db()
    assert evidence.visibility == "public"


def test_taking_away_asks_first_and_keeps_the_file(house: factories.House) -> None:
    _update, evidence = with_file(house)
    page, client = address("implementation:evidence-remove", evidence.pk), client_of(house.focal_point)
    assert client.get(page).status_code == 200
    evidence.refresh_from_db()
    assert evidence.removed_at is None
    assert client.post(page).status_code == 303
    evidence.refresh_from_db()
    assert evidence.removed_at is not None
    assert client.get(page).status_code == 404


def test_others_neither_add_nor_take_away(house: factories.House) -> None:
    """Side door: evidence of another institution's draft, and one's own after it was sent."""
    update, evidence = with_file(house)
    stranger = factories.House().focal_point
    assert add(stranger, "update", update, url="https://x.example").status_code == 404
    assert client_of(stranger).post(address("implementation:evidence-remove", evidence.pk)).status_code == 404
    factories.moved(update, house, to="submitted")
    assert add(house.focal_point, "update", update, url="https://x.example").status_code == 403
    assert client_of(house.focal_point).post(address("implementation:evidence-remove", evidence.pk)).status_code == 403


def test_strange_addresses(house: factories.House) -> None:
    client = client_of(house.focal_point)
    assert client.get(address("implementation:evidence-add", "person", uuid.uuid4())).status_code == 404
    assert client.get(address("implementation:evidence-remove", uuid.uuid4())).status_code == 404
