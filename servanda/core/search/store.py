"""An index on this host: made, kept up with the database, made anew, compared.

Whoever reads first after a change takes the changes in; tantivy's own lock lets one process write at a time, and the
others search what there is.
"""

import contextlib
import itertools
import json
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from servanda.core.search.definition import Definition
from servanda.core.search.fields import document_of, schema_of

HEAP = 64_000_000  # bytes a writer may hold before it writes to disk
CHUNK = 500  # things read from the database at a time
PATIENCE = 20  # seconds to wait for whoever makes the index for the first time
SHORT_PATIENCE = 2  # seconds to wait for whoever takes changes in
_stores: dict[Path, "Store"] = {}
_making = threading.Lock()


class Busy(Exception):
    """Somebody else is writing; on reading: the index is being made for the first time."""


def store_of(definition: Definition) -> "Store":
    folder = Path(settings.SEARCH_DIR) / f"{definition.name}-{definition.fingerprint}"
    with _making:
        if folder not in _stores or not (folder / "meta.json").exists():  # somebody deleted it, as one may
            _stores[folder] = Store(definition, folder)
        return _stores[folder]


class Store:
    """The index of a definition in a folder, with what it has read (`position`) and the labels of its facts."""

    def __init__(self, definition: Definition, folder: Path) -> None:
        self.definition, self.folder = definition, folder
        self.schema = schema_of(definition)
        self.index = _opened(self.schema, folder)
        self.state_file = folder / "servanda.json"
        self._lock = threading.Lock()
        self._state: dict[str, Any] = {}
        self._state_of = 0

    def searcher(self) -> tantivy.Searcher:
        """Up to date with the database, or nearly so while another process takes the changes in."""
        self.catch_up()
        self.index.reload()
        return self.index.searcher()

    @property
    def labels(self) -> dict[str, dict[str, dict[str, str]]]:
        return self.state.get("labels", {})

    @property
    def state(self) -> dict[str, Any]:
        with contextlib.suppress(FileNotFoundError):
            written = self.state_file.stat().st_mtime_ns
            if written != self._state_of:
                self._state, self._state_of = json.loads(self.state_file.read_text(encoding="utf-8")), written
        return self._state

    def catch_up(self) -> None:
        """Take in what changed. Where somebody else does so for long, what there is must do; where there is nothing yet,
        `Busy`."""
        if not self._lock.acquire(timeout=PATIENCE if not self.state else SHORT_PATIENCE):
            if not self.state:
                raise Busy
            return
        try:
            if not self.state:
                self._first_time()
            elif self._behind():
                with contextlib.suppress(Busy), self._writer() as writer:
                    self._take_in(writer)
        finally:
            self._lock.release()

    def _behind(self) -> bool:
        changes = self.definition.feed.since(self.state["position"])
        return changes is None or changes[1] != self.state["position"]

    def _take_in(self, writer: tantivy.IndexWriter) -> None:
        """Asked again under the lock: another process may have been quicker."""
        changes = self.definition.feed.since(self.state["position"])
        if changes is None:
            self._fill(writer)
            return
        keys, position = changes
        labels = self.labels
        for chunk in chunks(dict.fromkeys(keys)):
            for key in chunk:
                writer.delete_documents_by_term("key", key)
            self._add(writer, chunk, labels)
        if keys:
            writer.commit()
        self._remember(position, labels)

    def _first_time(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.state:
            try:
                with self._writer() as writer:
                    self._fill(writer)
            except Busy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def rebuild(self) -> int:
        """Make it anew from the database in one commit; readers see the old one until then. Returns how many."""
        with self._lock, self._writer() as writer:
            return self._fill(writer)

    def _fill(self, writer: tantivy.IndexWriter) -> int:
        position = self.definition.feed.now()
        labels: dict[str, Any] = {}
        writer.delete_all_documents()
        count = sum(self._add(writer, chunk, labels) for chunk in chunks(self.definition.keys()))
        writer.commit()
        self._remember(position, labels)
        return count

    def _add(self, writer: tantivy.IndexWriter, keys: list[str], labels: dict[str, Any]) -> int:
        count = 0
        for entry in self.definition.entries(keys):
            writer.add_document(document_of(entry))
            for facet, codes in entry.facts.items():
                labels.setdefault(facet, {}).update({code: label for code, label in codes.items() if label})
            count += 1
        return count

    def _remember(self, position: Any, labels: dict[str, Any]) -> None:
        new = self.state_file.with_suffix(".new")
        new.write_text(json.dumps({"position": position, "labels": labels}, ensure_ascii=False), encoding="utf-8")
        os.replace(new, self.state_file)

    @contextlib.contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        try:
            writer = self.index.writer(HEAP, 1)
        except ValueError as error:
            if "LockBusy" in str(error):  # the only sign that tantivy gives
                raise Busy from error
            raise
        try:
            yield writer
        finally:
            writer.rollback()
            del writer  # its lock goes with it

    def differences(self) -> list[str]:
        """Keys whose entry in the index isn't what the database says now; none is what `reindex --check` wants."""
        self.catch_up()
        self.index.reload()
        held = self._held()
        wrong = []
        for chunk in chunks(self.definition.keys()):
            digests = {entry.key: entry.digest for entry in self.definition.entries(chunk)}
            wrong += [key for key in chunk if held.pop(key, None) != digests.get(key)]
        return sorted([*wrong, *held])

    def _held(self) -> dict[str, str]:
        """What the index holds: key → digest. A key that stands there twice is given as different."""
        searcher = self.index.searcher()
        everything = searcher.search(tantivy.Query.all_query(), limit=max(searcher.num_docs, 1)).hits
        held: dict[str, str] = {}
        for _score, address in everything:
            document = searcher.doc(address)
            key = document["key"][0]
            held[key] = "twice" if key in held else document["digest"][0]
        return held


def _opened(schema: tantivy.Schema, folder: Path) -> tantivy.Index:
    """The index in the folder; a broken one is thrown away, because it can be made again."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return tantivy.Index(schema, path=str(folder))
    except ValueError:
        shutil.rmtree(folder)
        folder.mkdir()
        return tantivy.Index(schema, path=str(folder))


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    left = iter(keys)
    while chunk := list(itertools.islice(left, CHUNK)):
        yield chunk
