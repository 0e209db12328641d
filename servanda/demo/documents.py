"""The documents of the sample State, taken in as a secretariat does: read, checked item by item, confirmed; then the State's
positions, copied by hand from the addendum."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from servanda.accounts.models import Person
from servanda.demo.life import event
from servanda.demo.story import Event, Row, Story
from servanda.importers import commands as importers
from servanda.importers.models import Intake, IntakeItem
from servanda.importers.tasks import read_intake
from servanda.recommendations.commands import set_position

SAYS_NOTHING = "Not a recommendation: no State or body asks for anything here."
KINDS = {"upr_matrix": "thematic_list"}


def events(story: Story) -> Iterator[Event]:
    taken = set()
    for row in sorted(story.rows("documents.csv"), key=lambda row: int(row["load_order"])):
        file = row["files"].split("|")[0]
        if file not in taken:
            taken.add(file)
            yield event(story.intake_day(row["symbol"]), _taking_in(story, row, file), f"take in {file}")
    for row in story.rows("truth/expected.csv"):
        if row["position_after_addendum"] and row["position"] == "pending":
            day = story.intake_day(f"{row['symbol']}/Add.1") + timedelta(days=1)
            yield event(day, _answering(story, row), f"position on {row['symbol']} {row['number']}")


def _taking_in(story: Story, row: Row, file: str) -> Callable[[], Any]:
    def run() -> None:
        by = story.with_role("secretariat_editor")
        path = story.folder / "documents" / file
        intake = importers.take_in(chunks=[path.read_bytes()], name=file, by=by)
        read_intake(intake=str(intake.pk), by=by)
        intake.refresh_from_db()
        if intake.state != Intake.State.READ:
            raise ValueError(f"{file} could not be read: {intake.failure}")
        _check(story, row, intake, by)
        importers.confirm(intake=intake, by=by)

    return run


def _check(story: Story, row: Row, intake: Intake, by: Person) -> None:
    """What a careful person does on the two pages of the wizard: facts, then each item beside its page."""
    if not row["slug"].startswith("uhri"):
        importers.correct_document(intake=intake, facts=_facts(row), by=by)
    importers.find_all_right(intake=intake, by=by)
    expected = {r["number"] for r in story.rows("truth/expected.csv") if r["symbol"] == row["symbol"]}
    for item in intake.items.filter(decision=IntakeItem.Decision.TO_CHECK):
        if item.number in expected or not expected:
            importers.find_right(item=item, by=by)
        else:
            importers.discard_item(item=item, reason=SAYS_NOTHING, by=by)


def _facts(row: Row) -> dict[str, Any]:
    return {
        "symbol": row["symbol"],
        "kind": KINDS.get(row["kind"], row["kind"]),
        "title": row["title"],
        "date": row["date"],
        "mechanism": row["mechanism"],
        "session": int(row["session"]) if row["session"] else None,
        "cycle": int(row["cycle"]) if row["cycle"] else None,
    }


def _answering(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        recommendation = story.recommendation(row)
        explanation = (
            {"en": f"See {row['symbol']}/Add.1."} if row["position_after_addendum"] == "supported_in_part" else {}
        )
        set_position(
            recommendation=recommendation,
            position=row["position_after_addendum"],
            explanations=recommendation.position_explanations or explanation,
            source=f"{row['symbol']}/Add.1",
            by=story.with_role("secretariat_editor"),
        )

    return run
