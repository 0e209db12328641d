"""Intakes for tests, made through the product's own commands."""

from typing import Any

from servanda.importers import commands
from servanda.importers.drafts import ReadDocument, ReadItems
from servanda.importers.models import Intake, IntakeItem
from tests.factories import editor, file, mechanism

REPORT = {
    "symbol": "A/HRC/58/7", "kind": "upr_report", "title": "Report of the Working Group: Arandia", "date": "2024-12-12",
    "language": "en", "state": "XAR", "mechanism": "UPR", "session": 47, "cycle": 4,
}  # fmt: skip
PARAGRAPHS = [
    {"number": "129", "text": "The recommendations below will be examined.", "page": 18, "language": "en"},
    {"number": "130", "text": "The recommendations below enjoy the support.", "page": 19, "language": "en"},
]


def item(order: int, **more: Any) -> dict[str, Any]:
    """An item as the reading gives it."""
    given = {
        "order": order, "number": f"130.{order}", "text": f"Take step {order} to protect everybody", "position": "pending",
        "states": [{"name": "Kenya", "iso3": "KEN"}], "page": 19, "section": "The recommendations below will be examined.",
        "boxes": [{"page": 19, "x": 0.1, "y": 0.1, "width": 0.8, "height": 0.05}],
    }  # fmt: skip
    return given | more


def intake(
    *items: dict[str, Any], facts: dict[str, Any] | None = None, content: bytes = b"%PDF-1.4\n%", **more: Any
) -> Intake:
    """An intake as it stands when its reading has ended."""
    by = editor()
    kept = Intake.objects.create(file=file(content=content, name="report.pdf", purpose="intake"), started_by=by)
    commands.begin_reading(intake=kept, by=by)
    read = {
        "facts": REPORT | (facts or {}),
        "warnings": [],
        "paragraphs": PARAGRAPHS,
        "pages": 26,
        "total": len(items),
    } | more
    commands.keep_reading(intake=kept, read=ReadDocument(**read), by=by)
    commands.keep_items(intake=kept, read=ReadItems(list(items)), by=by)
    commands.finish_reading(intake=kept, by=by)
    kept.refresh_from_db()
    return kept


def confirmed(*items: dict[str, Any], **more: Any) -> Intake:
    """An intake whose items were all found right, in the register."""
    if not more.pop("has_mechanism", False):
        mechanism("UPR", kind="upr")
    kept = intake(*items, **more)
    find_all_right(kept)
    commands.confirm(intake=kept, by=editor())
    kept.refresh_from_db()
    return kept


def find_all_right(kept: Intake) -> None:
    for one in kept.items.filter(decision=IntakeItem.Decision.TO_CHECK):
        commands.find_right(item=one, by=editor())
