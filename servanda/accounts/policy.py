"""The one policy: who may do what, to which object, in which state.

Each package declares its actions in `permissions.py`; pages, files, commands and importers ask `may`, lists ask
`visible`. docs/reference/permissions.md is the same table written for people, and the tests compare the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet

from servanda.accounts.roles import ROLES, institutions_of, roles_of

Condition = Callable[[Any, Any], bool]


def anything(person: Any, thing: Any) -> bool:
    """Any object of the kind."""
    return True


def own(role: str) -> Condition:
    """Objects of the institution in which the person holds the role."""

    def of_own_institution(person: Any, thing: Any) -> bool:
        return thing is None or getattr(thing, "institution_id", None) in institutions_of(person, ROLES[role])

    return of_own_institution


@dataclass(frozen=True)
class Rule:
    """One line of the table."""

    action: str
    sentence: Any
    who: dict[str, Condition]
    states: frozenset[str] = frozenset()
    never_by: tuple[str, ...] = ()

    def allows(self, person: Any, thing: Any) -> bool:
        if self.states and getattr(thing, "state", None) is not None and thing.state not in self.states:
            return False
        if thing is not None and any(self._is_the(person, thing, part) for part in self.never_by):
            return False
        return any(condition(person, thing) for code in roles_of(person) if (condition := self.who.get(code)))

    @staticmethod
    def _is_the(person: Any, thing: Any, part: str) -> bool:
        return person.pk is not None and getattr(thing, f"{part}_id", None) == person.pk


RULES: dict[str, Rule] = {}
SCOPES: dict[type[Model], Callable[[Any, QuerySet], QuerySet]] = {}


def declare(
    action: str,
    sentence: Any,
    *,
    states: tuple[str, ...] = (),
    never_by: tuple[str, ...] = (),
    **who: Condition | str,
) -> None:
    """Add an action. `who` maps a role to a condition: `anything`, "own" (of the person's institution) or a function
    of person and object. `states`: the object's states in which it is possible. `never_by`: for example `author`, who
    must be another person."""
    if unknown := who.keys() - ROLES.keys():
        raise LookupError(f"{action}: no such role: {', '.join(unknown)}")
    conditions = {code: own(code) if condition == "own" else condition for code, condition in who.items()}
    RULES[action] = Rule(action, sentence, conditions, frozenset(states), never_by)  # type: ignore[arg-type]


def may(person: Any, action: str, thing: Any = None) -> bool:
    """May the person do this (to this object)? Without an object: could she to some object of that kind?"""
    return RULES[action].allows(person, thing)


def require(person: Any, action: str, thing: Any = None) -> None:
    if not may(person, action, thing):
        raise PermissionDenied(action)


def who_may(action: str) -> list[str]:
    """Codes of the roles that the action names, in the order of the role list. Feeds `who will see this`."""
    return [code for code in ROLES if code in RULES[action].who]


def scope(model: type[Model]) -> Callable:
    """Decorator: this function of person and queryset gives the rows of the model that the person may see."""

    def register(function: Callable[[Any, QuerySet], QuerySet]) -> Callable[[Any, QuerySet], QuerySet]:
        SCOPES[model] = function
        return function

    return register


def visible(person: Any, queryset: QuerySet) -> QuerySet:
    """The rows of the queryset that the person may see. A model without a declared scope shows nothing to anybody."""
    found = SCOPES.get(queryset.model)
    return found(person, queryset) if found else queryset.none()
