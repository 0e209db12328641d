"""`servanda import`: the plan, what becomes of it, the exit status, and reading the same again."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from servanda.accounts.commands import undo
from servanda.documents.models import Document, File
from servanda.importers.models import ImportRun
from servanda.recommendations.models import Recommendation
from tests.factories import editor, mechanism, operator, scheme

pytestmark = pytest.mark.django_db
DOCUMENTS = settings.PROFILES_DIR / "xar" / "documents"
REPORT, LIST = DOCUMENTS / "upr-cycle3-report.pdf", DOCUMENTS / "upr-cycle3-matrix.docx"
EXPORT = DOCUMENTS / "uhri_export.json"


def run(*arguments: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import", *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def edited(tmp_path: Path, change: Any) -> Path:
    """The export with its records changed by `change(records)`."""
    records = json.loads(EXPORT.read_text())
    change(records)
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(records))
    return path


def test_a_document_comes_in_whole() -> None:
    mechanism("UPR", kind="upr")
    told = run("document", REPORT)
    assert (told["counts"]["new"], told["rejected"]) == (35, [])
    document = Document.objects.get()
    assert (document.symbol, document.cycle, document.recommendations.count()) == ("A/HRC/46/91", 3, 35)
    assert document.paragraphs.exists()
    assert document.files.get().sha256 == ImportRun.objects.get().sha256


def test_a_dry_run_changes_nothing() -> None:
    told = run("document", REPORT, "--dry-run")
    assert told["counts"]["new"] == 35
    assert not any(model.objects.exists() for model in (Document, Recommendation, File, ImportRun))


def test_the_plan_in_words() -> None:
    out = io.StringIO()
    call_command("import", "document", str(REPORT), "--dry-run", stdout=out)
    assert "A/HRC/46/91: 35 new, 0 changed, 0 same" in out.getvalue()
    assert "Nothing was changed (dry run)" in out.getvalue()


def test_feature_5_the_list_of_the_office_completes_the_report() -> None:
    """Feature 5: labels as suggestions with their origin; no recommendation twice."""
    mechanism("UPR", kind="upr")
    scheme("themes", labels=("Constitutional & legislative framework",))
    run("document", REPORT)
    told = run("matrix", LIST)
    assert (told["counts"]["new"], told["counts"]["changed"]) == (0, 35)
    assert Recommendation.objects.count() == 35
    assert run("matrix", LIST)["counts"]["changed"] == 0


@pytest.mark.parametrize("name", ["uhri_export.json", "uhri_export.xlsx"])
def test_an_export_of_the_index(name: str) -> None:
    told = run("uhri", DOCUMENTS / name)
    assert [d["symbol"] for d in told["documents"]] == ["CRPD/C/XAR/CO/1", "E/C.12/XAR/CO/3"]
    assert told["counts"]["new"] == Recommendation.objects.count() == 21
    assert {r.kind for r in Recommendation.objects.all()} == {"concern", "recommendation"}


def test_feature_2_reading_the_same_export_again_changes_nothing() -> None:
    """Feature 2: new, changed and same are told apart."""
    run("uhri", EXPORT)
    before = list(Recommendation.objects.order_by("pk").values())
    told = run("uhri", EXPORT)
    assert (told["counts"]["new"], told["counts"]["changed"], told["counts"]["same"]) == (0, 0, 21)
    assert list(Recommendation.objects.order_by("pk").values()) == before


def test_a_text_the_index_has_corrected_is_a_new_wording(tmp_path: Path) -> None:
    run("uhri", EXPORT)

    def correct(records: list[dict[str, Any]]) -> None:
        records[0]["Text"] = records[0]["Text"].replace("medical certificate", "medical statement")

    told = run("uhri", edited(tmp_path, correct))
    assert (told["counts"]["changed"], told["counts"]["wordings"]) == (1, 1)
    one = Recommendation.objects.get(number="8", document__symbol="CRPD/C/XAR/CO/1")
    assert "medical statement" in one.wording_in("en").text
    assert one.wordings.count() == 2, "the earlier wording stays"


def test_the_index_does_not_replace_the_words_of_the_document(tmp_path: Path) -> None:
    """What a person took in from the document itself is local work."""
    run("uhri", EXPORT)
    one = Recommendation.objects.filter(number="8").first()
    one.wordings.update(source=one.document.symbol, text="The words of the document itself")
    told = run("uhri", EXPORT)
    assert (told["counts"]["same"], told["counts"]["differs"]) == (21, 1)
    assert one.wordings.get().text == "The words of the document itself"


def test_records_of_other_states_are_left_out_or_taken(tmp_path: Path) -> None:
    def move(records: list[dict[str, Any]]) -> None:
        for record in records[:5]:
            record["Countries"] = ["Paraguay"]

    path = edited(tmp_path, move)
    told = run("uhri", path, "--dry-run")
    assert (told["counts"]["new"], told["left_out"]) == (16, {"other_states": 5})
    assert run("uhri", path, "--dry-run", "--all-states")["counts"]["new"] == 21


def test_rejected_records_have_address_and_reason_and_status_1(tmp_path: Path) -> None:
    def damage(records: list[dict[str, Any]]) -> None:
        records[2]["Symbol"] = None
        records[4]["Text"] = "<p> </p>"

    path = edited(tmp_path, damage)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import", "uhri", str(path), "--json", stdout=out)
    assert ended.value.code == 1
    rejected = json.loads(out.getvalue())["rejected"]
    assert [r["address"].split(" (")[0] for r in rejected] == ["record 3", "record 5"]
    assert all(r["reason"] for r in rejected)
    assert Recommendation.objects.count() == 19


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("document", "/no/such/file.pdf"), "not here"),
        (("matrix", DOCUMENTS / "cat-4.docx"), "no thematic list"),
        (("uhri", LIST), "no export"),
        (("document", REPORT, "--by", "nobody@servanda.example"), "Nobody"),
    ],
)
def test_a_refusal_writes_nothing_and_says_why(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        call_command("import", *map(str, arguments))
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    assert not Document.objects.exists()


def test_in_the_name_of_a_person() -> None:
    who = editor()
    run("uhri", EXPORT, "--by", who.email)
    assert ImportRun.objects.get().started_by == who


def test_the_whole_import_can_be_undone() -> None:
    run("uhri", EXPORT)
    batch = ImportRun.objects.get().batch
    assert undo(batch=batch, by=operator())["left"] == 0
    assert not Recommendation.objects.exclude(standing="withdrawn").exists()
    assert not Document.objects.filter(is_public=True).exists()
