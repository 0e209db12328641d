"""Documents of every kind through the wizard, from the file to the register: kinds, concerns, follow-up, next report."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from servanda.documents.models import Document
from servanda.importers.models import Intake
from servanda.recommendations.models import Recommendation
from tests.factories import editor, mechanism
from tests.importers.reading.test_kinds_of_documents import source_of
from tools.demo_documents.pdf import write_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_a_small_deployment(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(editor())
    return client


def at(route: str, *args: Any) -> str:
    return reverse(f"importers:{route}", args=args)


def taken_in(client: Client, folder: Path, stem: str) -> Intake:
    path = folder / f"{stem}.pdf"
    write_pdf(source_of(stem), path)
    client.post(at("upload"), {"file": SimpleUploadedFile(path.name, path.read_bytes()), "token": str(uuid.uuid4())})
    return Intake.objects.get()


def confirmed(client: Client, kept: Intake) -> None:
    client.post(at("all-right", kept.pk))
    for item in kept.items.filter(decision="to_check"):
        client.post(at("item-right", item.pk), {"version": item.version})
    client.post(at("confirm", kept.pk))


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("cescr", Document.Kind.CONCLUDING_OBSERVATIONS),
        ("crc-one-paragraph", Document.Kind.CONCLUDING_OBSERVATIONS),
        ("visit-addressees", Document.Kind.VISIT_REPORT),
        ("judgment-english", Document.Kind.JUDGMENT),
        ("national-labelled", Document.Kind.NATIONAL),
        ("spanish-observations", Document.Kind.CONCLUDING_OBSERVATIONS),
    ],
)
def test_a_document_of_this_kind_goes_into_the_register(client: Client, tmp_path: Path, stem: str, kind: str) -> None:
    """Feature 5: every kind of document, from the file to the register, with the place of each item on its page."""
    expected = source_of(stem).head["expected"]
    mechanism(expected.get("mechanism", "UPR"), kind="upr" if "mechanism" not in expected else "treaty_body")
    kept = taken_in(client, tmp_path, stem)
    assert kept.facts["kind"] == kind
    assert all(item.boxes for item in kept.items.all())
    confirmed(client, kept)
    entered = Recommendation.objects.order_by("order")
    assert [f"{r.number} {r.kind}" for r in entered] == expected["items"]
    assert entered[0].document.kind == kind
    if "mechanism" in expected:
        assert entered[0].document.mechanism.code == expected["mechanism"]


def test_follow_up_concerns_and_next_report_are_shown_and_kept(client: Client, tmp_path: Path) -> None:
    """Feature 5: what the committee wants to hear, and by when, goes with the recommendation."""
    mechanism("CESCR", kind="treaty_body")
    kept = taken_in(client, tmp_path, "cescr")
    facts = client.get(at("document", kept.pk)).content.decode()
    assert "5, 7 (b), 9" in facts
    assert "3 October 2027" in facts
    assert "31 October 2030" in facts
    asked = kept.items.get(number="5")
    assert (asked.asks_follow_up_by, asked.answers) == (date(2027, 10, 3), ["4"])
    page = client.get(at("item", asked.pk)).content.decode()
    assert at("item", kept.items.get(number="4").pk) in page
    assert "3 October 2027" in page
    confirmed(client, kept)
    with_a_day = Recommendation.objects.exclude(asks_follow_up_by=None).values_list("number", flat=True)
    assert sorted(with_a_day) == ["5", "7", "9"]


def test_a_document_about_this_state_is_known_by_its_name(client: Client, tmp_path: Path) -> None:
    """The profile's State has a name that no list of States holds."""
    mechanism("SP", kind="special_procedure")
    assert taken_in(client, tmp_path, "visit-addressees").facts["state"] == "XAR"
