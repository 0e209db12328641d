"""What the secretariat found in the register: which recommendation leads on from which, parts of compound ones, an answer that
changed, and the concern behind each recommendation."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from servanda.demo.life import event
from servanda.demo.story import Event, Row, Story
from servanda.recommendations.commands import link, set_concerns, set_position, split
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import concerns_before, concerns_of

AFTER = timedelta(days=3)  # from the intake of a document to the work on its register


def events(story: Story) -> Iterator[Event]:
    for symbol in dict.fromkeys(row["symbol"] for row in story.rows("truth/expected.csv") if row["kind"] == "concern"):
        yield event(story.intake_day(symbol) + AFTER, _with_concerns(story, symbol), f"concerns of {symbol}")
    for row in story.rows("lineage.csv"):
        day = max(story.intake_day(row["from_symbol"]), story.intake_day(row["to_symbol"])) + AFTER
        yield event(
            day, _linking(story, row), f"{row['from_number']} {row['kind']} {row['to_symbol']} {row['to_number']}"
        )
    for row in story.rows("parts.csv"):
        yield event(story.intake_day(row["symbol"]) + AFTER, _splitting(story, row), f"parts of {row['number']}")
    for row in story.rows("answers.csv"):
        day = max(story.day(row["on"]) or story.today, story.intake_day(row["symbol"]) + AFTER)
        yield event(day, _answering(story, row), f"answer to {row['symbol']} {row['number']}")


def _with_concerns(story: Story, symbol: str) -> Callable[[], Any]:
    """Each recommendation with the concerns right before it, as the page proposes them."""

    def run() -> None:
        by = story.with_role("secretariat_editor")
        asked = Recommendation.objects.filter(document__symbol=symbol, as_part=None).exclude(kind="concern")
        for recommendation in asked:
            if concerns := concerns_before(recommendation, concerns_of(recommendation)):
                set_concerns(recommendation=recommendation, concerns=concerns, by=by)

    return run


def _linking(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        later, earlier = (
            story.recommendation({"symbol": row[f"{end}_symbol"], "number": row[f"{end}_number"]})
            for end in ("from", "to")
        )
        by = story.with_role("secretariat_editor")
        link(earlier=earlier, later=later, kind=row["kind"], note=row["note"], by=by)

    return run


def _splitting(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        by = story.with_role("secretariat_editor")
        split(recommendation=story.recommendation(row), parts=row["parts"].split("|"), by=by, language="en")

    return run


def _answering(story: Story, row: Row) -> Callable[[], Any]:
    """The State answers anew, years after the review."""

    def run() -> None:
        set_position(
            recommendation=story.recommendation(row),
            position=row["position"],
            un_position=row["un_position"],
            explanations={"en": row["explanation"]},
            source=row["source"],
            answered_on=story.day(row["on"]),
            by=story.with_role("secretariat_editor"),
        )

    return run
