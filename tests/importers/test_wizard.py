"""The intake in the browser, without a browser: every step, every refusal, and that nothing happens before it should."""

import io
import itertools
import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from servanda.audit.models import Entry
from servanda.core import clock
from servanda.documents.models import Document, File
from servanda.importers import commands, tasks
from servanda.importers.drafts import ReadItems
from servanda.importers.models import ImportRun, Intake, IntakeItem
from servanda.recommendations.models import Recommendation
from tests.factories import document, editor, mechanism, person
from tests.importers.taking_in import confirmed, find_all_right, intake, item
from tests.support.queries import assert_same_queries, queries_of

pytestmark = pytest.mark.django_db
REPORT = django_settings.PROFILES_DIR / "xar" / "documents" / "upr-cycle4-report.pdf"
EXPORT = django_settings.PROFILES_DIR / "xar" / "documents" / "uhri_export.json"
ADDENDUM = django_settings.PROFILES_DIR / "xar" / "documents" / "upr-cycle4-addendum.pdf"
LIST = django_settings.PROFILES_DIR / "xar" / "documents" / "upr-cycle3-matrix.docx"


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


def upload(client: Client, name: str, content: bytes, token: Any = None) -> HttpResponse:
    return client.post(at("upload"), {"file": SimpleUploadedFile(name, content), "token": str(token or uuid.uuid4())})


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


# --- uploading --------------------------------------------------------------------------------------------------------


def test_feature_5_a_report_is_read_with_its_places(client: Client) -> None:
    """Feature 5: a Working Group report as PDF, every item with its place on the page."""
    answer = upload(client, "report.pdf", REPORT.read_bytes())
    assert answer.status_code == 303
    kept = Intake.objects.get()
    assert (kept.state, kept.facts["symbol"], kept.facts["kind"]) == ("read", "A/HRC/61/93", "upr_report")
    assert kept.done == kept.total == kept.items.count() == 69
    assert all(one.boxes and one.page for one in kept.items.all())
    assert kept.paragraphs
    assert client.get(answer["Location"], follow=True).redirect_chain[-1][0] == at("document", kept.pk)


def test_the_record_names_the_steps_and_holds_no_document(client: Client) -> None:
    upload(client, "report.pdf", REPORT.read_bytes())
    find_all_right(Intake.objects.get())
    commands.confirm(intake=Intake.objects.get(), by=editor())
    sizes = {e.command: len(json.dumps(e.content)) for e in Entry.objects.all()}
    assert {"importers.take_in", "importers.keep_reading", "importers.keep_items", "importers.confirm"} <= set(sizes)
    assert max(sizes.values()) < 3_000


def test_a_word_list_is_read_without_pages(client: Client) -> None:
    upload(client, "list.docx", LIST.read_bytes())
    kept = Intake.objects.get()
    assert (kept.pages, kept.facts["symbol"], kept.items.count()) == (0, "A/HRC/46/91", 34)
    page = client.get(at("item", kept.items.first().pk))
    assert "Around it in the document" in text_of(page)


def test_an_export_of_several_documents_goes_to_each(client: Client) -> None:
    """Feature 1: the index's export through the wizard; later the command corrects what it brought."""
    upload(client, "export.json", EXPORT.read_bytes())
    kept = Intake.objects.get()
    shown = text_of(client.get(at("document", kept.pk)))
    assert "records of 2 documents" in shown
    assert "CRPD/C/XAR/CO/1" in shown
    client.post(at("all-right", kept.pk))
    assert "Add 21 recommendations" in text_of(client.get(at("confirm", kept.pk)))
    client.post(at("confirm", kept.pk))
    assert {d.symbol: d.recommendations.count() for d in Document.objects.all()} == {
        "CRPD/C/XAR/CO/1": 12,
        "E/C.12/XAR/CO/3": 9,
    }
    call_command("import", "uhri", str(EXPORT), stdout=io.StringIO())
    run = ImportRun.objects.get()
    assert (run.counts.get("new", 0), run.counts["same"]) == (0, 21)
    assert "uhri_export.json" in text_of(client.get(at("list")))


