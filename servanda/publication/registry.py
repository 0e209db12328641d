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


def as_they_are(kind: str, things: Sequence[Model]) -> list[Any]:
    """The things read afresh, in their order, with what the sections ask of them: nothing fetched before a change is shown."""
    rows = type(things[0])._default_manager.in_bulk([thing.pk for thing in things])
    fresh = [rows[thing.pk] for thing in things]
    prefetch_related_objects(fresh, *dict.fromkeys(READS.get(kind, ())))
    return fresh


def payload_of(kind: str, thing: Any) -> dict[str, Any]:
    return {name: function(thing) for name, function in SECTIONS[kind].items()}


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


Companions = Callable[[Any], list[Any]]
COMPANIONS: dict[str, list[Companions]] = {}


def companions(kind: str) -> Callable[[Companions], Companions]:
    """Decorator: this function of a thing of `kind` gives the others of the kind whose public look tells of it, so that
    they are shown again when it changes."""

    def register(function: Companions) -> Companions:
        COMPANIONS.setdefault(kind, []).append(function)
        return function

    return register


def shown_with(kind: str, thing: Any) -> list[Any]:
    """The others that tell of the thing in public, each once."""
    found = [other for function in COMPANIONS.get(kind, ()) for other in function(thing)]
    return list({other.pk: other for other in found if other.pk != thing.pk}.values())
