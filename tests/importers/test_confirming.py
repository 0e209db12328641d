"""From checked items into the register, once, and back."""

from typing import Any

import pytest

from servanda.accounts.commands import undo
from servanda.core.errors import NotPossibleNow, Refused
from servanda.documents.models import Document
from servanda.importers import commands
from servanda.importers.models import Intake
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import classify, set_position, withdraw
from servanda.recommendations.models import Recommendation
from servanda.taxonomy.models import Term
from tests.factories import House, assignment, editor, mechanism, publisher, scheme
from tests.importers.taking_in import confirmed, find_all_right, intake, item

pytestmark = pytest.mark.django_db
Standing = Recommendation.Standing


def public_ids(kind: str = "recommendation") -> set[str]:
    return set(Snapshot.objects.filter(kind=kind).current().values_list("public_id", flat=True))


def what_the_register_holds() -> list[Any]:
    standing = Recommendation.objects.exclude(standing=Standing.WITHDRAWN)
    return sorted((r.number, r.position, r.wording_in("en").text) for r in standing)


def test_feature_7_everything_of_an_item_arrives() -> None:
    """Feature 7: what was read and checked stands in the register, with its place in the document."""
    confirmed(item(1, parts=["First", "Second"], position="supported"), item(2))
    first = Recommendation.objects.get(number="130.1")
    assert first.reference == "XAR-UPR-4-130.1"
    assert (first.document.symbol, first.document.session, first.page) == ("A/HRC/58/7", 47, 19)
    assert (first.paragraph.number, first.position, first.position_source) == ("130", "supported", "A/HRC/58/7")
    assert [p.text for p in first.parts.all()] == ["First", "Second"]
    assert [s.iso3 for s in first.recommending_states.all()] == ["KEN"]
    assert first.document.files.get().name == "report.pdf"


def test_the_texts_are_public_at_once() -> None:
    kept = confirmed(item(1), item(2))
    assert public_ids() == {"XAR-UPR-4-130.1", "XAR-UPR-4-130.2"}
    assert public_ids("document") == {str(kept.document_id)}


def test_nothing_is_in_the_register_before_that() -> None:
    intake(item(1), item(2))
    assert not Recommendation.objects.exists()
    assert not Document.objects.exists()
    assert not public_ids()


def test_the_plan_is_what_happens() -> None:
    """The dry run counts what confirming then does."""
    scheme(labels=("Right to health",))
    kept = intake(item(1, labels={"themes": ["Right to health", "Health of rivers"]}), item(2))
    find_all_right(kept)
    (plan,) = commands.plans_of(kept)
    counts = plan.counts()
    assert (counts["new"], counts["documents"], counts["labels"], counts["unknown_labels"]) == (2, 1, 2, 1)
    commands.confirm(intake=kept, by=editor())
    assert Recommendation.objects.count() == 2
    assert Recommendation.objects.get(number="130.1").classifications.filter(decision="suggested").count() == 2
    assert Term.objects.get(code="Health of rivers").unknown


def test_discarded_items_stay_out_with_their_reason() -> None:
    kept = intake(item(1), item(2))
    commands.discard_item(item=kept.items.get(order=2), reason="A comment of the State", by=editor())
    find_all_right(kept)
    commands.confirm(intake=kept, by=editor())
    assert [r.number for r in Recommendation.objects.all()] == ["130.1"]


def test_confirming_twice_has_one_effect() -> None:
    kept = confirmed(item(1))
    with pytest.raises(NotPossibleNow):
        commands.confirm(intake=kept, by=editor())
    assert Recommendation.objects.count() == 1


def test_an_undecided_item_stops_the_confirmation() -> None:
    kept = intake(item(1))
    with pytest.raises(Refused, match="wait for your decision"):
        commands.confirm(intake=kept, by=editor())
    assert not Document.objects.exists()


def test_without_a_symbol_nothing_is_confirmed() -> None:
    kept = intake(item(1), facts={"symbol": ""})
    find_all_right(kept)
    with pytest.raises(Refused, match="no symbol"):
        commands.confirm(intake=kept, by=editor())


# --- the same document again ------------------------------------------------------------------------------------------


def test_the_same_document_again_changes_nothing() -> None:
    confirmed(item(1), item(2))
    before = what_the_register_holds()
    again = intake(item(1), item(2), content=b"%PDF-1.4\n%2")
    find_all_right(again)
    assert commands.plans_of(again)[0].counts()["same"] == 2
    commands.confirm(intake=again, by=editor())
    assert what_the_register_holds() == before