def test_what_is_no_recommendation_or_of_another_state_is_doubted(client: Client) -> None:
    records = json.loads(EXPORT.read_text())
    records[0]["AnnotationType"], records[1]["Countries"] = "- Positive aspects", ["Paraguay"]
    upload(client, "export.json", json.dumps(records).encode())
    kept = Intake.objects.get()
    assert [one.doubts for one in kept.items.all()[:3]] == [["other_kind"], ["other_state"], []]
    first = kept.items.first()
    answer = client.post(at("item-right", first.pk), follow=True)
    assert "Correct its kind, or leave it out." in text_of(answer)
    first.refresh_from_db()
    assert first.decision == "to_check"


def test_an_addendum_is_read_as_answers(client: Client) -> None:
    upload(client, "addendum.pdf", ADDENDUM.read_bytes())
    kept = Intake.objects.get()
    first = kept.items.get(order=1)
    assert (kept.items.count(), first.number, first.kind, first.position) == (13, "21.1", "answer", "supported")
    assert "Answer of the State" in text_of(client.get(at("item", first.pk)))
    answers = {"version": first.version, "number": "21.1", "kind": "answer", "position": "noted"}
    assert client.post(at("item-facts", first.pk), answers).status_code == 303


def test_the_same_form_sent_twice_makes_one_intake(client: Client) -> None:
    token = uuid.uuid4()
    first, second = (upload(client, "report.pdf", REPORT.read_bytes(), token) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert (Intake.objects.count(), File.objects.count()) == (1, 1)


def test_a_file_on_its_way_is_gone_on_with(client: Client) -> None:
    upload(client, "report.pdf", REPORT.read_bytes())
    answer = upload(client, "copy.pdf", REPORT.read_bytes())
    assert answer["Location"] == at("intake", Intake.objects.get().pk)
    assert File.objects.count() == 1
    assert "on its way in already" in text_of(client.get(answer["Location"], follow=True))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "empty"),
        ("page.html", b"<html><script>alert(1)</script>", "cannot be used here"),
        ("program.exe", b"MZ\x90\x00", "cannot be used here"),
        ("broken.docx", b"PK\x03\x04 and nothing", "damaged"),
    ],
)
def test_a_wrong_file_is_refused_with_a_reason(client: Client, name: str, content: bytes, said: str) -> None:
    answer = upload(client, name, content)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Error:" in text_of(answer)
    assert not Intake.objects.exists()
    assert not File.objects.exists()


def test_no_file_is_refused(client: Client) -> None:
    answer = client.post(at("upload"), {"token": str(uuid.uuid4())})
    assert (answer.status_code, "Choose a file first." in text_of(answer)) == (422, True)


def test_too_large_is_refused_with_the_limit(client: Client, settings: Any) -> None:
    settings.MAX_UPLOAD = 1024
    answer = upload(client, "report.pdf", b"%PDF-1.4\n" + b" " * 2048)
    assert (answer.status_code, "larger than 1.0" in text_of(answer)) == (422, True)
    assert not File.objects.exists()


def test_a_file_that_cannot_be_read_says_why(client: Client) -> None:
    upload(client, "damaged.pdf", b"%PDF-1.4\n% nothing follows")
    kept = Intake.objects.get()
    page = client.get(at("intake", kept.pk), follow=True)
    assert kept.state == "failed"
    assert "This PDF is damaged" in text_of(page)


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "\u202efdp.exe", "a" * 400 + ".pdf", "x\x00y.pdf", " "])
def test_a_hostile_name_is_only_a_name(client: Client, name: str) -> None:
    answer = upload(client, name, REPORT.read_bytes())
    assert answer.status_code in (303, 422)
    for kept in File.objects.all():
        assert "/" not in kept.name
        assert kept.name.isprintable()


def test_only_the_secretariat_enters(client: Client) -> None:
    kept = intake(item(1))
    for who in (person(), person(role="administrator"), person(role="nhri")):
        client.force_login(who)
        assert client.get(at("list")).status_code == 403
        assert client.get(at("page", kept.pk, 1)).status_code == 403
    assert Client().get(at("list")).status_code == 302


# --- reading ----------------------------------------------------------------------------------------------------------


def waiting() -> Intake:
    kept = intake(item(1), total=3)
    Intake.objects.filter(pk=kept.pk).update(state="reading", done=1)
    return kept


def test_progress_is_shown_in_numbers_and_asks_again(client: Client) -> None:
    kept = waiting()
    shown = text_of(client.get(at("reading", kept.pk)))
    assert "1 of 3" in shown
    assert f'data-poll="{at("reading", kept.pk)}"' in shown
    assert '<noscript><meta http-equiv="refresh"' in shown


