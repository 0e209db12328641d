"""'Who will see this': the statement on every input screen, generated from the tables that the policy enforces.

A package declares, for a kind of input, the stages it goes through and who sees it in each. The same tables build the
querysets (`publication.permissions.readable`), and a test compares what is said with what is let through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.policy import RULES
from servanda.accounts.roles import PUBLIC, ROLES

OWN = "own"  # the people appointed to the institution, whatever their seat


@dataclass(frozen=True)
class Stage:
    """A stretch of something's life, and the audience in it: codes of roles, or `OWN`."""

    when: Any
    audience: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """One line of the panel: when, and by whom it is seen, in the reader's language."""

    when: str
    who: list[str]
    everyone: bool


STAGES: dict[str, tuple[Stage, ...]] = {}


def declare_stages(kind: str, *stages: Stage) -> None:
    STAGES[kind] = stages


def who_will_see(kind: str, institution: Any = None) -> list[Statement]:
    """The statement for a kind of input (`reviewable`, `independent`, `evidence`, `register`, `assignment`, `intake`
    …)."""
    return [Statement(str(s.when), _names(s.audience, institution), PUBLIC.code in s.audience) for s in STAGES[kind]]


def audience_of_action(action: str) -> tuple[str, ...]:
    """The roles that an action of the policy names: for stages that say who works with something."""
    return tuple(code for code in ROLES if code in RULES[action].who and code != "command_line")


def _names(audience: Iterable[str], institution: Any) -> list[str]:
    if PUBLIC.code in audience:
        return [_("Everyone: it is on the public site")]
    own = _("Your institution: focal point, alternates and validating authority")
    if institution is not None:
        own = _("%(institution)s: everybody appointed to it") % {"institution": institution}
    return [own if code == OWN else str(ROLES[code].name) for code in audience]
