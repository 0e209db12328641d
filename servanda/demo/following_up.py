"""What was done in the sample State: actions, milestones, updates, challenges and their evidence."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from servanda.demo.life import event, steps_to
from servanda.demo.story import Event, Row, Story
from servanda.documents.commands import keep_file
from servanda.implementation import commands as implementation
from servanda.institutions.models import Territory

CHALLENGE_KINDS = {
    "legal": "law",
    "financial": "money",
    "capacity": "people",
    "coordination": "coordination",
    "political": "political",
    "data": "data",
    "security": "security",
    "social": "social",
    "environmental": "other",
}


def events(story: Story) -> Iterator[Event]:
    links = links_by_action(story)
    for row in story.rows("actions.csv"):
        yield from _action(story, row, links.get(row["slug"], []))
    for row in story.rows("updates.csv"):
        yield from _update(story, row)
    for row in story.rows("challenges.csv"):
        yield from _challenge(story, row)


def links_by_action(story: Story) -> dict[str, list[Row]]:
    links: dict[str, list[Row]] = {}
    for row in story.rows("action_links.csv"):
        links.setdefault(row["action"], []).append(row)
    return links


def _action(story: Story, row: Row, links: list[Row]) -> Iterator[Event]:
    key = ("action", row["slug"])
    recorded = min(
        max([story.intake_day(link["symbol"]) for link in links] or [story.today - timedelta(days=200)])
        + timedelta(days=12),
        story.today - timedelta(days=12),
    )
    yield event(recorded, _recording(story, row, links, key), f"record {key}")
    yield from steps_to(story, key, row["workflow"], days={}, start=recorded, people={}, reason=row["reason"])


def _recording(story: Story, row: Row, links: list[Row], key: tuple[str, str]) -> Callable[[], Any]:
    def run() -> None:
        by = story.person(row["author"])
        action = implementation.record_action(
            institution=story.institution(row["institution"]),
            by=by,
            code=row["slug"],
            links=_linked(story, links),
            **_fields(story, row),
        )
        implementation.set_milestones(action=action, milestones=_milestones(story, row["slug"]), by=by)
        story.made[key] = action
        add_evidence(story, "action", row["slug"], action)

    return run


def _linked(story: Story, links: list[Row]) -> dict[Any, str]:
    return {story.recommendation(link): link["how_it_answers"] for link in links}


def _fields(story: Story, row: Row) -> dict[str, Any]:
    return {
        "title": row["title"],
        "description": row["description"],
        "language": row["language"],
        "kind": row["kind"],
        "progress": row["state"],
        "starts_on": story.day(row["start"]),
        "ends_on": story.day(row["end"]),
        "budget": Decimal(row["budget_amount"]) if row["budget_amount"] else None,
        "currency": row["budget_currency"],
        "funded_share": int(row["funded_percent"]) if row["funded_percent"] else None,
        "territory": Territory.objects.filter(code=row["territory"].lower()).first(),
        "partners": row["partners"].replace("|", ", "),
    }


def _milestones(story: Story, action: str) -> list[dict[str, Any]]:
    rows = sorted((r for r in story.rows("milestones.csv") if r["action"] == action), key=lambda r: int(r["order"]))
    return [{"title": r["title"], "due_on": story.day(r["due"]), "done_on": story.day(r["done_on"])} for r in rows]


def _update(story: Story, row: Row) -> Iterator[Event]:
    key = ("update", row["slug"])
    drafted = story.day(row["drafted_on"]) or story.today
    days = {
        "submitted": story.day(row["submitted_on"]),
        "approved": story.day(row["approved_on"]),
        "accepted": story.day(row["decided_on"]),
        "returned": story.day(row["decided_on"]),
        "published": story.day(row["published_on"]),
    }
    people = {
        "approved": row["approved_by"],
        "accepted": row["decided_by"],
        "returned": row["decided_by"],
        "published": row["published_by"],
    }
    yield event(drafted, _writing(story, row, key), f"write {key}")
    yield from steps_to(story, key, row["workflow"], days=days, start=drafted, people=people, reason=row["reason"])


def about(story: Story, row: Row) -> dict[str, Any]:
    """What a row is about: an action, or a recommendation."""
    if row["action"]:
        return {"action": story.made["action", row["action"]]}
    return {"recommendation": story.recommendation(row)}


def _writing(story: Story, row: Row, key: tuple[str, str]) -> Callable[[], Any]:
    def run() -> None:
        update = implementation.write_update(
            institution=story.institution(row["institution"]),
            by=story.person(row["author"]),
            language=row["language"],
            what_was_done=row["what_was_done"],
            what_changed=row["what_changed"],
            what_is_missing=row["what_is_missing"],
            **about(story, row),
        )
        story.made[key] = update
        add_evidence(story, "update", row["slug"], update)

    return run


def _challenge(story: Story, row: Row) -> Iterator[Event]:
    key = ("challenge", row["slug"])
    recorded = story.day(row["recorded_on"]) or story.today
    yield event(recorded, _noting(story, row, key), f"record {key}")
    state = (
        "published" if row["visibility"] == "public" and recorded < story.today - timedelta(days=10) else "submitted"
    )
    yield from steps_to(story, key, state, days={}, start=recorded, people={})


def _noting(story: Story, row: Row, key: tuple[str, str]) -> Callable[[], Any]:
    def run() -> None:
        story.made[key] = implementation.record_challenge(
            institution=story.institution(row["institution"]),
            by=story.person(row["author"]),
            kind=CHALLENGE_KINDS[row["kind"]],
            language=row["language"],
            description=row["description"],
            who_can_lift_it=row["who_can_lift"],
            **about(story, row),
        )

    return run


def add_evidence(story: Story, kind: str, slug: str, to: Any) -> None:
    """The pieces of evidence.csv that belong to this record."""
    for row in story.rows("evidence.csv"):
        if row["about"] == kind and row["about_slug"] == slug:
            attach(story, row, to)


def attach(story: Story, row: Row, to: Any, *, main: bool = False) -> Any:
    """One piece of evidence for the record: the same file is kept once, however often it is used."""
    file = None
    if row["file"]:
        key = ("file", row["file"])
        if key not in story.made:
            path = story.folder / "evidence" / row["file"]
            story.made[key] = keep_file(chunks=[path.read_bytes()], name=path.name, by=to.author)
        file = story.made[key]
    return implementation.add_evidence(
        to=to, title=row["title"], visibility=row["visibility"], file=file, url=row["url"], main=main, by=to.author
    )
