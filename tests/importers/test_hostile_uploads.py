"""Some 340 hostile or broken files through the wizard's upload: a reason or a reading, and nothing half-saved."""

import random
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from servanda.documents import store
from servanda.documents.models import File
from servanda.importers.models import Intake
from tests.factories import editor
from tests.hostile_files import KINDS, SEED

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Any, tmp_path: Path) -> Client:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES_DIR = tmp_path
    client = Client(raise_request_exception=False)
    client.force_login(editor())
    return client


def fault_of(client: Client, name: str, content: bytes) -> str:
    """What is wrong with the answer to this file; nothing if it was refused with a reason, or taken in."""
    before = Intake.objects.count()
    sent = {"file": SimpleUploadedFile(name, content), "token": str(uuid.uuid4())}
    answer = client.post(reverse("importers:upload"), sent)
    if answer.status_code == 422:
        return "" if "error-summary" in answer.content.decode() and Intake.objects.count() == before else "no reason"
    if answer.status_code != 303:
        return f"answered {answer.status_code}"
    page = client.get(answer["Location"], follow=True)
    intake = Intake.objects.order_by("-created_at").first()
    if page.status_code != 200 or intake is None or intake.state not in ("read", "failed"):
        return f"shown as {page.status_code}, {intake and intake.state}"
    if intake.state == "failed":
        return "failed without a known reason" if intake.failure["code"] == "unexpected" else ""
    return fault_of_pictures(client, intake)


def fault_of_pictures(client: Client, intake: Intake) -> str:
    """The pictures of its first and last page are drawn, or said not to be there."""
    for page in {1, intake.pages} if intake.pages else ():
        drawn = client.get(reverse("importers:page", args=[intake.pk, page]))
        if drawn.status_code not in (200, 404):
            return f"page {page} answered {drawn.status_code}"
    return ""


def half_saved() -> list[str]:
    """Files without bytes, bytes without a file, and files without an intake."""
    named = {store.path_of(place) for place in File.objects.values_list("place", flat=True)}
    lying = {path for path in Path(django_settings.FILES_DIR).rglob("*") if path.is_file()}
    without = File.objects.filter(intakes=None).count()
    return [*map(str, named ^ lying), *([f"{without} files without an intake"] if without else [])]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_hostile_files_get_a_reason_and_leave_nothing_behind(client: Client, kind: Any) -> None:
    """Feature 6: no upload ends in an error of ours, whatever it holds."""
    faults = [
        f"{name}: {fault}" for name, content in kind(random.Random(SEED)) if (fault := fault_of(client, name, content))
    ]
    assert faults == []
    assert half_saved() == []
