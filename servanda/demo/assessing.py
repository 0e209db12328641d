"""How the State and the national human rights institution see it, and what was measured."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from servanda.demo.following_up import attach
from servanda.demo.life import event, step_of, steps_to
from servanda.demo.story import Event, Row, Story
from servanda.implementation import commands as implementation
from servanda.indicators import commands as indicators
from servanda.institutions.models import Territory


def events(story: Story) -> Iterator[Event]:
    for row in story.rows("assessments.csv"):
        yield from _assessment(story, row)
    for row in story.rows("assessment_replies.csv"):
        yield from _reply(story, row)
    for row in story.rows("indicators.csv"):
        yield event(story.today - timedelta(days=420), _describing(story, row), f"indicator {row['slug']}")
    for row in story.rows("indicator_links.csv"):
        if row["symbol"]:
            day = max(story.intake_day(row["symbol"]), story.today - timedelta(days=400))
            yield event(day, _linking(story, row), f"link {row['indicator']}")
    for row in story.rows("indicator_values.csv"):
        yield from _value(story, row)


def _assessment(story: Story, row: Row) -> Iterator[Event]:
    key = ("assessment", row["slug"])
    published = story.day(row["published_on"])
    as_of = story.day(row["as_of"]) or story.today
    written = min(d for d in (published, max(as_of, story.intake_day(row["symbol"])), story.today) if d) - timedelta(
        days=7
    )
    yield event(written, _assessing(story, row, key), f"assess {key}")
    validated_by = {"accepted": row["validator"]} if row["assessor"] == "state" else {"published": row["validator"]}
    state = row["workflow"]
    if row["assessor"] != "state":
        for step in [s for s in ("submitted", "published", "returned", "withdrawn") if s in _independent_way(state)]:
            yield from _one(story, key, step, written, published, validated_by, row["reason"])
        return
    yield from steps_to(
        story, key, state, days={"published": published}, start=written, people=validated_by, reason=row["reason"]
    )


def _independent_way(state: str) -> tuple[str, ...]:
    ways = {"draft": (), "submitted": ("submitted",), "accepted": ("submitted",), "returned": ("submitted", "returned")}
    return ways.get(
        state, ("submitted", "published") if state == "published" else ("submitted", "published", "withdrawn")
    )


def _one(
    story: Story,
    key: tuple[str, str],
    step: str,
    start: date,
    published: date | None,
    people: dict[str, str],
    reason: str,
) -> Iterator[Event]:
    day = published or start + timedelta(days=5) if step != "submitted" else start + timedelta(days=1)
    yield event(max(day, start), step_of(story, key, step, people.get(step, ""), reason), f"{step}: {key}")


def _assessing(story: Story, row: Row, key: tuple[str, str]) -> Callable[[], Any]:
    def run() -> None:
        assessment = implementation.write_assessment(
            recommendation=story.recommendation(row),
            institution=story.institution(row["institution"]),
            assessor=row["assessor"],
            level=row["level"],
            reasoning=row["reasoning"],
            language=row["language"],
            confidence=row["confidence"],
            as_of=story.day(row["as_of"]),
            by=story.person(row["author"]),
        )
        story.made[key] = assessment
        pieces = {piece["slug"]: piece for piece in story.rows("evidence.csv")}
        for slug in filter(None, row["evidence"].split("|")):
            attach(story, pieces[slug], assessment)
        assessment.refresh_from_db()

    return run


def _reply(story: Story, row: Row) -> Iterator[Event]:
    key = ("assessment", f"reply-{row['assessment']}")
    day = story.day(row["replied_on"]) or story.today
    yield event(day, _replying(story, row, key), f"reply {key}")
    yield from steps_to(story, key, row["workflow"], days={}, start=day, people={})


def _replying(story: Story, row: Row, key: tuple[str, str]) -> Callable[[], Any]:
    """The State answers in its own voice; how it sees the matter otherwise stays as it was."""

    def run() -> None:
        answered = story.made["assessment", row["assessment"]]
        story.made[key] = implementation.write_assessment(
            recommendation=answered.recommendation,
            institution=story.institution(row["institution"]),
            assessor="state",
            level="insufficient_information",
            reasoning=row["text"],
            language=row["language"],
            as_of=story.day(row["replied_on"]),
            reply_to=answered,
            by=story.person(row["author"]),
        )

    return run


def _describing(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        by = story.with_role("secretariat_editor")
        indicator = indicators.describe(
            code=row["slug"],
            names={"en": row["name_en"], "es": row["name_es"]},
            type=row["kind"],
            unit=row["unit"],
            right=row["right"],
            attribute=row["attribute"],
            sdg_code=row["sdg_indicator"],
            definition=row["definition"],
            source=row["source"],
            method=row["method"],
            institution=story.institution(row["institution"]),
            by=by,
        )
        story.made["indicator", row["slug"]] = indicator
        _goalposts(story, indicator, row["slug"], by)

    return run


def _goalposts(story: Story, indicator: Any, slug: str, by: Any) -> None:
    for row in story.rows("indicator_targets.csv"):
        if row["indicator"] == slug and not row["territory"]:
            indicators.set_goalpost(
                indicator=indicator,
                kind=row["kind"],
                period=row["period"],
                number=Decimal(row["number"]),
                source=row["note"][:300],
                by=by,
            )


def _linking(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        implementation.link_indicator(
            indicator=story.made["indicator", row["indicator"]],
            recommendation=story.recommendation(row),
            by=story.with_role("secretariat_editor"),
        )

    return run


def _value(story: Story, row: Row) -> Iterator[Event]:
    key = ("value", row["slug"])
    day = story.day(row["recorded_on"]) or story.today
    yield event(day, _entering(story, row, key), f"value {key}")
    state = "published" if day < story.today - timedelta(days=10) else "submitted"
    yield from steps_to(story, key, state, days={}, start=day, people={})


def _entering(story: Story, row: Row, key: tuple[str, str]) -> Callable[[], Any]:
    def run() -> None:
        indicator = story.made["indicator", row["indicator"]]
        groups = {name: row[name] for name in ("sex", "age", "disability") if row[name]}
        story.made[key] = indicators.enter_value(
            institution=indicator.institution,
            indicator=indicator,
            period=row["period"],
            territory=Territory.objects.filter(code=row["territory"].lower()).first(),
            disaggregation=groups,
            number=Decimal(row["number"]) if row["number"] else None,
            missing_because=row["missing_reason"],
            source=row["source"][:300],
            corrects=story.made.get(("value", row["corrects"])),
            by=story.person(row["author"]),
        )

    return run
