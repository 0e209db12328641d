"""A second edition over local work: whatever was done here and whatever the source changed, nothing local is lost."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.importers.drafts import Draft, Source
from servanda.importers.matching import normal
from servanda.importers.models import Conflict
from servanda.importers.plan import Plan, make_plan
from servanda.publication.models import Snapshot
from servanda.recommendations.commands import classify, edit_facts, set_position, split
from servanda.recommendations.models import Recommendation, Wording
from tests.factories import House, assignment, editor, mechanism, scheme
from tests.importers.test_conflicts import draft, edition, taken_in

pytestmark = pytest.mark.django_db
MOST = 6
WORK = ("assign", "classify", "split", "position", "plain line")
CHANGES = ("same", "text", "gone", "number", "position", "label")
Local = dict[str, Any]

editions = st.lists(
    st.tuples(st.sets(st.sampled_from(WORK)), st.sampled_from(CHANGES), st.booleans()), min_size=1, max_size=MOST
)


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def first_edition(items: list[Any]) -> list[Source]:
    """What the index brought; those marked came from the report itself before."""
    drafts = [draft(n) for n in range(1, len(items) + 1)]
    of_the_report = [one for one, (_w, _c, is_ours) in zip(drafts, items, strict=True) if is_ours]
    return [edition(*of_the_report, origin="report.pdf"), edition(*drafts)]


def second_edition(items: list[Any]) -> Source:
    drafts = [changed(draft(n), change) for n, (_w, change, _o) in enumerate(items, 1)]
    return edition(*(one for one in drafts if one is not None), draft(90, text="A demand that is new altogether."))


def changed(one: Draft, change: str) -> Draft | None:
    return {
        "same": one,
        "text": dataclasses.replace(one, text=f"{one.text[:-1]} without delay, as was asked in {one.order}."),
        "gone": None,
        "number": dataclasses.replace(one, number=f"131.{one.order}"),
        "position": dataclasses.replace(one, position="noted"),
        "label": dataclasses.replace(one, labels={"themes": ["Right to food"]}),
    }[change]


def work_on(one: Recommendation, works: set[str], house: House, term: Any) -> None:
    if "assign" in works:
        assignment(one, house.institution, accepted_by=house.focal_point)
    if "classify" in works:
        classify(recommendations=[one], add=[term], by=editor())
    if "split" in works:
        words = str(one.wording_in()).split()
        split(recommendation=one, parts=[" ".join(words[:3]), " ".join(words[-2:])], by=editor())
    if "position" in works:
        set_position(
            recommendation=one, position="supported", explanations={"en": "Yes."}, source="letter", by=editor()
        )
    if "plain line" in works:
        edit_facts(recommendation=one, plain_lines={"en": f"In short {one.number}"}, by=editor())


def local_work() -> dict[str, Local]:
    """Everything that people did here, by reference."""
    return {
        one.reference: {
            "assignments": sorted(one.assignments.values_list("state", "role", "institution")),
            "terms": sorted(one.classifications.filter(decision="confirmed").values_list("term__code", flat=True)),
            "parts": list(one.parts.filter(joined_at=None).values_list("letter", "text")),
            "position": (one.position, one.position_explanations) if one.position else None,
            "plain": one.plain_lines,
            "standing": one.standing,
        }
        for one in Recommendation.objects.all()
    }


def holds(now: dict[str, Local], before: dict[str, Local]) -> list[str]:
    """What was lost: a reference that is gone, or a fact that is another. A position may be added where there was none."""
    lost = [reference for reference in before if reference not in now]
    for reference in before.keys() & now.keys():
        lost += [
            f"{reference} {name}"
            for name, value in before[reference].items()
            if now[reference][name] != value and not (name == "position" and value is None)
        ]
    return sorted(lost)


def everything() -> list[Any]:
    return [
        list(Recommendation.objects.order_by("pk").values_list()),
        list(Wording.objects.order_by("pk").values_list()),
        list(Snapshot.objects.order_by("pk").values_list("pk", "is_current", "withdrawn_at")),
        list(Conflict.objects.order_by("pk").values_list()),
    ]


def what_happened(before: set[Any], wordings: int, plan: Plan) -> Counter[str]:
    new = Recommendation.objects.exclude(pk__in=before).count()
    return Counter(
        new=new,
        wordings=Wording.objects.count() - wordings - new,
        conflicts=Conflict.objects.filter(state="open").count(),
    )


@pytest.mark.slow
@given(editions)
@settings(max_examples=12)
def test_feature_2_nothing_local_is_lost_and_the_plan_is_what_happens(items: list[Any]) -> None:
    """Feature 2: random local work, a random second edition: nothing lost, the plan carried out, twice is the same."""
    with nothing_kept():
        mechanism("UPR", kind="upr")
        term = scheme(labels=("Right to health", "Right to food")).terms.get(code="Right to health")
        house = House()
        for source in first_edition(items):
            taken_in(source)
        for one in Recommendation.objects.all():
            work_on(one, items[int(one.number.split(".")[1]) - 1][0], house, term)
        before, ids, wordings = (
            local_work(),
            set(Recommendation.objects.values_list("pk", flat=True)),
            Wording.objects.count(),
        )
        second = second_edition(items)
        plan = make_plan(second)
        taken_in(second)
        assert holds(local_work(), before) == []
        counts = plan.counts()
        assert what_happened(ids, wordings, plan) == Counter(
            new=counts["new"], wordings=counts["wordings"], conflicts=len(plan.differences)
        )
        once = everything()
        taken_in(second)
        assert everything() == once


@pytest.mark.slow
@given(editions)
@settings(max_examples=6)
def test_every_text_of_the_second_edition_is_shown_or_asked_about(items: list[Any]) -> None:
    """Nothing is silently dropped: a text is the current wording of its recommendation, or one side of a conflict."""
    with nothing_kept():
        mechanism("UPR", kind="upr")
        for source in first_edition(items):
            taken_in(source)
        second = second_edition(items)
        taken_in(second)
        current = {normal(text) for text in Wording.objects.filter(replaced_at=None).values_list("text", flat=True)}
        asked = {normal(c.theirs) for c in Conflict.objects.filter(kind="wording")}
        assert [d.text for d in second.drafts if normal(d.text) not in current | asked] == []


def test_a_planted_loss_is_found() -> None:
    """The comparison is no green zero."""
    mechanism("UPR", kind="upr")
    taken_in(edition(draft(1), draft(2)))
    one = Recommendation.objects.get(number="130.1")
    work_on(one, {"split", "plain line"}, House(), None)
    before = local_work()
    split(recommendation=one, parts=[], by=editor())
    Recommendation.objects.get(number="130.2").delete()
    lost = holds(local_work(), before)
    assert {"XAR-UPR-4-130.1 parts", "XAR-UPR-4-130.2"} <= set(lost)
