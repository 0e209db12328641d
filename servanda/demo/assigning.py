"""Who was asked to follow up what, and what they answered."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from servanda.assignments import commands as assignments
from servanda.demo.life import event
from servanda.demo.story import Event, Row, Story
from servanda.institutions.models import Appointment
from servanda.recommendations.commands import classify, edit_facts
from servanda.taxonomy.models import Term

SCHEMES = {"themes": "themes", "persons": "persons", "sdg_targets": "sdgs", "measures": "measures"}


def events(story: Story) -> Iterator[Event]:
    for row in story.rows("classification.csv"):
        day = story.day(row.get("classified_on", "")) or story.intake_day(row["symbol"])
        yield event(day, _classifying(story, row), f"classify {row['symbol']} {row['number']}")
    for row in story.rows("plain_lines.csv"):
        day = story.intake_day(row["symbol"]) + timedelta(days=1)
        yield event(day, _saying_plainly(story, row), f"plain line of {row['symbol']} {row['number']}")
    for row in story.rows("assignments.csv"):
        asked = max(story.day(row["proposed_on"]) or story.today, story.intake_day(row["symbol"]))
        yield event(asked, _asking(story, row), f"assign {row['symbol']} {row['number']} to {row['institution']}")
        if row["state"] in ("accepted", "declined"):
            answered = max(story.day(row["decided_on"]) or asked, asked)
            yield event(
                answered, _answering(story, row), f"answer {row['symbol']} {row['number']} by {row['institution']}"
            )


def _saying_plainly(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        lines = {language: row[language] for language in ("en", "es") if row[language]}
        edit_facts(
            recommendation=story.recommendation(row), plain_lines=lines, by=story.with_role("secretariat_editor")
        )

    return run


def _classifying(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        terms = [term for column, scheme in SCHEMES.items() for term in _terms(scheme, row[column])]
        classify(recommendations=[story.recommendation(row)], add=terms, by=story.with_role("secretariat_editor"))

    return run


def _terms(scheme: str, cell: str) -> list[Term]:
    return list(Term.objects.filter(scheme__code=scheme, code__in=[code for code in cell.split("|") if code]))


def _asking(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        assignments.assign(
            recommendations=[story.recommendation(row)],
            institution=story.institution(row["institution"]),
            role=row["role"],
            due_on=story.day(row["due"]),
            by=story.with_role("secretariat_editor"),
        )

    return run


def _answering(story: Story, row: Row) -> Callable[[], Any]:
    def run() -> None:
        recommendation, institution = story.recommendation(row), story.institution(row["institution"])
        assignment = recommendation.assignments.get(institution=institution, state="proposed")
        seats = (
            Appointment.objects.today().filter(institution=institution).exclude(capacity="nhri").order_by("capacity")
        )
        by = seats.select_related("person")[0].person
        if row["state"] == "accepted":
            assignments.accept(assignment=assignment, by=by)
        else:
            assignments.decline(
                assignment=assignment, reason=row["reason"] or "Another institution is competent.", by=by
            )

    return run
