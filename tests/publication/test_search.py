"""The public index: it holds what is published, as it is now, and its counts are true."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from servanda.core.search import Range, keys, search
from servanda.publication.commands import withdraw_snapshots
from servanda.publication.models import Change, Snapshot
from servanda.publication.search import FACETS, FINISHED, entry_of, lead_of, level_of
from servanda.recommendations.commands import edit_facts, set_position
from tests.factories import House, assessment, editor, published, recommendation, update
from tests.portal.samples import many, payload, publish

DAY = 20261124


def references(query: str = "", **filters: object) -> list[str]:
    return [key.removeprefix("recommendation:") for key in keys(query, filters)]


@pytest.mark.django_db
class TestKeepingUp:
    def test_it_follows_what_is_published(self) -> None:
        """Feature 99: what is published is found at once, what changed is found as it is now."""
        asked = recommendation(wordings={"en": "Close the old prison."})
        assert references("prisons") == [asked.reference]
        edit_facts(recommendation=asked, plain_lines={"en": "Shut the jail"}, by=editor())
        assert references("jails") == [asked.reference]

    def test_a_withdrawn_one_is_found_no_more(self) -> None:
        publish([payload("XAR-CAT-3-1", "Close the prison.")])
        assert references("prison") == ["XAR-CAT-3-1"]
        withdraw_snapshots(kind="recommendation", public_id="XAR-CAT-3-1", reason="Published by mistake.")
        assert references("prison") == []
        assert search("").total == 0

    def test_a_draft_is_never_found(self) -> None:
        house = House()
        asked = recommendation()
        draft = update(house, recommendation=asked, what_was_done="unripe cucumber")
        assert references("cucumber") == []
        published(draft, house)
        assert references("cucumber") == [asked.reference]

    def test_the_level_of_the_newest_assessment_counts(self) -> None:
        house = House()
        asked = recommendation()
        assert references(state_status=["not_assessed"]) == [asked.reference]
        made = assessment(house.focal_point, house.institution, of=asked, level="implemented")
        assert references(state_status=["implemented"]) == []
        published(made, house)
        assert references(state_status=["implemented"]) == [asked.reference]
        assert references(state_status=["not_assessed"]) == []

    def test_the_command_makes_it_anew_and_compares(self) -> None:
        publish(many(12))
        call_command("reindex", stdout=(out := io.StringIO()))
        assert "public: 12 read" in out.getvalue()
        assert check() == 0
        Change.objects.all().delete()
        first = Snapshot.objects.order_by("public_id")[0]
        Snapshot.objects.filter(pk=first.pk).update(payload=first.payload | {"terms": []})
        Snapshot.objects.exclude(pk=first.pk).filter(public_id__contains="CRC").delete()
        call_command("reindex", stdout=io.StringIO())
        assert check() == 0

    def test_the_command_knows_its_indexes(self) -> None:
        with pytest.raises(SystemExit) as left:
            call_command("reindex", "nonsense", stderr=io.StringIO())
        assert left.value.code == 2


def check() -> int:
    with pytest.raises(SystemExit) as left:
        call_command("reindex", "public", "--check", stdout=io.StringIO())
    return int(left.value.code or 0)


@pytest.mark.django_db
def test_the_position_is_found() -> None:
    asked = recommendation()
    set_position(
        recommendation=asked,
        position="supported_in_part",
        explanations={"en": "Only for adults."},
        source="Add.1",
        by=editor(),
    )
    assert references(position=["supported_in_part"]) == [asked.reference]
    assert references("adults") == [asked.reference]


def codes(content: dict, facet: str) -> set[str]:
    """What a payload says about a facet, read independently of the index."""
    document, mechanism = content["document"], content["document"]["mechanism"]
    schemes = {"theme": "themes", "persons": "persons", "sdg": "sdgs"}
    if facet in schemes:
        return {
            t["code"].partition(".")[0] if facet == "sdg" else t["code"]
            for t in content["terms"]
            if t["scheme"] == schemes[facet]
        }
    plain: dict[str, Callable[[], set[str]]] = {
        "state_status": lambda: {level_of(content, "state")},
        "nhri_status": lambda: {level_of(content, "nhri")},
        "mechanism": lambda: {mechanism["code"]},
        "year": lambda: {document["published_on"][:4]},
        "cycle": lambda: {str(document["cycle"])} if document["cycle"] else set(),
        "lead": lambda: {lead["code"]} if (lead := lead_of(content)) else set(),
        "position": lambda: {content["position"]["value"] or "pending"} if mechanism["kind"] == "upr" else set(),
        "kind": lambda: {content["recommendation"]["kind"]},
        "recommending": lambda: {s["iso3"] or s["name"] for s in content["recommendation"]["states"]},
    }
    return plain[facet]()


SHOWN = [
    "state_status",
    "nhri_status",
    "mechanism",
    "year",
    "cycle",
    "theme",
    "persons",
    "sdg",
    "lead",
    "position",
    "kind",
    "recommending",
]
SAMPLES = many(60)
CHOICES = {facet: sorted({code for content in SAMPLES for code in codes(content, facet)}) for facet in SHOWN}
choices = st.fixed_dictionaries(
    {},
    optional={
        facet: st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=3)
        for facet, values in CHOICES.items()
    },
)
words = st.sampled_from(["", "prison", "prisons OR teachers", "NOT women", '"places of detention"', "clinics women"])


class TestCounts(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        publish(SAMPLES)

    @settings(max_examples=60)
    @given(chosen=choices, late=st.booleans(), query=words)
    def test_every_count_equals_its_list(self, chosen: dict[str, list[str]], late: bool, query: str) -> None:
        """Feature 100: for any combination, the list is what a look at every snapshot gives, and so is every count."""
        filters = chosen | ({"open_due": Range(below=DAY)} if late else {})
        said = {key.removeprefix("recommendation:") for key in keys(query, {})}
        found = search(query, filters, SHOWN)
        expected = {c["recommendation"]["reference"] for c in SAMPLES if fits(c, chosen, late)} & said
        assert {key.removeprefix("recommendation:") for key in keys(query, filters)} == expected
        assert (found.count, found.total) == (len(expected), len(SAMPLES))
        for facet in SHOWN:
            others = {name: wanted for name, wanted in chosen.items() if name != facet}
            for option in found.facets[facet]:
                alone = [
                    c
                    for c in SAMPLES
                    if fits(c, others | {facet: [option.code]}, late) and c["recommendation"]["reference"] in said
                ]
                assert option.count == len(alone), (facet, option)
                assert option.selected == (option.code in chosen.get(facet, []))


def fits(content: dict, chosen: dict[str, list[str]], late: bool) -> bool:
    lead = lead_of(content)
    is_late = bool(
        lead and lead["due_on"] and lead["due_on"] < "2026-11-24" and level_of(content, "state") not in FINISHED
    )
    return all(codes(content, facet) & set(wanted) for facet, wanted in chosen.items()) and (is_late or not late)


def test_newest_documents_come_first_each_in_its_own_order() -> None:
    old = payload("A-1", recommendation={"order": 2}, document={"published_on": "2014-05-14", "symbol": "B"})
    new = [
        payload(f"C-{n}", recommendation={"order": n}, document={"published_on": "2024-05-14", "symbol": "C"})
        for n in (10, 9)
    ]
    undated = payload("D-1", document={"published_on": None, "symbol": "D"})
    by_newest = sorted(
        [undated, old, *new], key=lambda p: entry_of(p["recommendation"]["reference"], p).order["newest"]
    )
    assert [p["recommendation"]["reference"] for p in by_newest] == ["C-9", "C-10", "A-1", "D-1"]


def test_every_fact_belongs_to_a_facet() -> None:
    for content in SAMPLES:
        assert set(entry_of("x", content).facts) <= set(FACETS)
