"""One pass over an export: which records are the same, changed or new, kept chunk by chunk; at the end, which are withdrawn.

A row whose bytes are known is the same and costs a look-up. What was kept before an interruption is found again the same way:
to go on is to start anew. The pass needs the digests of the index in memory (8 bytes a record and Python's own), never texts.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from servanda.importers import sentences
from servanda.importers.bulk import digest_of_file
from servanda.importers.reading.limits import Refused as CannotRead
from servanda.importers.uhri import commands, writing
from servanda.importers.uhri.collecting import LONGEST_ID, Chunk, Collector
from servanda.importers.uhri.models import Edition, Observation
from servanda.importers.uhri.queries import batched, edition_in_force, in_edition, in_force_number
from servanda.importers.uhri.rows import fields_of, must_be_an_export, rows_of

STEP = 10_000  # rows looked at between two marks of progress: a second or two
NAMED = 20_000  # ids of changed, new and withdrawn records that a plan names
COVERED = 0.9  # a part of the index is covered by an export that holds this share of its records
Progress = Callable[[int, int, int], None]  # records, bytes, bytes of the file
# What decides whether two rows say the same; not the digest, nor where the row stood.
CONTENT = ("document_id", "body_id", "state_id", "kind", "position", "date", "number", "heading", "terms", "text")
_PLACES = [writing.OBSERVATION[1].index(name) for name in CONTENT]
ANNOTATION = writing.OBSERVATION[1].index("annotation")


@dataclass
class Result:
    """What became of an export. `plan`: kind of change → ids of the first records; `counts` are whole."""

    edition: Edition | None
    counts: dict[str, int]
    plan: dict[str, list[str]] = field(default_factory=dict)
    rejected: list[dict[str, str]] = field(default_factory=list)
    not_here: set[int] = field(default_factory=set)  # ids of rows in force that the file does not hold


def read_edition(
    path: Path, *, by: Any, name: str = "", whole: bool = False, file: Any = None, tell: Progress | None = None
) -> Result:
    """Bring the index to the state of this export. Goes on where an interrupted reading of the same file stopped.
    `Refused` (of the reader) when it can't be read: then nothing of it stays."""
    must_be_an_export(path)
    sha256, size = digest_of_file(path), path.stat().st_size
    newest = edition_in_force()
    if newest and newest.sha256 == sha256 and not _must_look_again(newest, whole):
        return _unchanged(newest)
    edition = commands.begin(
        file_name=name or path.name, sha256=sha256, total_bytes=size, whole=whole, file=file, by=by
    )
    return carry_out(edition, path, by=by, tell=tell)


def _must_look_again(newest: Edition, whole: bool) -> bool:
    """A part of the index was missing in the file, so that which rows it holds is not told by the edition alone."""
    unfinished = Edition.objects.filter(state=Edition.State.READING).exists()
    return unfinished or bool(newest.counts.get("not_here")) or whole != newest.whole


def _unchanged(edition: Edition) -> Result:
    counts = edition.counts
    held = counts["new"] + counts["changed"] + counts["same"]
    same = {"new": 0, "changed": 0, "withdrawn": 0, "same": held}
    return Result(
        edition, counts | same, {name: [] for name in ("changed", "new", "withdrawn")}, list(edition.rejected)
    )


