"""How a thing looks in public: each package adds its section in `public.py`, so that a page is composed, never queried.

@section("recommendation", "actions")
def published_actions(recommendation): return [...]
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, prefetch_related_objects

Section = Callable[[Any], Any]
SECTIONS: dict[str, dict[str, Section]] = {}
READS: dict[str, list[str]] = {}
Effect = Callable[[Any, Any], None]
EFFECTS: dict[type, list[Effect]] = {}


def section(kind: str, name: str, *, reads: Sequence[str] = ()) -> Callable[[Section], Section]:
    """Decorator: `name` of the payload of things of `kind` is what this function makes of the object, as plain JSON.
    `reads`: relations of the object that the function asks with `.all()`; they are fetched for many objects together."""

    def register(function: Section) -> Section:
        SECTIONS.setdefault(kind, {})[name] = function
        READS.setdefault(kind, []).extend(reads)
        return function

    return register


def payloads_of(kind: str, things: Sequence[Model]) -> list[dict[str, Any]]:
    """How the things look now, in their order: they are read afresh, so that nothing fetched before a change is shown."""
    rows = type(things[0])._default_manager.in_bulk([thing.pk for thing in things])
    fresh = [rows[thing.pk] for thing in things]
    prefetch_related_objects(fresh, *dict.fromkeys(READS.get(kind, ())))
    return [{name: function(thing) for name, function in SECTIONS[kind].items()} for thing in fresh]


def effect(model: type) -> Callable[[Effect], Effect]:
    """Decorator: what else becomes so when something of `model` is published; called with it and who publishes, inside
    the publishing command and before the snapshots are taken."""

    def register(function: Effect) -> Effect:
        EFFECTS.setdefault(model, []).append(function)
        return function

    return register


def take_effect(thing: Any, by: Any) -> None:
    for function in EFFECTS.get(type(thing), ()):
        function(thing, by)
