"""What the levels of assessment mean: the published definitions, now and before."""

from typing import Any

from servanda.core.components.pills import LEVELS
from servanda.publication.models import Snapshot

KIND = "level"


def current() -> list[dict[str, Any]]:
    """Each level in its order, with the definition in force where one is published."""
    rows = Snapshot.objects.filter(kind=KIND).current().values_list("public_id", "payload")
    published = {level: payload["level"] for level, payload in rows}
    return [{"level": level, "definition": published.get(level)} for level in LEVELS]


def all_versions() -> list[dict[str, Any]]:
    """Each level with its definitions, newest first: assessments made under an earlier one keep its meaning."""
    rows = (
        Snapshot.objects.filter(kind=KIND, withdrawn_at=None).order_by("-version").values_list("public_id", "payload")
    )
    found: dict[str, list[dict[str, Any]]] = {level: [] for level in LEVELS}
    for level, payload in rows:
        found.setdefault(level, []).append(payload["level"])
    return [
        {"level": level, "definition": those[0] if those else None, "earlier": those[1:]}
        for level, those in found.items()
    ]