def carry_out(edition: Edition, path: Path, *, by: Any, tell: Progress | None = None) -> Result:
    """The pass over an edition that was begun."""
    commands.hold(edition)
    writing.give_room()
    try:
        with _without_collecting():
            return _Pass(edition, path, tell).to_the_end(by)
    except CannotRead as refused:
        commands.give_up(edition=edition, code=refused.code, message=refused.message, by=by)
        raise


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A chunk is a hundred thousand tuples without cycles: looking for cycles among them again and again costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Pass:
    """The state of one pass."""

    def __init__(self, edition: Edition, path: Path, tell: Progress | None) -> None:
        self.edition, self.path, self.tell = edition, path, tell
        self.before = in_force_number()
        rows = Observation.objects.filter(since__lte=edition.number)
        self.known: dict[int, int] = dict(  # digest → id, of what is in force and not met yet in the file
            in_edition(self.before).exclude(until=edition.number).values_list("digest", "pk").iterator(50_000)
        )
        self.replaced = rows.filter(until=edition.number).count()
        self.kept_before = dict(rows.filter(since=edition.number).values_list("digest", "pk").iterator(50_000))
        self.kept = len(self.kept_before)
        self.had_records = bool(self.known) or self.replaced > 0
        self.met: set[int] = set()  # digests that the file held so far
        self.ids: set[int] = set()  # hashes of the annotation ids of rows kept by this pass
        last = Observation.objects.aggregate(last=Max("pk"))["last"] or 0
        self.collector = Collector(edition.number, last + 1)
        self.collector.counts.update(edition.repairs)
        self.looks_up = self.had_records or bool(self.kept_before)
        self.number = self.same = 0
        self.read = 0
        self.waiting: list[tuple[int, int, dict[str, Any]]] = []
        self.ended: list[int] = []
        self.redressed: list[tuple[int, int]] = []
        self.rejected: list[dict[str, str]] = []
        self.plan: dict[str, list[str]] = {"changed": [], "new": [], "withdrawn": []}

    def to_the_end(self, by: Any) -> Result:
        known, met, kept_before, take = self.known, self.met, self.kept_before, self.take
        number = 0
        for digest, at, record in rows_of(self.path):
            number += 1
            if known.pop(digest, None) is not None:
                self.same += 1
                met.add(digest)
            elif digest in met:
                self.reject(number, "", _("The same record stands in the file twice."))
            elif kept_before and kept_before.pop(digest, None) is not None:
                met.add(digest)
            else:
                take(number, digest, record)
                met.add(digest)
            if number % STEP == 0:
                self.number, self.read = number, at
                self.keep()
        self.number, self.read = number, self.path.stat().st_size
        self.keep()
        return self.finish(by)

    def take(self, number: int, digest: int, record: bytes) -> None:
        fields = fields_of(record, number)
        if fields is None:
            self.reject(number, "", _("This is no record of the index."))
            return
        annotation = str(fields.get("annotation_id") or "").replace("\x00", "")[:LONGEST_ID] or f"~{digest:x}"
        key = hash(annotation)
        if key in self.ids and self._is_twice(annotation):
            self.reject(number, annotation, _("Another record in the file has the same id."))
            return
        self.ids.add(key)
        if self.looks_up:
            self.waiting.append((number, digest, fields | {"annotation_id": annotation}))
        else:
            self.collector.take(fields, digest, number, annotation)

    def _is_twice(self, annotation: str) -> bool:
        """Asked only where a hash was seen before."""
        chunk = self.collector.chunk.observations
        return (
            any(row[ANNOTATION] == annotation for row in chunk)
            or any(fields["annotation_id"] == annotation for _n, _d, fields in self.waiting)
            or Observation.objects.filter(annotation=annotation, since=self.edition.number).exists()
        )

    def reject(self, number: int, annotation: str, reason: str) -> None:
        address = _("record %(order)s") % {"order": number}
        self.rejected.append({"address": f"{address} ({annotation})" if annotation else address, "reason": reason})

    # --- a chunk ---

    def keep(self) -> None:
        self._compare()
        collector, chunk = self.collector, self.collector.chunk
        collector.count_fixes()
        self.kept += len(chunk.observations)
        self.replaced += len(self.ended)
        progress = {"done": self.number, "read_bytes": self.read, "repairs": dict(collector.counts)}
        commands.keep(edition=self.edition, chunk=chunk, ended=self.ended, redressed=self.redressed, progress=progress)
        if self.had_records:
            self._name("new", chunk)
        self.collector.chunk, self.ended, self.redressed = Chunk(), [], []
        if self.tell:
            self.tell(self.number, self.read, self.edition.total_bytes)

    def _compare(self) -> None:
        """Rows with unknown bytes: new, changed, or the same in another dress (from a spreadsheet)."""
        if not self.waiting:
            return
        current: dict[str, Observation] = {}
        for part in batched(self.waiting, commands.AT_ONCE):
            rows = in_edition(self.before).exclude(until=self.edition.number)
            for row in rows.filter(annotation__in=[fields["annotation_id"] for _n, _d, fields in part]):
                current[row.annotation] = row
        for number, digest, fields in self.waiting:
            self._compare_one(number, digest, fields, current.get(fields["annotation_id"]))
        self.waiting = []

    def _compare_one(self, number: int, digest: int, fields: dict[str, Any], current: Observation | None) -> None:
        annotation = fields["annotation_id"]
        if current is not None and current.digest in self.met:
            self.reject(number, annotation, _("Another record in the file has the same id."))
            return
        fixes = len(self.collector.chunk.fixes)
        taken = self.collector.take(fields, digest, number, annotation)
        if current is None:
            return
        self.known.pop(current.digest, None)
        if self._says_the_same(taken, current):
            self.collector.forget_last()
            del self.collector.chunk.fixes[fixes:]
            self.redressed.append((current.pk, digest))
            self.same += 1
            return
        self.ended.append(current.pk)
        if len(self.plan["changed"]) < NAMED:
            self.plan["changed"].append(annotation)

    def _says_the_same(self, taken: tuple, current: Observation) -> bool:
        return all(
            _plain(taken[place]) == _plain(getattr(current, name)) for place, name in zip(_PLACES, CONTENT, strict=True)
        )

    def _name(self, kind: str, chunk: Chunk) -> None:
        changed = set(self.plan["changed"])
        names = self.plan[kind]
        for row in chunk.observations:
            if len(names) < NAMED and row[ANNOTATION] not in changed:
                names.append(row[ANNOTATION])

    # --- the end ---

    def finish(self, by: Any) -> Result:
        withdrawn, missing = self._withdrawn()
        if self.had_records:
            for part in batched(withdrawn[:NAMED], commands.AT_ONCE):
                self.plan["withdrawn"] += Observation.objects.filter(pk__in=part).values_list("annotation", flat=True)
        counts = {
            "records": self.number, "new": self.kept - self.replaced, "changed": self.replaced, "same": self.same,
            "withdrawn": len(withdrawn), "not_here": len(missing), "rejected": len(self.rejected),
        }  # fmt: skip
        edition = commands.finish(
            edition=self.edition, digest=self.edition.sha256, counts=counts, rejected=self.rejected,
            withdrawn=iter(withdrawn), by=by,
        )  # fmt: skip
        return Result(edition, counts, self.plan, self.rejected, missing | set(withdrawn))

    def _withdrawn(self) -> tuple[list[int], set[int]]:
        """Rows that the file does not hold any more, and those of parts of the index that it does not cover at all."""
        left = set(self.known.values())
        if not left or self.edition.whole or len(left) <= (1 - COVERED) * self._held():
            return sorted(left), set()
        withdrawn: list[int] = []
        for state, missing in self._left_by_state(left).items():
            held = in_edition(self.before).filter(state=state).count()
            if len(missing) <= (1 - COVERED) * held:
                withdrawn += missing
        return withdrawn, left - set(withdrawn)

    def _held(self) -> int:
        return len(self.known) + self.same + self.replaced

    def _left_by_state(self, left: set[int]) -> dict[int | None, list[int]]:
        groups: dict[int | None, list[int]] = {}
        for part in batched(left, commands.AT_ONCE):
            for pk, state in Observation.objects.filter(pk__in=part).values_list("pk", "state_id"):
                groups.setdefault(state, []).append(pk)
        return groups


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def sentence_of(refused: CannotRead) -> str:
    return str(sentences.refusal(refused.code, refused.message))
