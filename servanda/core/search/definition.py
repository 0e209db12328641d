"""What an index holds. A package describes its own in `search.py` and registers it; the engine knows no meaning."""

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, Protocol

from django.apps import apps

Labels = dict[str, str]  # language → label
Facts = dict[str, dict[str, Labels]]  # facet → code → its labels


class Main(NamedTuple):
    """A text the thing is about: counts three times."""

    text: str
    language: str


class More(NamedTuple):
    """A text that also belongs to it."""

    text: str
    language: str


@dataclass
class Entry:
    """How one thing stands in an index."""

    key: str
    texts: list[Main | More] = field(default_factory=list)
    facts: Facts = field(default_factory=dict)  # for filters and counts
    order: dict[str, str] = field(default_factory=dict)  # sort → a text that sorts rightly, whole and unlike any other
    numbers: dict[str, int] = field(default_factory=dict)  # for ranges; a missing one is in no range

    @property
    def digest(self) -> str:
        content = [self.texts, self.facts, self.order, self.numbers]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


class Feed(Protocol):
    """Where an index learns what changed. A position is plain JSON that only the feed understands."""

    def now(self) -> Any:
        """The position after everything that has happened."""

    def since(self, position: Any) -> tuple[list[str], Any] | None:
        """Keys changed since then, and the new position. None: the position is of another database; read all anew."""


@dataclass(frozen=True)
class Definition:
    """An index: its name, its fields, and how to read what stands behind a key."""

    name: str
    facets: tuple[str, ...]
    sorts: tuple[str, ...]  # the first is the order where nothing was asked
    keys: Callable[[], Iterable[str]]  # of everything that belongs in it
    entries: Callable[[Sequence[str]], Iterable[Entry]]  # as they stand now; a key without an entry is taken out
    feed: Feed
    numbers: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Changes with the fields, so that an index of an older release is never read with newer eyes."""
        fields = [FORMAT, self.facets, self.sorts, self.numbers]
        return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:8]


FORMAT = 1  # raise it when the same fields are filled differently
_definitions: dict[str, Definition] = {}


def register(definition: Definition) -> Definition:
    _definitions[definition.name] = definition
    return definition


def definition_of(name: str) -> Definition:
    return definitions()[name]


def definitions() -> dict[str, Definition]:
    _load()
    return _definitions


@functools.cache
def _load() -> None:
    """Every package that has a `search.py` registers in it."""
    for config in apps.get_app_configs():
        name = f"{config.name}.search"
        if config.name.startswith("servanda.") and find_spec(name):
            import_module(name)
