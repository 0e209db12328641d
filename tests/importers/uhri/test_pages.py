"""The pages of the index: taking in, progress, result, records, what was repaired, taking back."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from servanda.importers.uhri import commands, run
from servanda.importers.uhri.models import Edition, Observation, Term
from servanda.recommendations.models import Recommendation
from tests.factories import editor, operator
from tests.importers.uhri.samples import record, records, written

pytestmark = pytest.mark.django_db
EXPORT = django_settings.PROFILES_DIR / "xar" / "documents" / "uhri_export.json"


@pytest.fixture
def client(settings: Any, tmp_path: Path) -> Client:
    settings.SECOND_FACTOR = "optional"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.FILES_DIR = tmp_path / "files"
    client = Client()
    client.force_login(editor())
    return client


def page(client: Client, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(f"uhri:{name}", args=args) + query)
    assert answer.status_code == status
    return answer.content.decode()


def upload(client: Client, content: bytes, name: str = "export.json", **fields: str) -> Any:
    return client.post(reverse("uhri:upload"), {"file": SimpleUploadedFile(name, content), **fields})


@pytest.fixture
def index(tmp_path: Path) -> Edition:
    rows = [*records(120), record(500, Text="<p>Short</p>", AnnotationType="- Concerns/Observations")]
    return run.read_edition(written(tmp_path / "a.json", rows), by=operator()).edition


def test_feature_1_an_export_comes_in_from_the_browser(client: Client) -> None:
    """Feature 1: into the index, and what is about our State into the register."""
    answer = upload(client, EXPORT.read_bytes())
    edition = Edition.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("uhri:edition", args=[edition.pk]))
    assert (edition.state, Observation.objects.count(), Recommendation.objects.count()) == ("in_force", 21, 21)
    shown = page(client, "edition", edition.pk)
    assert "What the export changed" in shown
    assert reverse("workspace:undo", args=[edition.run.batch.pk]) in shown


def test_a_file_that_is_no_export_is_told(client: Client) -> None:
    answer = upload(client, b'[{"name": "Somebody"}]')
    edition = Edition.objects.get()
    assert (answer.status_code, edition.state) == (303, "failed")
    assert "Nothing of it is in the index" in page(client, "edition", edition.pk)
    assert upload(client, b"").status_code == 422


def test_progress_in_numbers_and_going_on(client: Client) -> None:
    begun = commands.begin(file_name="full.json", sha256="1" * 64, total_bytes=1000, by=operator())
    Edition.objects.filter(pk=begun.pk).update(done=12_000, read_bytes=450)
    shown = page(client, "edition", begun.pk)
    assert "12,000 records read" in shown
    assert 'value="45"' in shown or "45" in shown
    assert client.post(reverse("uhri:go-on", args=[begun.pk])).status_code == 303
    assert upload(client, EXPORT.read_bytes()).status_code in (409, 422), "one at a time"
    assert Edition.objects.count() == 1


def test_stopping_leaves_no_trace(client: Client, index: Edition) -> None:
    assert "Take this edition back?" in page(client, "take-back", index.pk)
    client.post(reverse("uhri:take-back", args=[index.pk]))
    assert not Observation.objects.exists()
    assert "This edition was taken back" in page(client, "edition", index.pk)


def test_every_number_leads_to_its_list(client: Client, index: Edition) -> None:
    shown = page(client, "index")
    kenya = Term.objects.get(kind="state", label="Kenya")
    assert f"?state={kenya.pk}" in shown
    assert "20 records" in page(client, "records", query=f"?state={kenya.pk}")
    assert "1 record<" in page(client, "records", query="?kind=2")
    assert "121 records" in page(client, "records", query="?year=2019")


def test_words_are_looked_up_within_a_state_a_body_or_a_year(client: Client, index: Edition) -> None:
    kenya = Term.objects.get(kind="state", label="Kenya")
    assert "1 record<" in page(client, "records", query=f"?state={kenya.pk}&text=step+25+")
    assert "Choose a State" in page(client, "records", query="?text=step", status=422)
    assert "Enter the year" in page(client, "records", query="?year=no", status=422)
    assert "No record fits" in page(client, "records", query="?year=1999")


def test_a_record_shows_its_repairs_and_its_versions(client: Client, index: Edition, tmp_path: Path) -> None:
    rows = [row | {"Text": row["Text"] + " Now."} if n == 3 else row for n, row in enumerate(records(120))]
    run.read_edition(written(tmp_path / "b.json", rows), by=operator())
    newest = Observation.objects.get(annotation=rows[3]["AnnotationId"], until=None)
    shown = page(client, "record", newest.pk)
    assert "HTML tags were taken out" in shown
    assert "until edition 2" in shown
    assert "&amp;rsquo;" in shown


def test_the_cleaning_log_is_filtered_and_downloaded(client: Client, index: Edition) -> None:
    shown = page(client, "repairs", query="?rule=fragment")
    assert ("In 1 record." in shown, "only marked" in shown) == (True, True)
    answer = client.get(reverse("uhri:repairs-csv") + "?rule=entity")
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert (len(table), table[1][3:6]) == (121, ["entity", "&rsquo;", "’"])


def test_no_cell_of_the_log_is_a_formula(client: Client, tmp_path: Path) -> None:
    run.read_edition(written(tmp_path / "f.json", [record(1, Body="- =1+1", Text="=1+1")]), by=operator())
    answer = client.get(reverse("uhri:repairs-csv"))
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(table) > 1
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_log_on_the_command_line(tmp_path: Path) -> None:
    out = io.StringIO()
    path = written(tmp_path / "a.json", records(10))
    call_command("import", "uhri", str(path), "--json", "--log", str(tmp_path / "log.csv"), stdout=out)
    told = json.loads(out.getvalue())
    assert told["index"]["new"] == 10
    lines = (tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == told["log"] == sum(told["index"]["repairs"].values())


def test_a_dry_run_names_the_plan_and_changes_nothing(tmp_path: Path) -> None:
    first = records(20)
    run.read_edition(written(tmp_path / "a.json", first), by=operator())
    out = io.StringIO()
    path = written(tmp_path / "b.json", [*first[1:], record(77)])
    call_command("import", "uhri", str(path), "--json", "--dry-run", stdout=out)
    told = json.loads(out.getvalue())["index"]
    assert told["withdrawn_ids"] == [first[0]["AnnotationId"]]
    assert told["new_ids"] == [record(77)["AnnotationId"]]
    assert (Edition.objects.count(), Observation.objects.count()) == (1, 20)
