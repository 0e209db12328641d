"""Where a source says otherwise than the register: told, decided by a person, remembered, undone."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from servanda.accounts.commands import undo
from servanda.audit.models import Batch
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.models import Document
from servanda.importers import commands
from servanda.importers.commands import conflicts as deciding
from servanda.importers.drafts import UHRI, DocumentDraft, Draft, Source
from servanda.importers.models import Conflict, ImportRun
from servanda.importers.plan import make_plan
from servanda.publication.models import Snapshot
from servanda.recommendations.models import Recommendation
from tests.factories import editor, mechanism, publisher
from tests.support.queries import queries_of
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
SYMBOL = "A/HRC/58/7"
REPORT = DocumentDraft(
    SYMBOL,
    kind="upr_report",
    mechanism="UPR",
    session=47,
    cycle=4,
    titles={"en": "Report"},
    published_on=date(2024, 12, 12),
)


@pytest.fixture(autouse=True)
def _upr() -> None:
    mechanism("UPR", kind="upr")


def draft(order: int, **more: Any) -> Draft:
    given = {
        "key": str(order),
        "number": f"130.{order}",
        "text": f"Take step {order} to protect everybody.",
        "order": order,
    } | more
    return Draft(**given)


def edition(*drafts: Draft, document: DocumentDraft = REPORT, origin: str = UHRI) -> Source:
    return Source(document, drafts, origin=origin, corrects=origin == UHRI)


def taken_in(source: Source) -> ImportRun:
    run = commands.begin_run(source="uhri", file_name="export.json", sha256="0" * 64, by=editor())
    commands.import_document(run=run, source=source, by=editor())
    return commands.finish_run(run=run, by=editor())


def from_a_document(*drafts: Draft) -> ImportRun:
    return taken_in(edition(*drafts, origin="report.pdf"))


def one() -> Conflict:
    return Conflict.objects.get()


def text_of(number: str = "130.1") -> str:
    return Recommendation.objects.get(number=number).wording_in("en").text


# --- what is told -----------------------------------------------------------------------------------------------------


def test_feature_2_new_changed_withdrawn_and_same_are_told_apart() -> None:
    """Feature 2: a second edition is compared item by item; what the source has no more is proposed to a person."""
    taken_in(edition(draft(1), draft(2), draft(3)))
    plan = make_plan(edition(draft(1), draft(2, text="Take step 2 at once."), draft(4)))
    counts = plan.counts()
    assert (counts["new"], counts["changed"], counts["same"], counts["gone"]) == (1, 1, 1, 1)
    assert plan.gone[0].recommendation == Recommendation.objects.get(number="130.3")


def test_a_changed_text_becomes_a_new_wording_and_the_old_one_stays() -> None:
    taken_in(edition(draft(1)))
    taken_in(edition(draft(1, text="Take the first step to protect everybody.")))
    found = Recommendation.objects.get()
    assert [w.text for w in found.wordings.filter(replaced_at=None)] == ["Take the first step to protect everybody."]
    assert found.wordings.count() == 2
    assert Snapshot.objects.filter(public_id=found.reference).count() == 2


def test_what_the_source_has_no_more_is_not_taken_away_by_itself() -> None:
    taken_in(edition(draft(1), draft(2)))
    taken_in(edition(draft(1)))
    assert Recommendation.objects.filter(standing="confirmed").count() == 2
    assert (one().kind, one().state) == ("withdrawn", "open")


def test_a_text_of_a_document_is_left_alone_and_the_two_are_shown() -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Take step one to protect everybody.")))
    assert text_of() == "Take step 1 to protect everybody."
    assert (one().kind, one().field, one().ours, one().theirs) == (
        "wording", "en", "Take step 1 to protect everybody.", "Take step one to protect everybody.",
    )  # fmt: skip


def test_facts_of_the_document_and_a_number_that_moved_are_told() -> None:
    taken_in(edition(draft(1), draft(2)))
    other = dataclasses.replace(REPORT, published_on=date(2025, 1, 3), titles={"en": "Report of the Working Group"})
    taken_in(edition(draft(1), draft(2, number="130.7"), document=other))
    told = {(c.kind, c.field, c.ours, c.theirs) for c in Conflict.objects.all()}
    assert told == {
        ("fact", "published_on", "2024-12-12", "2025-01-03"),
        ("fact", "title en", "Report", "Report of the Working Group"),
        ("number", "", "130.2", "130.7"),
    }
    assert Recommendation.objects.count() == 2, "what moved is not doubled"


def test_the_same_words_of_another_state_are_no_number_that_moved() -> None:
    kenya, peru = ({"name": "Kenya", "iso3": "KEN"},), ({"name": "Peru", "iso3": "PER"},)
    taken_in(edition(draft(1, text="Ratify it", states=kenya)))
    taken_in(edition(draft(2, text="Ratify it", states=peru)))
    assert Recommendation.objects.count() == 2


def test_the_second_import_changes_nothing() -> None:
    from_a_document(draft(1), draft(2))
    second = edition(draft(1, text="Other words here"), draft(2, position="noted"))
    taken_in(second)
    before = (
        Conflict.objects.count(),
        list(Conflict.objects.values_list("changed_at", flat=True)),
        Snapshot.objects.count(),
    )
    taken_in(second)
    assert (
        Conflict.objects.count(),
        list(Conflict.objects.values_list("changed_at", flat=True)),
        Snapshot.objects.count(),
    ) == before


def test_what_the_source_does_not_say_any_more_is_settled() -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    taken_in(edition(draft(1, text="Quite other words")))
    assert sorted(Conflict.objects.values_list("theirs", "state")) == [
        ("Other words here", "settled"), ("Quite other words", "open"),
    ]  # fmt: skip
    taken_in(edition(draft(1)))
    assert set(Conflict.objects.values_list("state", flat=True)) == {"settled"}


def test_an_import_that_is_undone_asks_nothing_any_more() -> None:
    from_a_document(draft(1))
    run = taken_in(edition(draft(1, text="Other words here")))
    undo(batch=run.batch, by=editor())
    assert not Conflict.objects.exists()


# --- what a person decides --------------------------------------------------------------------------------------------


def test_the_words_of_the_source_are_taken_and_given_back() -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    batch = deciding.take_theirs(conflicts=[one()], by=editor())
    assert (text_of(), one().state, one().decided_by) == ("Other words here", "taken", editor())
    undo(batch=batch, by=editor())
    current = Recommendation.objects.get().wordings.get(replaced_at=None)
    assert (current.text, current.source) == ("Take step 1 to protect everybody.", SYMBOL)
    assert (one().state, one().decided_by) == ("open", None)


def test_the_position_of_the_source_is_taken_and_given_back() -> None:
    taken_in(edition(draft(1, position="supported")))
    taken_in(edition(draft(1, position="supported_in_part")))
    batch = deciding.take_theirs(conflicts=[one()], by=editor())
    found = Recommendation.objects.get()
    assert (found.position, found.position_explanations) == ("supported_in_part", {"en": f"See {SYMBOL}."})
    undo(batch=batch, by=editor())
    found.refresh_from_db()
    assert (found.position, found.position_explanations) == ("supported", {})


def test_facts_and_numbers_are_taken_and_given_back() -> None:
    taken_in(edition(draft(1)))
    other = dataclasses.replace(REPORT, published_on=date(2025, 1, 3), titles={"en": "Another title"})
    taken_in(edition(draft(1, number="130.9"), document=other))
    batch = deciding.take_theirs(conflicts=list(Conflict.objects.all()), by=editor())
    document, found = Document.objects.get(), Recommendation.objects.get()
    assert (document.published_on, document.titles["en"], found.number) == (date(2025, 1, 3), "Another title", "130.9")
    assert found.reference == "XAR-UPR-4-130.1", "an address is for ever"
    assert make_plan(edition(draft(1, number="130.9"), document=other)).differences == []
    undo(batch=batch, by=editor())
    document, found = Document.objects.get(), Recommendation.objects.get()
    assert (document.published_on, document.titles["en"], found.number) == (date(2024, 12, 12), "Report", "130.1")


def test_only_a_publisher_withdraws_what_the_source_has_no_more() -> None:
    from django.core.exceptions import PermissionDenied

    taken_in(edition(draft(1), draft(2)))
    taken_in(edition(draft(1)))
    with pytest.raises(PermissionDenied):
        deciding.take_theirs(conflicts=[one()], by=editor())
    batch = deciding.take_theirs(conflicts=[one()], by=publisher())
    found = Recommendation.objects.get(number="130.2")
    assert found.standing == "withdrawn"
    assert not Snapshot.objects.filter(public_id=found.reference).current().exists()
    undo(batch=batch, by=editor())
    found.refresh_from_db()
    assert found.standing == "confirmed"
    assert Snapshot.objects.filter(public_id=found.reference).current().exists()


def test_what_was_kept_does_not_come_back() -> None:
    """Feature 2: the reason is remembered, and the same statement is not asked about at the next import."""
    from_a_document(draft(1), draft(2))
    second = edition(
        draft(1, text="Other words here"), draft(2, position="noted"), draft(2, key="3", number="", text="x" * 9)
    )
    taken_in(edition(*second.drafts[:1]))
    deciding.keep_ours(conflicts=[one()], reason="The report itself says so.", by=editor())
    assert make_plan(edition(*second.drafts[:1])).counts()["differs"] == 0
    taken_in(edition(*second.drafts[:1]))
    assert (one().state, one().reason) == ("kept", "The report itself says so.")


def test_what_was_kept_and_is_said_otherwise_again_is_asked_anew() -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    deciding.keep_ours(conflicts=[one()], reason="Ours is right.", by=editor())
    taken_in(edition(draft(1, text="Still other words")))
    assert sorted(Conflict.objects.values_list("state", flat=True)) == ["kept", "open"]


def test_keeping_ours_needs_a_reason() -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    with pytest.raises(Refused, match="why ours"):
        deciding.keep_ours(conflicts=[one()], reason="  ", by=editor())


def test_several_are_decided_at_once_and_given_back_together() -> None:
    from_a_document(draft(1), draft(2), draft(3))
    taken_in(edition(*(draft(n, text=f"Quite another demand, number {n}") for n in (1, 2, 3))))
    batch = deciding.decide_later(conflicts=list(Conflict.objects.all()), by=editor())
    assert set(Conflict.objects.values_list("state", flat=True)) == {"later"}
    undo(batch=batch, by=editor())
    assert set(Conflict.objects.values_list("state", flat=True)) == {"open"}


def test_nobody_decides_twice() -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    stale = one()
    deciding.keep_ours(conflicts=[one()], reason="Ours is right.", by=editor())
    with pytest.raises(NotPossibleNow):
        deciding.take_theirs(conflicts=[stale], by=editor())


def test_a_change_since_stays_when_a_decision_is_undone() -> None:
    from servanda.recommendations.commands import set_position

    taken_in(edition(draft(1, position="supported")))
    taken_in(edition(draft(1, position="noted")))
    batch = deciding.take_theirs(conflicts=[one()], by=editor())
    found = Recommendation.objects.get()
    set_position(
        recommendation=found, position="supported_in_part", explanations={"en": "Half"}, source="x", by=editor()
    )
    assert undo(batch=batch, by=editor())["left"] == 1
    found.refresh_from_db()
    assert found.position == "supported_in_part"


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(settings: Any) -> Any:
    settings.SECOND_FACTOR = "optional"
    return client_of(editor())


def asked(page: Any, **query: str) -> str:
    return page.get(address("importers:conflicts", **query)).content.decode()


def sent(page: Any, choice: str, *conflicts: Conflict, **more: Any) -> Any:
    given = {"conflict": [str(one.pk) for one in conflicts], "choice": choice} | more
    return page.post(address("importers:conflicts"), given)


def test_the_page_shows_both_sides_with_the_words_that_differ(page: Any) -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Take step one to protect everybody.")))
    shown = asked(page)
    assert "<del>1</del>" in shown
    assert "<ins>one</ins>" in shown
    assert "The source (UHRI)" in shown
    assert "Who will see this" in shown


def test_keeping_without_a_reason_is_answered_and_nothing_is_lost(page: Any) -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    answer = sent(page, "keep", one())
    assert answer.status_code == 422
    assert "Say why ours is kept" in answer.content.decode()
    assert f'value="{one().pk}" data-pick checked' in answer.content.decode(), "what was ticked stays ticked"


def test_nothing_ticked_is_answered(page: Any) -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    assert "Tick at least one" in sent(page, "later").content.decode()


def test_taking_over_says_so_with_its_undo_and_the_file_shows_the_earlier_wording(page: Any) -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    onward = sent(page, "take", one())
    assert onward.status_code == 303
    assert reverse("workspace:undo", args=[Batch.objects.first().pk]) in page.get(onward["Location"]).content.decode()
    file = page.get(reverse("workspace:recommendation", args=[Recommendation.objects.get().pk])).content.decode()
    assert "An earlier wording" in file
    assert "<ins>Other words here</ins>" in file


def test_the_editor_is_told_that_a_publisher_withdraws(page: Any) -> None:
    taken_in(edition(draft(1), draft(2)))
    taken_in(edition(draft(1)))
    assert "Only a publisher can withdraw it" in asked(page)
    answer = sent(page, "take", one())
    assert answer.status_code == 422
    assert "only a publisher withdraws" in answer.content.decode()
    assert one().state == "open"


def test_all_of_a_list_can_be_decided_at_once(page: Any) -> None:
    from_a_document(draft(1), draft(2), draft(3))
    taken_in(edition(*(draft(n, text=f"Quite another demand, number {n}") for n in (1, 2, 3))))
    sent(page, "later", everything="1")
    assert set(Conflict.objects.values_list("state", flat=True)) == {"later"}
    assert "For later: 3" in asked(page, list="later")
    assert "Quite" in asked(page, list="later", kind="wording")
    assert "None in this list" in asked(page, list="decided")


def test_the_first_page_counts_what_waits(page: Any) -> None:
    from_a_document(draft(1))
    taken_in(edition(draft(1, text="Other words here")))
    assert "Where sources say otherwise" in page.get(reverse("workspace:home")).content.decode()
    assert "1 place where a source says otherwise" in page.get(reverse("importers:list")).content.decode()


def test_the_page_asks_no_more_with_more_conflicts(page: Any) -> None:
    from_a_document(*(draft(n) for n in range(1, 21)))
    changed = [draft(n, text=f"Quite another demand, number {n}") for n in range(1, 21)]
    taken_in(edition(*changed[:2]))
    few = len(queries_of(page, address("importers:conflicts")))
    taken_in(edition(*changed))
    assert len(queries_of(page, address("importers:conflicts"))) <= few


def test_a_list_about_a_report_says_nothing_of_the_report_itself() -> None:
    from_a_document(draft(1))
    about = dataclasses.replace(
        REPORT, kind="thematic_list", titles={"en": "Thematic list"}, published_on=date(2025, 3, 3)
    )
    assert make_plan(edition(draft(1), document=about, origin="list.docx")).other_facts == ()