def test_feature_5_a_thematic_list_adds_positions_and_labels() -> None:
    """Feature 5: OHCHR's list for a report that is here already doubles nothing."""
    confirmed(item(1), item(2))
    scheme(labels=("Right to health",))
    labels = {"themes": ["Right to health"]}
    later = confirmed(
        item(1, position="supported", labels=labels), item(2, position="noted", labels=labels),
        facts={"kind": "thematic_list"}, content=b"%PDF-1.4\n%2", has_mechanism=True,
    )  # fmt: skip
    first = Recommendation.objects.get(number="130.1")
    assert (Recommendation.objects.count(), first.position) == (2, "supported")
    assert first.document.kind == "upr_report"
    assert first.classifications.get().source == "report.pdf"
    assert undo(batch=later.batch, by=editor())["left"] == 0
    first.refresh_from_db()
    assert (first.position, first.classifications.count()) == ("pending", 0)
    assert first.document.files.count() == 1, "the list's own file went with it"
    assert Recommendation.objects.exclude(standing=Standing.WITHDRAWN).count() == 2


def test_a_list_that_joins_what_the_report_splits_completes_both() -> None:
    """Two States under one number: the report's reading gives two, OHCHR's list one."""
    confirmed(item(1, text="Ratify it"), item(2, number="130.1", text="Consider acceding to it"))
    confirmed(
        item(1, text="Ratify it (Niger); Consider acceding to it", position="noted"),
        facts={"kind": "thematic_list"}, content=b"%PDF-1.4\n%2", has_mechanism=True,
    )  # fmt: skip
    assert [r.position for r in Recommendation.objects.all()] == ["noted", "noted"]
    assert {w.text for r in Recommendation.objects.all() for w in r.wordings.all()} == {
        "Ratify it",
        "Consider acceding to it",
    }


def test_a_position_that_stands_already_is_not_overwritten() -> None:
    confirmed(item(1, position="supported"))
    again = intake(item(1, position="noted"), content=b"%PDF-1.4\n%2")
    find_all_right(again)
    assert commands.plans_of(again)[0].lines[0].differs == ("position",)
    commands.confirm(intake=again, by=editor())
    assert Recommendation.objects.get().position == "supported"


def test_another_language_is_added_as_a_wording() -> None:
    confirmed(item(1))
    confirmed(
        item(1, text="Tomar medidas", language="es"), facts={"language": "es", "title": "Informe"},
        content=b"%PDF-1.4\n%2", has_mechanism=True,
    )  # fmt: skip
    one = Recommendation.objects.get()
    assert {w.language for w in one.wordings.all()} == {"en", "es"}
    assert one.document.titles["es"] == "Informe"


def test_another_text_under_the_same_number_is_named_and_left_alone() -> None:
    confirmed(item(1))
    again = intake(item(1, text="Take one step to protect everybody"), content=b"%PDF-1.4\n%2")
    find_all_right(again)
    line = commands.plans_of(again)[0].lines[0]
    assert (line.outcome, line.differs) == ("same", ("wording",))


# --- back -------------------------------------------------------------------------------------------------------------


def test_feature_16_the_whole_intake_can_be_undone() -> None:
    """Feature 16: document and recommendations leave the register and the public side, and nothing else."""
    kept = confirmed(item(1), item(2))
    assert undo(batch=kept.batch, by=editor()) == {"undone": 5, "left": 0}
    kept.refresh_from_db()
    assert kept.state == Intake.State.UNDONE
    assert what_the_register_holds() == []
    assert public_ids() == public_ids("document") == set()


def test_what_somebody_worked_on_since_stays() -> None:
    kept = confirmed(item(1), item(2))
    assignment(Recommendation.objects.get(number="130.1"), House().institution)
    assert undo(batch=kept.batch, by=editor()) == {"undone": 2, "left": 3}
    assert [number for number, *_rest in what_the_register_holds()] == ["130.1"]
    assert public_ids("document"), "the document of what stays must stay public"
    assert Document.objects.get().files.get().name == "report.pdf"


def test_a_decided_label_and_a_changed_position_stay() -> None:
    confirmed(item(1))
    term = scheme(labels=("Right to health", "Right to food")).terms.first()
    later = confirmed(
        item(1, position="supported", labels={"themes": ["Right to health", "Right to food"]}),
        content=b"%PDF-1.4\n%2", has_mechanism=True,
    )  # fmt: skip
    one = Recommendation.objects.get()
    classify(recommendations=[one], add=[term], by=editor())
    set_position(recommendation=one, position="noted", explanations={}, source="Add.1", by=editor())
    undo(batch=later.batch, by=editor())
    one.refresh_from_db()
    assert one.position == "noted"
    assert [c.term for c in one.classifications.all()] == [term]


