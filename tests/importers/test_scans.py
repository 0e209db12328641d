"""Scans and Word files in the intake: recognition as a choice, page by page; the pages of a Word file beside its items."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from servanda.core.errors import NotPossibleNow
from servanda.importers import commands, tasks
from servanda.importers.models import Intake
from servanda.importers.reading import recognition
from servanda.importers.reading.libre_office import program
from servanda.importers.reading.recognition import Recognised, recognised_from
from servanda.importers.views import intakes
from tests.factories import editor
from tests.importers.reading.samples import scanned, upr_report
from tests.importers.reading.test_recognition import as_words
from tests.importers.test_wizard import LIST
from tests.support.missing import cannot_run

pytestmark = pytest.mark.django_db
LINES = ["5.4 Open a museum of lighthouses (Chile).", "5.5 Close it again (Peru)."]


@pytest.fixture
def client(settings: Any) -> Client:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client = Client()
    client.force_login(editor())
    return client


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Tesseract's place is taken: the pages that it was asked for."""
    pages: list[int] = []

    def recognised(path: Path, number: int, language: str | None) -> Recognised:
        pages.append(number)
        return Recognised(number, 595.0, 842.0, language or "en", 93.0, as_words(LINES))

    for module in (recognition, intakes):
        monkeypatch.setattr(module, "languages", lambda: frozenset({"en", "fr"}))
    monkeypatch.setattr(recognition, "recognise_page", recognised)
    return pages


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return upr_report(tmp_path)


def upload(client: Client, path: Path) -> Intake:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    client.post(reverse("importers:upload"), {"file": file, "token": str(uuid.uuid4())})
    return Intake.objects.get()


def page_of(client: Client, route: str, kept: Intake) -> str:
    return client.get(reverse(f"importers:{route}", args=[kept.pk])).content.decode()


def recognise(client: Client, kept: Intake, language: str = "auto") -> Intake:
    client.post(reverse("importers:recognise", args=[kept.pk]), {"language": language})
    kept.refresh_from_db()
    return kept


def test_feature_5_a_scan_is_said_to_be_one_and_recognised_on_demand(
    client: Client, report: Path, asked: list[int]
) -> None:
    """Feature 5: a scan is refused as a scan, with a button; recognised, its items wait with a doubt each."""
    kept = upload(client, scanned(report, 1, 2, 3, 4))
    assert (kept.state, kept.failure["code"], kept.scanned) == ("failed", "no_text_layer", [1, 2, 3, 4])
    assert "Read it with character recognition" in page_of(client, "reading", kept)
    assert asked == []
    kept = recognise(client, kept)
    assert asked == [1, 2, 3, 4]
    assert kept.state == "read"
    assert kept.recognised_pages.count() == 4


def test_scanned_pages_among_others_are_read_in_addition(client: Client, report: Path, asked: list[int]) -> None:
    kept = upload(client, scanned(report, 3))
    assert (kept.state, kept.scanned) == ("read", [3])
    before = set(kept.items.values_list("number", flat=True))
    assert "Read it with character recognition" in page_of(client, "document", kept)
    kept = recognise(client, kept, "fr")
    added = kept.items.exclude(number__in=before)
    assert {"5.4", "5.5"} <= set(added.values_list("number", flat=True))
    assert recognised_from(kept.recognised_pages.get().content).language == "fr"
    for item in added.filter(page=3):
        assert recognition.DOUBT in item.doubts
        assert item.confidence <= recognition.SURE_AT_MOST
        assert item.boxes[0]["page"] == 3
    assert "were read by character recognition" in page_of(client, "items", kept)
    assert "Read it with character recognition" not in page_of(client, "document", kept)
    commands.find_all_right(intake=kept, by=editor())
    assert kept.items.filter(page=3, decision="to_check").exists()


def test_an_interrupted_recognition_goes_on_with_the_next_page(
    client: Client, report: Path, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = upload(client, scanned(report, 1, 2, 3, 4))
    monkeypatch.setattr(tasks, "order_reading", lambda intake, by: None)
    kept = recognise(client, kept)
    assert kept.state == "waiting"
    begun = commands.begin_reading(intake=kept, by=editor())
    commands.keep_recognised(
        intake=begun, page=commands.ReadPage(1, Recognised(1, 595, 842, "en", 90, ()).as_dict()), by=editor()
    )
    assert "1 of 4" in page_of(client, "reading", kept)
    tasks.read_intake(intake=str(kept.pk), by=editor())
    assert asked == [2, 3, 4]
    kept.refresh_from_db()
    assert kept.state == "read"


def test_what_was_decided_is_not_thrown_away(client: Client, report: Path, asked: list[int]) -> None:
    kept = upload(client, scanned(report, 3))
    commands.find_right(item=kept.items.first(), by=editor())
    with pytest.raises(NotPossibleNow, match="decided already"):
        commands.recognise(intake=kept, language="auto", by=editor())
    assert asked == []


def test_a_file_without_scans_offers_nothing(client: Client, report: Path) -> None:
    kept = upload(client, report)
    with pytest.raises(NotPossibleNow, match="no scanned pages"):
        commands.recognise(intake=kept, language="auto", by=editor())
    assert "character recognition" not in page_of(client, "document", kept).lower()


def test_where_tesseract_is_missing_the_page_says_what_to_install(
    client: Client, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "languages", frozenset)
    kept = upload(client, scanned(report))
    assert "apt-get install tesseract-ocr" in page_of(client, "reading", kept)


def test_a_word_file_without_libreoffice_says_that_it_has_no_pages(client: Client) -> None:
    kept = upload(client, LIST)
    assert kept.pages == 0
    assert "no_pages" in {found["code"] for found in kept.warnings}


@pytest.mark.slow
def test_feature_15_a_word_file_is_shown_page_by_page(client: Client, office: None) -> None:
    """Feature 15: each item of a Word file has its page and box on the pages that LibreOffice draws."""
    if program() is None:
        cannot_run("LibreOffice is not here", remedy="apt-get install libreoffice-writer-nogui")
    kept = upload(client, LIST)
    assert kept.pages
    assert kept.drawn is not None
    assert kept.drawn != kept.file
    assert all(item.page and item.boxes for item in kept.items.all())
    picture = client.get(reverse("importers:page", args=[kept.pk, 1]))
    assert picture.content.startswith(b"\x89PNG")
