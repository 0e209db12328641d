"""Every ground on which a file may be downloaded, and how it leaves."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from servanda.documents import store
from servanda.documents.models import File
from servanda.implementation.commands import add_evidence
from tests.factories import House, action, document, editor, file, moved, person, publisher
from tests.importers.taking_in import intake, item

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4\n%\x00\xff bytes"


@pytest.fixture(autouse=True)
def without_a_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


def fetched(which: File, who: Any = None) -> HttpResponse:
    client = Client()
    if who is not None:
        client.force_login(who)
    return client.get(reverse("documents:download", args=[which.pk]))


def content_of(answer: Any) -> bytes:
    """Read to the end, which also closes the file."""
    return b"".join(answer.streaming_content)


def may_fetch(which: File, who: Any = None) -> bool:
    answer = fetched(which, who)
    assert answer.status_code in (200, 404), "who may not have a file must not learn that it exists"
    return answer.status_code == 200 and content_of(answer) == CONTENT


def of_a_document(name: str = "report.pdf", **fields: Any) -> File:
    kept = file(content=CONTENT, name=name)
    document(files=[kept], **fields)
    return kept


def evidence_file(house: House, visibility: str, state: str) -> File:
    kept = file(by=house.focal_point, content=CONTENT)
    act = action(house)
    add_evidence(to=act, title="Gazette", file=kept, visibility=visibility, by=house.focal_point)
    moved(act, house, to=state)
    return kept


def test_a_public_document_is_for_everybody_byte_for_byte() -> None:
    answer = fetched(of_a_document())
    assert answer.status_code == 200
    assert content_of(answer) == CONTENT


def test_a_file_of_nothing_is_for_nobody() -> None:
    assert not may_fetch(file(content=CONTENT), editor())


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "accepted"])
def test_evidence_of_what_is_not_published_is_not_public(state: str) -> None:
    assert not may_fetch(evidence_file(House(), "public", state))


def test_published_public_evidence_is_for_everybody() -> None:
    assert may_fetch(evidence_file(House(), "public", "published"))


def test_internal_evidence_never_is_public() -> None:
    assert not may_fetch(evidence_file(House(), "internal", "published"))


def test_its_own_institution_has_its_evidence_and_no_other_has() -> None:
    house, other = House(), House()
    kept = evidence_file(house, "internal", "draft")
    assert may_fetch(kept, house.alternate)
    assert not may_fetch(kept, other.focal_point)


@pytest.mark.parametrize(
    ("state", "reads"), [("draft", False), ("submitted", False), ("approved", True), ("published", True)]
)
def test_the_secretariat_has_evidence_from_its_approval_on(state: str, reads: bool) -> None:
    kept = evidence_file(House(), "internal", state)
    assert (may_fetch(kept, editor()), may_fetch(kept, publisher())) == (reads, reads)


def test_the_file_of_an_intake_is_for_who_takes_in() -> None:
    kept = intake(item(1), content=CONTENT).file
    assert may_fetch(kept, editor())
    assert not may_fetch(kept, person(role="administrator"))
    assert not may_fetch(kept)


# --- how it leaves ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", 'attachment; filename="report.pdf"'),
        ("informe año.pdf", "attachment; filename*=utf-8''informe%20a%C3%B1o.pdf"),
        ("تقرير.pdf", "attachment; filename*=utf-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.pdf"),
        ('a"; filename="b.exe', 'attachment; filename="a\\"; filename=\\"b.exe"'),
        ("../../etc/passwd\r\nX-Evil: 1", 'attachment; filename="passwdX-Evil: 1"'),
    ],
)
def test_the_name_is_a_name_and_nothing_else(name: str, expected: str) -> None:
    answer = fetched(of_a_document(name))
    assert answer["Content-Disposition"] == expected
    assert "X-Evil" not in answer.headers
    content_of(answer)


def test_nothing_in_it_can_run() -> None:
    answer = fetched(of_a_document())
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer.streaming
    content_of(answer)


def test_a_file_without_its_bytes_is_not_found() -> None:
    kept = of_a_document()
    store.path_of(kept.place).unlink()
    assert fetched(kept).status_code == 404