def test_a_stopped_intake_takes_no_more_items() -> None:
    kept = waiting()
    commands.discard(intake=kept, by=editor())
    assert commands.keep_items(intake=kept, read=ReadItems([item(2)]), by=editor()) is False
    assert kept.items.count() == 1


def test_a_reading_cut_off_is_gone_on_with(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies in the second step; pressing "Go on reading" reads the rest, and no item twice."""
    real, steps = commands.keep_items, itertools.count(1)

    def dies_in_the_second_step(**given: Any) -> bool:
        if next(steps) == 2:
            raise SystemExit
        return real(**given)

    with monkeypatch.context() as patched:
        patched.setattr(commands, "keep_items", dies_in_the_second_step)
        upload(client, "report.pdf", REPORT.read_bytes())
    kept = Intake.objects.get()
    assert (kept.state, kept.done, kept.items.count()) == ("reading", 25, 25)
    Intake.objects.update(changed_at=clock.now() - timedelta(minutes=2))
    assert "Go on reading" in text_of(client.get(at("reading", kept.pk)))
    client.post(at("go-on", kept.pk))
    kept.refresh_from_db()
    assert (kept.state, kept.done) == ("read", 69)
    assert sorted(kept.items.values_list("order", flat=True)) == list(range(1, 70))


def test_an_intake_goes_on_where_it_was_left(client: Client) -> None:
    kept = intake(item(1), item(2))
    assert client.get(at("intake", kept.pk))["Location"] == at("document", kept.pk)
    client.post(at("item-right", kept.items.first().pk))
    assert client.get(at("intake", kept.pk))["Location"] == at("items", kept.pk)


# --- checking ---------------------------------------------------------------------------------------------------------


def test_doubts_come_first_and_every_number_is_its_list(client: Client) -> None:
    kept = intake(item(1), item(2), item(3, doubts=["no_number"]))
    shown = text_of(client.get(at("items", kept.pk)))
    assert shown.index("Take step 3") < shown.index("Take step 1")
    assert "No number was found." in shown
    for show, count in {"to-check": 3, "doubts": 1, "right": 0, "discarded": 0, "all": 3}.items():
        listed = client.get(at("items", kept.pk) + f"?show={show}").context["page"].paginator.count
        assert listed == count, show
        assert show == "all" or client.get(at("items", kept.pk)).context["counts"][show.replace("-", "_")] == count


def test_a_gap_leads_to_its_page_and_can_be_filled(client: Client) -> None:
    gap = {"code": "number_missing", "message": "", "place": "130.2", "page": 19}
    kept = intake(item(1), item(3), warnings=[gap])
    shown = text_of(client.get(at("items", kept.pk)))
    assert "Number 130.2 was not found." in shown
    assert f"{at('missing', kept.pk)}?number=130.2&amp;page=19" in shown
    client.post(at("missing", kept.pk), {"number": "130.2", "text": "Take the second step", "page": "19"})
    added = kept.items.get(number="130.2")
    assert (added.text, added.decision) == ("Take the second step", "right")


def test_right_leads_to_the_next_that_waits(client: Client) -> None:
    kept = intake(item(1), item(2, doubts=["unknown_state"]), item(3))
    first, doubtful, third = kept.items.all()
    answer = client.post(at("item-right", doubtful.pk), {"version": doubtful.version})
    assert answer["Location"] == at("item", first.pk)
    assert client.post(at("item-right", first.pk))["Location"] == at("item", third.pk)
    assert client.post(at("item-right", third.pk))["Location"] == at("items", kept.pk)


def test_right_of_what_somebody_changed_meanwhile_is_not_taken(client: Client) -> None:
    one = intake(item(1)).items.get()
    commands.correct_item(item=one, number="130.7", kind=one.kind, position="", states=[], by=editor())
    answer = client.post(at("item-right", one.pk), {"version": "1"}, follow=True)
    one.refresh_from_db()
    assert one.decision == "to_check"
    assert "Somebody else changed this" in text_of(answer)


def test_all_without_doubts_at_once(client: Client) -> None:
    kept = intake(item(1), item(2, doubts=["no_number"]), item(3))
    client.post(at("all-right", kept.pk))
    assert [one.decision for one in kept.items.all()] == ["right", "to_check", "right"]


def test_facts_are_corrected_and_the_wording_cannot_be(client: Client) -> None:
    one = intake(item(1, states=[{"name": "Kenia", "iso3": "KEN"}])).items.get()
    assert "Take step 1" in text_of(client.get(at("item-facts", one.pk)))
    answers = {
        "version": one.version,
        "number": "131.1",
        "kind": "recommendation",
        "position": "noted",
        "states": ["KEN", "FJI"],
    }
    assert client.post(at("item-facts", one.pk), answers | {"text": "changed"}).status_code == 303
    one.refresh_from_db()
    assert (one.number, one.position, one.text) == ("131.1", "noted", "Take step 1 to protect everybody")
    assert one.states == [{"name": "Kenia", "iso3": "KEN"}, {"name": "Fiji", "iso3": "FJI"}]


def test_two_who_correct_the_same_item_see_both(client: Client) -> None:
    one = intake(item(1)).items.get()
    commands.correct_item(item=one, number="130.7", kind=one.kind, position="", states=[], by=editor())
    answers = {"version": 1, "number": "130.8", "kind": "recommendation", "position": ""}
    answer = client.post(at("item-facts", one.pk), answers)
    assert answer.status_code == 409
    assert "130.7" in text_of(answer)
    assert "130.8" in text_of(answer)


def test_split_and_unsplit(client: Client) -> None:
    one = intake(item(1)).items.get()
    client.post(at("item-split", one.pk), {"version": one.version, "demands": "First\n\n Second "})
    one.refresh_from_db()
    assert one.parts == ["First", "Second"]
    answer = client.post(at("item-split", one.pk), {"version": one.version, "demands": "Only one"})
    assert (answer.status_code, "two demands or more" in text_of(answer)) == (422, True)
    client.post(at("item-split", one.pk), {"version": one.version, "demands": ""})
    one.refresh_from_db()
    assert one.parts == []


def test_discarding_asks_why_and_can_be_undone(client: Client) -> None:
    one = intake(item(1)).items.get()
    assert client.post(at("item-discard", one.pk), {"version": one.version}).status_code == 422
    answer = client.post(at("item-discard", one.pk), {"version": one.version, "why": "comment"}, follow=True)
    one.refresh_from_db()
    assert (one.decision, one.reason) == ("discarded", "A comment or answer of the State")
    assert at("item-reopen", one.pk) in text_of(answer)
    client.post(at("item-reopen", one.pk))
    one.refresh_from_db()
    assert (one.decision, one.reason) == ("to_check", "")


def test_the_page_beside_is_a_picture_for_those_who_may(client: Client) -> None:
    upload(client, "report.pdf", REPORT.read_bytes())
    kept = Intake.objects.get()
    answer = client.get(at("page", kept.pk, 2))
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(at("page", kept.pk, 0)).status_code == 404
    assert client.get(at("page", kept.pk, kept.pages + 1)).status_code == 404


# --- the document -----------------------------------------------------------------------------------------------------


def facts(kept: Intake, **more: Any) -> dict[str, Any]:
    given = {name: value for name, value in kept.facts.items() if value is not None and name != "state"}
    return given | {"version": kept.version} | more


def test_the_facts_of_the_document_are_corrected(client: Client) -> None:
    mechanism("UPR", kind="upr")
    kept = intake(item(1))
    answer = client.post(at("document", kept.pk), facts(kept, symbol="A/HRC/58/8", date="2024-12-13"))
    assert answer["Location"] == at("items", kept.pk)
    kept.refresh_from_db()
    assert (kept.facts["symbol"], kept.facts["date"], kept.facts["state"]) == ("A/HRC/58/8", "2024-12-13", "XAR")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"symbol": ""}, "Enter the symbol"),
        ({"symbol": "A" * 81}, "80 characters"),
        ({"date": "tomorrow"}, "day, month and year"),
        ({"session": "0"}, "greater than or equal to 1"),
        ({"kind": "poem"}, "Choose one of the answers"),
    ],
)
def test_wrong_facts_are_refused(client: Client, wrong: dict[str, str], said: str) -> None:
    mechanism("UPR", kind="upr")
    kept = intake(item(1))
    answer = client.post(at("document", kept.pk), facts(kept, **wrong))
    assert (answer.status_code, said in text_of(answer)) == (422, True)


def test_a_known_symbol_and_another_state_are_warned_of(client: Client) -> None:
    document(symbol="A/HRC/58/7")
    kept = intake(item(1), facts={"state": "PRY"})
    shown = text_of(client.get(at("document", kept.pk)))
    assert "in the register already" in shown
    assert "about Paraguay" in shown


# --- confirming -------------------------------------------------------------------------------------------------------


def test_the_plan_says_the_numbers_and_the_button_does_it(client: Client) -> None:
    mechanism("UPR", kind="upr")
    kept = intake(item(1), item(2))
    find_all_right(kept)
    shown = text_of(client.get(at("confirm", kept.pk)))
    assert "Add 2 recommendations" in shown
    assert "Nothing is changed before you press." in shown
    assert not Recommendation.objects.exists()
    first, second = (client.post(at("confirm", kept.pk)) for _time in range(2))
    assert first["Location"] == at("done", kept.pk)
    assert second.status_code == 303
    assert (Recommendation.objects.count(), Document.objects.count()) == (2, 1)


def test_the_plan_without_decisions_cannot_be_pressed(client: Client) -> None:
    kept = intake(item(1))
    assert "Add 1 recommendation" not in text_of(client.get(at("confirm", kept.pk)))
    answer = client.post(at("confirm", kept.pk))
    assert (answer.status_code, "wait for your decision" in text_of(answer)) == (400, True)


def test_undo_from_the_page(client: Client) -> None:
    kept = confirmed(item(1))
    assert "Undo this intake" in text_of(client.get(at("done", kept.pk)))
    answer = client.post(at("undo", kept.pk), follow=True)
    assert "The intake was taken back" in text_of(answer)
    assert Recommendation.objects.get().standing == "withdrawn"
    assert client.post(at("undo", kept.pk)).status_code == 303


def test_a_discarded_intake_says_so(client: Client) -> None:
    kept = intake(item(1))
    assert "Discard this intake?" in text_of(client.get(at("discard", kept.pk)))
    client.post(at("discard", kept.pk))
    assert "was discarded" in text_of(client.get(at("intake", kept.pk), follow=True))
    assert client.post(at("confirm", kept.pk)).status_code == 303
    assert not Recommendation.objects.exists()


def test_an_undecided_item_of_a_closed_intake_cannot_be_decided(client: Client) -> None:
    kept = confirmed(item(1))
    one = kept.items.get()
    client.post(at("item-discard", one.pk), {"version": one.version, "why": "comment"})
    one.refresh_from_db()
    assert one.decision == IntakeItem.Decision.RIGHT


# --- figures ----------------------------------------------------------------------------------------------------------


def test_the_list_of_intakes_pages_and_counts(client: Client) -> None:
    intake(item(1))
    confirmed(item(1), content=b"%PDF-1.4\n%2")
    shown = client.get(at("list"))
    assert (shown.context["counts"]["open"], shown.context["counts"]["confirmed"]) == (1, 1)
    for chosen in ("open", "confirmed", "ended"):
        listed = client.get(at("list") + f"?list={chosen}").context["page"].paginator.count
        assert listed == shown.context["counts"][chosen]


@pytest.mark.parametrize("route", ["items", "confirm", "document", "done"])
def test_the_queries_do_not_grow_with_the_items(client: Client, route: str) -> None:
    mechanism("UPR", kind="upr")
    kept = confirmed(item(1), has_mechanism=True) if route == "done" else intake(item(1, decision="right"))
    more = [item(order, decision="right") for order in range(2, 80)]

    def add() -> None:
        IntakeItem.objects.bulk_create(IntakeItem(intake=kept, **one) for one in more)

    assert_same_queries(client, at(route, kept.pk), small=lambda: None, large=add)
    assert len(queries_of(client, at(route, kept.pk))) <= 10


def test_the_plan_for_a_document_that_is_here_asks_no_more_with_more_items(client: Client) -> None:
    """With its labels and all that the register has of it, the longest of our pages."""
    confirmed(*(item(order) for order in range(1, 40)))
    kept = intake(*(item(order, labels={"themes": ["Health"]}) for order in range(1, 40)), content=b"%PDF-1.4\n%2")
    find_all_right(kept)
    assert len(queries_of(client, at("confirm", kept.pk))) <= 14


def test_the_item_page_asks_ten_times_at_most(client: Client) -> None:
    kept = intake(*(item(order) for order in range(1, 60)))
    assert len(queries_of(client, at("item", kept.items.all()[30].pk))) <= 10


def test_a_task_for_a_finished_intake_does_nothing() -> None:
    kept = intake(item(1))
    tasks.read_intake(intake=str(kept.pk), by=editor())
    kept.refresh_from_db()
    assert (kept.state, kept.items.count()) == ("read", 1)
