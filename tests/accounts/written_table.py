"""docs/reference/permissions.md, read as the expected answers. Nothing here looks at the policy."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.md"


@dataclass(frozen=True)
class Line:
    """One action as written: `cells` maps a role's code to its cell."""

    action: str
    object: str
    states: frozenset[str]
    never_by: frozenset[str]
    cells: dict[str, str]

    def expects(self, principal: Any, thing: Any) -> bool:
        """What the table says of this principal (with `.role`, `.seats` {institution: {roles}}, `.pk`) and object."""
        if thing is not None:
            state = getattr(thing, "state", None)
            if self.states and state is not None and state not in self.states:
                return False
            if any(getattr(thing, f"{part}_id") == principal.pk for part in self.never_by):
                return False
        return any(_cell_allows(self.cells[role], role, principal, thing) for role in principal.all_roles)


def _cell_allows(cell: str, role: str, principal: Any, thing: Any) -> bool:
    words, _, state = cell.partition(" @")
    if words == "–" or (thing is not None and state and thing.state != state):
        return False
    if words == "all" or thing is None:
        return True
    own = role in principal.seats.get(getattr(thing, "institution_id", None), ())
    started = getattr(thing, "started_by_id", None) == principal.pk
    register = getattr(thing, "kind", "") in ("recommendations", "institutions", "indicators")
    independent = bool(getattr(thing, "is_independent", False))
    return {
        "own": own,
        "state": not independent,
        "own state": own and not independent,
        "own indep.": own and independent,
        "started": started,
        "started or register": started or register,
    }[words]


def written_table() -> dict[str, Line]:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("| ---")
    ]
    head, *body = rows
    roles = [name.replace(" ", "_") for name in head[4:]]
    return {
        row[0]: Line(
            row[0], row[1], _several(row[2], "any"), _several(row[3], "–"), dict(zip(roles, row[4:], strict=True))
        )
        for row in body
    }


def _several(cell: str, none: str) -> frozenset[str]:
    return frozenset() if cell == none else frozenset(part.strip() for part in cell.split(","))
