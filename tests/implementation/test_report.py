"""Reporting progress: from the link in a mail to sent, and nothing typed is ever lost."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from servanda.core import clock
from servanda.implementation.models import Action, Evidence, Update
from servanda.publication.models import Snapshot
from tests import factories
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%"
ANSWERS = {"what_was_done": "Act 41.", "what_changed": "312 people are free.", "what_is_missing": "Two regions."}


@pytest.fixture
def house() -> factories.House:
    return factories.House()


@pytest.fixture
def asked(house: factories.House) -> Any:
    """A recommendation that the house follows up, due in ten days."""
    recommendation = factories.recommendation()
    due_on = clock.today() + timedelta(days=10)
    factories.assignment(recommendation, house.institution, accepted_by=house.focal_point, due_on=due_on)
    return recommendation


@pytest.fixture
def client(house: factories.House) -> Client:
    return client_of(house.focal_point)


def fresh(client: Client, asked: Any) -> dict[str, str]:
    """What the empty page would send: the id of the draft to be."""
    form = client.get(address("implementation:report", recommendation=asked.pk)).context["form"]
    return {"draft": str(form["draft"].value()), "version": ""}


def send(client: Client, asked: Any, **values: Any) -> Any:
    return client.post(address("implementation:report", recommendation=asked.pk), values)


def autosave(client: Client, url: str, **values: Any) -> Any:
    return client.post(url, values, headers={"X-Autosave": "1"})


def test_the_page_shows_what_was_asked_and_who_will_see_the_answer(client: Client, asked: Any) -> None:
    """Feature 163: the page says who will see it, from the policy's own stages."""
    text = client.get(address("implementation:report", recommendation=asked.pk)).content.decode()
    assert asked.wording_in().text in text
    assert "Once published" in text
    assert "Secretariat editor" in text


def test_opening_the_page_keeps_nothing(client: Client, asked: Any) -> None:
    fresh(client, asked)
    assert not Update.objects.exists()


def test_from_the_link_to_sent_with_a_file(client: Client, asked: Any, house: factories.House) -> None:
    """Features 50 and 62: three answers that keep what was done apart from what changed, and a file, in three pages."""
    file = SimpleUploadedFile("decree.pdf", PDF, "application/pdf")
    sent = {"evidence-attachments": file, "evidence-visibility": "public", "check": "1"}
    checking = send(client, asked, **fresh(client, asked), **ANSWERS, **sent)
    assert checking.status_code == 303
    page = client.get(checking.url)
    assert "decree.pdf" in page.content.decode()
    update = Update.objects.get()
    answer = client.post(address("implementation:step", "update", update.pk, "submit"), {"version": update.version})
    assert answer.status_code == 303
    update.refresh_from_db()
    assert (update.state, update.what_changed) == ("submitted", "312 people are free.")
    assert update.evidence.get().visibility == "public"


def test_a_draft_is_saved_half_empty_and_found_again(client: Client, asked: Any) -> None:
    send(client, asked, **fresh(client, asked), what_changed="Nothing yet.", save="1")
    again = client.get(address("implementation:report", recommendation=asked.pk), follow=True)
    assert "Nothing yet." in again.content.decode()


def test_an_incomplete_report_is_refused_at_sending_with_what_to_do(client: Client, asked: Any) -> None:
    send(client, asked, **fresh(client, asked), what_changed="Nothing yet.", save="1")
    update = Update.objects.get()
    assert "Answer the first question" in client.get(address("implementation:update-check", update.pk)).content.decode()
    answer = client.post(address("implementation:step", "update", update.pk, "submit"))
    assert answer.status_code == 400
    assert "Answer the first question" in answer.content.decode()


def test_autosave_keeps_one_draft_however_often_it_comes(client: Client, asked: Any) -> None:
    url, begun = address("implementation:report", recommendation=asked.pk), fresh(client, asked)
    first = autosave(client, url, **begun, what_was_done="Act")
    version = first.json()["version"]
    second = autosave(client, url, draft=begun["draft"], version=version, what_was_done="Act 41")
    assert second.json()["version"] == version + 1
    assert Update.objects.get().what_was_done == "Act 41"


def test_autosave_whose_answer_was_lost_on_the_way_is_no_conflict(client: Client, asked: Any) -> None:
    url, begun = address("implementation:report", recommendation=asked.pk), fresh(client, asked)
    autosave(client, url, **begun, what_was_done="Act")
    assert autosave(client, url, **begun, what_was_done="Act 41").status_code == 200
    assert Update.objects.get().what_was_done == "Act 41"


