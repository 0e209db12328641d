"""The State's answers: with their source, through time, and the UN's words apart from ours."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from servanda.accounts.commands import undo
from servanda.core.errors import Refused
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import set_position
from servanda.recommendations.models import Answer, Recommendation
from tests.factories import document, editor, mechanism, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
SOURCE = "A/HRC/60/8/Add.1, paragraph 12"


def of_the_upr(**fields: Any) -> Recommendation:
    return recommendation(document=document(mechanism=mechanism("UPR", kind="upr"), cycle=4), **fields)


def public(one: Recommendation) -> dict[str, Any]:
    return Snapshot.objects.filter(kind="recommendation").current().get(public_id=one.reference).payload["position"]


def answer(one: Recommendation, position: str, **facts: Any) -> Recommendation:
    given = {"explanations": {}, "source": SOURCE} | facts
    return set_position(recommendation=one, position=position, by=editor(), **given)


def test_an_answer_names_its_source() -> None:
    """Feature 18: supported and noted with symbol and paragraph; a pending one has none."""
    one = of_the_upr()
    with pytest.raises(Refused, match="where the answer is written"):
        answer(one, "noted", source=" ")
    answer(one, "pending", source="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(recommendation=one).update(position="noted")
    sent = {"version": one.version, "position": "noted"}
    page = client_of(editor()).post(address("recommendations:position", one.pk), sent).content.decode()
    assert "Say where the answer is written" in page


def test_a_changed_answer_keeps_the_one_before() -> None:
    """Feature 159: the history of answers with dates and sources, on the public page and in files."""
    one = answer(of_the_upr(), "noted", answered_on=date(2021, 3, 19), source="A/HRC/46/91/Add.1")
    answer(one, "supported", answered_on=date(2024, 2, 1), source="Note verbale of 1 February 2024")
    assert [(a["value"], a["on"]) for a in public(one)["history"]] == [
        ("noted", "2021-03-19"),
        ("supported", "2024-02-01"),
    ]
    page = Client().get(f"/en/recommendations/{one.reference}/").content.decode()
    assert "How the answer changed" in page
    assert "19 March 2021" in page
    assert "A/HRC/46/91/Add.1" in page
    line = b"".join(Client().get("/en/recommendations.csv").streaming_content).decode()
    assert "2021-03-19 noted; 2024-02-01 supported" in line


def test_what_was_recorded_wrongly_is_no_answer() -> None:
    one = answer(of_the_upr(), "supported")
    sent = {"version": 1, "position": "noted", "position_source": SOURCE, "why_now": "corrected"}
    one.refresh_from_db()
    client_of(editor()).post(address("recommendations:position", one.pk), sent | {"version": one.version})
    assert [a["value"] for a in public(one)["history"]] == ["noted"]
    assert Answer.objects.get(was_mistaken=True).position == "supported"


def test_in_part_is_ours_and_the_uns_word_stands_beside_it() -> None:
    """Feature 19: a split position, with the UN's own word kept apart."""
    one = answer(of_the_upr(), "supported_in_part", explanations={"en": "Only the first part."}, un_position="noted")
    assert (public(one)["value"], public(one)["un_value"]) == ("supported_in_part", "noted")
    page = Client().get(f"/en/recommendations/{one.reference}/").content.decode()
    assert "The UN records: Noted." in page
    with pytest.raises(Refused, match="supported or noted"):
        answer(one, "supported_in_part", explanations={"en": "x"}, un_position="pending")


def test_an_answer_is_taken_back() -> None:
    one = answer(of_the_upr(), "noted")
    later = answer(one, "supported")
    assert undo(batch=later.taken_back_by, by=editor())["undone"] == 1
    one.refresh_from_db()
    assert (one.position, [a["value"] for a in public(one)["history"]]) == ("noted", ["noted"])
    assert undo(batch=one.answers.model.objects.none() or _batch_of(one), by=editor())["undone"] == 1
    one.refresh_from_db()
    assert one.position == ""


def _batch_of(one: Recommendation) -> Any:
    from servanda.audit.models import Batch

    return Batch.objects.filter(kind="register", undone_at=None).order_by("created_at").first()


@pytest.mark.parametrize("kind", ["pledge", "judgment_point", "decision", "concern"])
def test_nobody_takes_a_position_on_what_is_no_recommendation(kind: str) -> None:
    """Features 12, 13: a pledge or a point of a judgment has no position, and none is shown or asked for."""
    one = of_the_upr(kind=kind)
    with pytest.raises(Refused, match="Only a recommendation has a position"):
        answer(one, "noted")
    page = Client().get(f"/en/recommendations/{one.reference}/").content.decode()
    assert "What the State answered" not in page
    assert "Position pending" not in page
    assert (
        "Record a position" not in client_of(editor()).get(address("workspace:recommendation", one.pk)).content.decode()
    )
