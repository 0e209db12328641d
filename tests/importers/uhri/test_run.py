"""Reading an edition: what is new, changed, the same and withdrawn; going on after an interruption; taking back."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.audit.models import Entry
from servanda.core.errors import NotPossibleNow
from servanda.importers.reading.limits import Refused
from servanda.importers.uhri import commands, run
from servanda.importers.uhri.models import Edition, Link, Observation, Repair, SourceDocument, Term
from servanda.importers.uhri.queries import counts_of, in_edition, in_force_number
from tests.factories import operator
from tests.importers.uhri.samples import record, records, written

pytestmark = pytest.mark.django_db


def read(path: Path, **options: Any) -> run.Result:
    return run.read_edition(path, by=operator(), **options)


def held(number: int | None = None) -> dict[str, str]:
    """Id → text of an edition."""
    rows = in_edition(in_force_number() if number is None else number)
    return dict(rows.values_list("annotation", "text"))


def test_every_row_is_in_the_index_once(tmp_path: Path) -> None:
    rows = records(250)
    result = read(written(tmp_path / "a.json", rows))
    assert result.counts["new"] == result.counts["records"] == 250
    assert Counter(Observation.objects.values_list("annotation", flat=True)) == Counter(r["AnnotationId"] for r in rows)
    one = Observation.objects.get(annotation=rows[3]["AnnotationId"])
    assert (one.number, one.text) == ("4", "Take step 3 to protect everybody’s rights.")
    assert (one.state.code, one.body.code, one.document.symbol) == ("PRY", "CEDAW", "CEDAW/C/PRY/CO/1")
    assert Link.objects.filter(observation=one).count() == len(one.terms.split()) == 3


def test_one_entry_in_the_record_for_its_end_with_the_digest(tmp_path: Path) -> None:
    result = read(written(tmp_path / "a.json", records(50)))
    entry = Entry.objects.get(command="uhri.finish_edition")
    assert entry.content["digest"] == result.edition.sha256
    assert entry.content["counts"]["new"] == 50


def test_feature_2_the_next_edition_names_what_changed(tmp_path: Path) -> None:
    """Feature 2: new, changed and withdrawn records are named exactly; the earlier edition can still be seen."""
    first = records(100)
    read(written(tmp_path / "a.json", first))
    second = [*first[:40], *first[43:], *(record(n) for n in range(100, 107))]
    second[5] = second[5] | {"Text": second[5]["Text"] + " within one year"}
    result = read(written(tmp_path / "b.json", second))
    assert {k: set(v) for k, v in result.plan.items()} == {
        "changed": {second[5]["AnnotationId"]},
        "new": {r["AnnotationId"] for r in second[97:]},
        "withdrawn": {r["AnnotationId"] for r in first[40:43]},
    }
    assert {k: result.counts[k] for k in ("new", "changed", "same", "withdrawn")} == {
        "new": 7, "changed": 1, "same": 96, "withdrawn": 3,
    }  # fmt: skip
    assert set(held()) == {r["AnnotationId"] for r in second}
    assert set(held(1)) == {r["AnnotationId"] for r in first}
    assert held()[second[5]["AnnotationId"]] != held(1)[second[5]["AnnotationId"]]


def test_the_same_file_again_reads_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", records(30))
    read(path)
    assert read(path).counts == read(path).counts
    assert Edition.objects.count() == 1


def test_the_same_content_in_another_dress_is_the_same(tmp_path: Path) -> None:
    rows = records(60)
    read(written(tmp_path / "a.json", rows))
    other = [dict(reversed(row.items())) | {"Body": "CEDAW"} for row in rows]
    result = read(written(tmp_path / "b.json", other, by_line=False))
    assert (result.counts["same"], result.counts["new"], result.counts["changed"]) == (60, 0, 0)
    assert Link.objects.filter(observation__isnull=False).count() == 180


def test_a_part_of_the_index_withdraws_nothing_elsewhere(tmp_path: Path) -> None:
    rows = records(200)
    read(written(tmp_path / "a.json", rows))
    paraguay = [r for r in rows if r["Countries"] == ["Paraguay"]]
    result = read(written(tmp_path / "b.json", paraguay[1:]))
    assert (result.counts["withdrawn"], result.counts["not_here"]) == (1, 160)
    assert len(held()) == 199
    assert read(written(tmp_path / "c.json", paraguay[1:-1]), whole=True).counts["withdrawn"] == 161


def test_what_stands_twice_is_rejected_with_its_place(tmp_path: Path) -> None:
    rows = records(30)
    result = read(written(tmp_path / "a.json", [*rows, rows[4], rows[7] | {"Text": "Something else altogether"}]))
    assert [r["address"].split(" (")[0] for r in result.rejected] == ["record 31", "record 32"]
    assert len(held()) == 30


def test_a_record_without_an_id_gets_one_from_its_content(tmp_path: Path) -> None:
    rows = [r | {"AnnotationId": None} for r in records(5)]
    read(written(tmp_path / "a.json", rows))
    assert read(written(tmp_path / "b.json", list(reversed(rows)))).counts["same"] == 5


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "STEP", 7)
    path = written(tmp_path / "a.json", records(60))
    path.write_bytes(path.read_bytes()[:-900])
    with pytest.raises(Refused):
        read(path)
    assert Edition.objects.get().state == "failed"
    assert not any(model.objects.exists() for model in (Observation, Link, SourceDocument, Term, Repair))
    assert read(written(tmp_path / "b.json", records(60))).counts["new"] == 60


def test_taking_back_leaves_no_trace(tmp_path: Path) -> None:
    first = records(60)
    read(written(tmp_path / "a.json", first))
    before = [list(m.objects.order_by("pk").values()) for m in (Observation, Term, Repair, SourceDocument)]
    second = [r | {"Text": r["Text"] + " Now."} for r in first[2:]] + [record(900, Themes=["Unheard of"])]
    result = read(written(tmp_path / "b.json", second))
    commands.take_back(edition=result.edition, by=operator())
    assert before == [list(m.objects.order_by("pk").values()) for m in (Observation, Term, Repair, SourceDocument)]
    assert in_force_number() == 1
    with pytest.raises(NotPossibleNow):
        commands.take_back(edition=result.edition, by=operator())


class Cut(Exception):
    """The process dies."""


def cut_after(monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    original, done = commands.keep, []

    def keep(**arguments: Any) -> None:
        if len(done) == chunks:
            raise Cut
        done.append(1)
        original(**arguments)

    monkeypatch.setattr(run.commands, "keep", keep)


@pytest.mark.parametrize("chunks", [0, 1, 3])
def test_an_interrupted_edition_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunks: int) -> None:
    monkeypatch.setattr(run, "STEP", 10)
    first = records(60)
    read(written(tmp_path / "a.json", first))
    second = [r | {"Text": r["Text"] + " Now."} if n % 3 else r for n, r in enumerate(first[2:])]
    path = written(tmp_path / "b.json", [*second, *(record(n) for n in range(60, 70))])
    with monkeypatch.context() as patched:
        cut_after(patched, chunks)
        with pytest.raises(Cut):
            read(path)
    assert set(held()) == {r["AnnotationId"] for r in first}, "nobody sees an edition that is being read"
    result = read(path)
    assert {k: result.counts[k] for k in ("new", "changed", "same", "withdrawn")} == {
        "new": 10, "changed": 38, "same": 20, "withdrawn": 2,
    }  # fmt: skip
    assert len(held()) == 68
    assert result.edition.repairs["markup"] == 48


def test_who_lost_the_edition_to_another_process_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STEP", 10)
    path = written(tmp_path / "a.json", records(40))
    original = commands.keep

    def keep(**arguments: Any) -> None:
        commands.hold(Edition.objects.get())
        original(**arguments)

    monkeypatch.setattr(run.commands, "keep", keep)
    with pytest.raises(commands.NotOurs):
        read(path)
    assert not Observation.objects.exists()


def test_two_exports_are_not_read_at_once(tmp_path: Path) -> None:
    commands.begin(file_name="other.json", sha256="0" * 64, total_bytes=1, by=operator())
    with pytest.raises(NotPossibleNow, match=r"other\.json"):
        read(written(tmp_path / "a.json", records(3)))


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(range(40)), step=st.sampled_from((1, 7, 1000)))
def test_neither_the_order_nor_the_chunks_matter(tmp_path_factory: Any, order: list[int], step: int) -> None:
    folder, rows, before = tmp_path_factory.mktemp("order"), records(40), run.STEP
    rows[0] |= {"Countries": []}
    rows[1] |= {"PublicationDate": None}
    run.STEP = step
    try:
        result = read(written(folder / "a.json", [rows[n] for n in order]))
    finally:
        run.STEP = before
    kept = {(o.annotation, o.text, o.state.code) for o in in_edition(result.edition.number).select_related("state")}
    assert kept == {
        (r["AnnotationId"], f"Take step {n} to protect everybody’s rights.", _code(n)) for n, r in enumerate(rows)
    }
    commands.take_back(edition=result.edition, by=operator())


def _code(number: int) -> str:
    return ("PRY", "KEN")[number // 20 % 2]


def test_the_counts_are_those_of_the_lists(tmp_path: Path) -> None:
    read(written(tmp_path / "a.json", [*records(50), record(51, AnnotationType="- Concerns/Observations")]))
    counts = counts_of(1)
    assert (counts["records"], counts["documents"]) == (51, 3)
    assert {one["label"]: one["count"] for one in counts["states"]} == {"Paraguay": 20, "Kenya": 20, "Norway": 11}
    assert [k["count"] for k in counts["kinds"]] == [0, 50, 1]