def test_two_people_on_one_draft_see_both_texts(client: Client, asked: Any, house: factories.House) -> None:
    """Feature 116: a change that came first is never written over; both texts are shown and one is chosen."""
    update = factories.update(house, recommendation=asked, what_was_done="First text")
    page, other = address("implementation:update", update.pk), client_of(house.alternate)
    other.post(page, {"version": update.version, "what_was_done": "Theirs", "save": "1"})
    late = client.post(page, {"version": update.version, "what_was_done": "Mine", "save": "1"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "Theirs" in text
    assert "Mine" in text
    assert f"Take the text of {house.alternate}" in text
    update.refresh_from_db()
    assert update.what_was_done == "Theirs"
    version = late.context["form"]["version"].value()
    client.post(page, {"version": version, "what_was_done": "Mine", "keep-what_was_done": "mine", "save": "1"})
    update.refresh_from_db()
    assert update.what_was_done == "Mine"


def test_taking_the_other_text(client: Client, asked: Any, house: factories.House) -> None:
    """Feature 116: the other person's text can be taken instead of one's own."""
    update = factories.update(house, recommendation=asked, what_was_done="Theirs")
    values = {"version": update.version, "what_was_done": "Mine", "keep-what_was_done": "theirs", "save": "1"}
    client.post(address("implementation:update", update.pk), values)
    update.refresh_from_db()
    assert update.what_was_done == "Theirs"


def test_autosave_behind_somebody_else_changes_nothing(client: Client, asked: Any, house: factories.House) -> None:
    """Feature 116: the script is told, and the person sees both texts when she saves."""
    update = factories.update(house, recommendation=asked)
    page = address("implementation:update", update.pk)
    client_of(house.alternate).post(page, {"version": update.version, "what_was_done": "Theirs", "save": "1"})
    assert autosave(client, page, version=update.version, what_was_done="Mine").status_code == 409
    update.refresh_from_db()
    assert update.what_was_done == "Theirs"


def test_a_colleague_who_began_meanwhile_is_not_doubled(client: Client, asked: Any, house: factories.House) -> None:
    begun = fresh(client, asked)
    factories.update(house, recommendation=asked, what_was_done="Theirs")
    answer = send(client, asked, **begun, what_was_done="Mine", save="1")
    assert answer.status_code == 409
    assert Update.objects.count() == 1


def test_files_are_kept_when_two_people_met(client: Client, asked: Any, house: factories.House) -> None:
    update = factories.update(house, recommendation=asked)
    page = address("implementation:update", update.pk)
    client_of(house.alternate).post(page, {"version": update.version, "what_was_done": "Theirs", "save": "1"})
    file = SimpleUploadedFile("decree.pdf", PDF, "application/pdf")
    client.post(page, {"version": update.version, "what_was_done": "Mine", "evidence-attachments": file})
    assert update.evidence.get().file.name == "decree.pdf"


def test_one_bad_file_loses_neither_text_nor_the_good_file(client: Client, asked: Any) -> None:
    """Feature 50: what is refused is said by name; everything else is kept."""
    files = [SimpleUploadedFile("decree.pdf", PDF), SimpleUploadedFile("tool.exe", b"MZ\x90\x00\x03")]
    answer = send(client, asked, **fresh(client, asked), **ANSWERS, **{"evidence-attachments": files}, check="1")
    assert answer.status_code == 422
    assert "tool.exe" in answer.content.decode()
    assert Update.objects.get().what_was_done == "Act 41."
    assert Evidence.objects.get().file.name == "decree.pdf"


def test_an_empty_file_does_not_cost_the_good_one(client: Client, asked: Any) -> None:
    files = [SimpleUploadedFile("empty.pdf", b""), SimpleUploadedFile("decree.pdf", PDF)]
    answer = send(client, asked, **fresh(client, asked), **ANSWERS, **{"evidence-attachments": files}, check="1")
    assert answer.status_code == 422
    assert "empty.pdf" in answer.content.decode()
    assert Evidence.objects.get().file.name == "decree.pdf"


def test_a_wrong_link_loses_no_text(client: Client, asked: Any) -> None:
    answer = send(client, asked, **fresh(client, asked), **ANSWERS, **{"evidence-url": "not a link"}, check="1")
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode() or "There is a problem" in answer.content.decode()
    assert Update.objects.get().what_changed == ANSWERS["what_changed"]


def test_a_second_click_sends_no_second_file(client: Client, asked: Any) -> None:
    begun = fresh(client, asked)
    for _click in range(2):
        file = SimpleUploadedFile("decree.pdf", PDF)
        send(client, asked, **begun, **ANSWERS, **{"evidence-attachments": file}, save="1")
    assert Update.objects.count() == 1
    assert Evidence.objects.count() == 1


def test_the_last_answer_is_copied_forward_and_marked(client: Client, asked: Any, house: factories.House) -> None:
    last = factories.moved(factories.update(house, recommendation=asked), house, to="submitted")
    send(client, asked, **fresh(client, asked), what_changed="New words.", copy="1")
    update = Update.objects.exclude(pk=last.pk).get()
    assert update.copied_from == last
    assert (update.what_was_done, update.what_changed) == (last.what_was_done, "New words.")


def test_an_action_recorded_on_the_way_goes_with_the_report(client: Client, asked: Any, house: factories.House) -> None:
    """Feature 53: the action is written once, linked, and takes each step together with its first report."""
    about = {"about": "new", "new_title": "Act 41 of 2025", "new_kind": "law", "progress": "completed"}
    send(client, asked, **fresh(client, asked), **ANSWERS, **about, check="1")
    update = Update.objects.get()
    for who, verb in (
        (house.focal_point, "submit"),
        (house.validating_authority, "approve"),
        (factories.editor(), "accept"),
        (factories.publisher(), "publish"),
    ):
        assert client_of(who).post(address("implementation:step", "update", update.pk, verb)).status_code == 303
    action = Action.objects.get()
    assert (action.state, action.progress, action.recommendations.get()) == ("published", "completed", asked)


def test_one_update_serves_every_recommendation_of_its_action(house: factories.House) -> None:
    """Feature 53: published once, it stands on the public page of each recommendation that the action answers."""
    answers = [factories.recommendation() for _n in range(3)]
    action = factories.published(factories.action(house, answers=answers), house)
    factories.published(factories.update(house, action=action, what_changed="Seen by three."), house)
    pages = Snapshot.objects.filter(kind="recommendation", public_id__in=[r.reference for r in answers]).current()
    assert sum("Seen by three." in str(page.payload) for page in pages) == 3


def test_a_published_update_moves_its_action_on(house: factories.House) -> None:
    """Feature 47: planned and done are told apart, and the action moves when the report on it is published, not before."""
    action = factories.published(factories.action(house, progress="planned"), house)
    update = factories.moved(factories.update(house, action=action, progress="completed"), house, to="accepted")
    action.refresh_from_db()
    assert action.progress == "planned"
    factories.publication.publish(item=update, by=factories.publisher())
    action.refresh_from_db()
    assert action.progress == "completed"
    assert "completed" in str(Snapshot.objects.filter(kind="action", public_id=action.code).current().get().payload)


def test_a_published_action_is_linked_by_the_report_that_answers_with_it(house: factories.House, asked: Any) -> None:
    """Feature 44: an action published for one recommendation answers another as soon as the report is published."""
    action = factories.published(factories.action(house), house)
    factories.published(factories.update(house, action=action, recommendation=asked), house)
    assert asked in action.recommendations.all()


def test_a_title_is_asked_for_a_new_action_and_the_text_is_kept(client: Client, asked: Any) -> None:
    answer = send(client, asked, **fresh(client, asked), **ANSWERS, about="new", check="1")
    assert answer.status_code == 422
    assert "Write the title of the new action" in answer.content.decode()
    assert Update.objects.get().what_was_done == "Act 41."


def test_a_report_sent_meanwhile_shows_the_typed_text(client: Client, asked: Any, house: factories.House) -> None:
    update = factories.moved(factories.update(house, recommendation=asked), house, to="submitted")
    answer = client.post(address("implementation:update", update.pk), {"version": 1, "what_was_done": "My long text"})
    assert answer.status_code == 409
    assert "My long text" in answer.content.decode()


def test_another_institutions_draft_does_not_exist(house: factories.House, asked: Any) -> None:
    """Side door: the address of a draft of another institution answers as if there were none."""
    update, stranger = factories.update(house, recommendation=asked), client_of(factories.House().focal_point)
    for page in ("implementation:update", "implementation:update-check"):
        assert stranger.get(address(page, update.pk)).status_code == 404
    assert stranger.post(address("implementation:update", update.pk), {"what_was_done": "x"}).status_code == 404


def test_two_ids_in_one_request_open_nothing(client: Client, asked: Any) -> None:
    """Side door: one's own recommendation in the address, another institution's draft or action in the form."""
    other = factories.House()
    foreign, action = factories.update(other), factories.action(other)
    assert send(client, asked, draft=foreign.pk, what_was_done="x").status_code == 404
    answer = send(client, asked, draft=uuid.uuid4(), about=action.pk, what_was_done="x", check="1")
    assert answer.status_code == 422
    assert Update.objects.exclude(pk=foreign.pk).get().action is None
    assert client.get(address("implementation:report", action=action.pk)).status_code == 404


def test_a_published_action_of_another_institution_is_not_reported_on(client: Client) -> None:
    other = factories.House()
    action = factories.published(factories.action(other), other)
    assert client.get(address("implementation:report", action=action.pk)).status_code == 403


@pytest.mark.parametrize("who", ["validating_authority", "editor", "publisher"])
def test_only_focal_points_report(who: str, house: factories.House, asked: Any) -> None:
    person = getattr(house, who, None) or getattr(factories, who)()
    assert client_of(person).get(address("implementation:report", recommendation=asked.pk)).status_code == 403


def test_reporting_works_without_scripts(client: Client, asked: Any) -> None:
    """The page is a plain form with several parts: nothing in it needs the script."""
    text = client.get(address("implementation:report", recommendation=asked.pk)).content.decode()
    assert 'enctype="multipart/form-data"' in text
    assert 'name="check"' in text
    assert " onclick" not in text


def test_bad_addresses_are_not_found(client: Client) -> None:
    assert client.get(address("implementation:report", recommendation="rubbish")).status_code == 404
    assert client.get(address("implementation:report", recommendation=uuid.uuid4())).status_code == 404


def test_without_a_subject_one_chooses(client: Client, asked: Any) -> None:
    assert asked.wording_in().text in client.get(address("implementation:report")).content.decode()
