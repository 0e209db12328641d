"""How a thing looks in public: each package adds its section in `public.py`, so that a page is composed, never queried.

@section("recommendation", "actions")
def published_actions(recommendation): return [...]
"""

from collections.abc import Callable
from typing import Any

Section = Callable[[Any], Any]
SECTIONS: dict[str, dict[str, Section]] = {}
Effect = Callable[[Any, Any], None]
OF_NEW: dict[str, dict[str, Callable[[], Any]]] = {}
EFFECTS: dict[type, list[Effect]] = {}


def section(kind: str, name: str, *, of_new: Callable[[], Any] | None = None) -> Callable[[Section], Section]:
    """Decorator: `name` of the payload of things of `kind` is what this function makes of the object, as plain JSON.
    `of_new` makes what it is for a thing that was entered this moment, where nothing can hang on that yet: thousands of them
    are then shown without asking for what can't be there."""

    def register(function: Section) -> Section:
        SECTIONS.setdefault(kind, {})[name] = function
        if of_new is not None:
            OF_NEW.setdefault(kind, {})[name] = of_new
        return function

    return register


def payload_of(kind: str, thing: Any) -> dict[str, Any]:
    return {name: function(thing) for name, function in SECTIONS[kind].items()}


def payload_of_new(kind: str, thing: Any) -> dict[str, Any]:
    """The same of a thing that was entered this moment."""
    known = OF_NEW.get(kind, {})
    return {name: known[name]() if name in known else function(thing) for name, function in SECTIONS[kind].items()}


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