def test_an_answer_that_an_intake_brought_goes_with_it() -> None:
    """Features 16, 18: neither the position nor its place in the history stays behind."""
    confirmed(item(1))
    later = confirmed(item(1, position="supported"), content=b"%PDF-1.4\n%2", has_mechanism=True)
    one = Recommendation.objects.get()
    assert one.answers.get(replaced_at=None).position == "supported"
    undo(batch=later.batch, by=editor())
    one.refresh_from_db()
    assert one.position == "pending"
    assert [(answer.position, answer.replaced_at) for answer in one.answers.all()] == [("pending", None)]


def test_taken_back_and_taken_in_again_keeps_the_reference() -> None:
    kept = confirmed(item(1), item(2))
    undo(batch=kept.batch, by=editor())
    again = confirmed(item(1), item(2, text="Take the second step now"), has_mechanism=True)
    assert {r.reference for r in Recommendation.objects.all()} == {"XAR-UPR-4-130.1", "XAR-UPR-4-130.2"}
    assert public_ids() == {"XAR-UPR-4-130.1", "XAR-UPR-4-130.2"}
    assert public_ids("document") == {str(again.document_id)}
    assert Recommendation.objects.get(number="130.2").wording_in("en").text == "Take the second step now"


def test_what_a_publisher_withdrew_does_not_come_back() -> None:
    confirmed(item(1))
    withdraw(recommendation=Recommendation.objects.get(), reason="Addressed to another State", by=publisher())
    confirmed(item(1), content=b"%PDF-1.4\n%2", has_mechanism=True)
    assert Recommendation.objects.get().standing == Standing.WITHDRAWN


def test_a_document_of_another_state_may_be_tried() -> None:
    mechanism("UPR", kind="upr")
    kept = intake(item(1), facts={"state": "PRY"})
    find_all_right(kept)
    commands.confirm(intake=kept, by=editor())
    assert Recommendation.objects.get().reference == "XAR-UPR-4-130.1"


# --- an addendum answers ----------------------------------------------------------------------------------------------

ADDENDUM = {"symbol": "A/HRC/58/7/Add.1", "kind": "upr_addendum", "title": "Views of Arandia"}


def answer(order: int, position: str, reason: str = "", number: str = "") -> dict[str, Any]:
    return item(
        order, number=number or f"130.{order}", kind="answer", position=position, text=reason, states=[], section=""
    )


def an_addendum(*answers: dict[str, Any]) -> Intake:
    return confirmed(*answers, facts=ADDENDUM, content=b"%PDF-1.4\n%2", has_mechanism=True)


def test_feature_20_an_addendum_gives_the_positions_of_the_report_and_why() -> None:
    """Feature 20: positions with their explanation and the document that holds them; nothing is doubled."""
    confirmed(item(1), item(2), item(3))
    taken = an_addendum(answer(1, "supported"), answer(2, "noted", "The Constitution would have to change."))
    first, second, third = Recommendation.objects.all()
    assert (first.position, second.position, third.position) == ("supported", "noted", "pending")
    assert second.position_explanations == {"en": "The Constitution would have to change."}
    assert second.position_source == "A/HRC/58/7/Add.1"
    assert Document.objects.get(kind="upr_addendum").recommendations.count() == 0
    undo(batch=taken.batch, by=editor())
    second.refresh_from_db()
    assert (second.position, second.position_explanations) == ("pending", {})
    assert Recommendation.objects.filter(standing=Standing.CONFIRMED).count() == 3


def test_an_answer_in_part_without_a_reason_says_where_it_stands() -> None:
    confirmed(item(1))
    an_addendum(answer(1, "supported_in_part"))
    one = Recommendation.objects.get()
    assert (one.position, one.position_explanations) == ("supported_in_part", {"en": "See A/HRC/58/7/Add.1."})


def test_an_answer_to_what_is_not_here_is_told_and_left_out() -> None:
    confirmed(item(1))
    kept = intake(answer(1, "noted"), answer(2, "noted", number="999.9"), facts=ADDENDUM, content=b"%PDF-1.4\n%2")
    find_all_right(kept)
    counts = commands.plans_of(kept)[0].counts()
    assert (counts["changed"], counts["unknown"], counts["new"]) == (1, 1, 0)
    commands.confirm(intake=kept, by=editor())
    assert Recommendation.objects.count() == 1


def test_an_answer_does_not_overwrite_another() -> None:
    confirmed(item(1, position="supported"))
    an_addendum(answer(1, "noted", "We changed our mind."))
    assert Recommendation.objects.get().position == "supported"
