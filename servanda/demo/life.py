"""How a record of the story goes from draft to where it stands: the same commands and people as in real life."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from servanda.accounts.models import Person
from servanda.demo.story import Event, Story
from servanda.institutions.models import Appointment
from servanda.publication import commands as publication

ORDER = count(1)
STEPS = ("submitted", "approved", "accepted", "published")
REACHED = {
    "draft": (),
    "submitted": ("submitted",),
    "returned": ("submitted", "approved", "returned"),
    "approved": ("submitted", "approved"),
    "accepted": ("submitted", "approved", "accepted"),
    "published": STEPS,
    "withdrawn": (*STEPS, "withdrawn"),
}
COMMANDS = {
    "submitted": publication.submit,
    "approved": publication.approve,
    "returned": publication.return_with_reason,
    "accepted": publication.accept,
    "published": publication.publish,
    "withdrawn": publication.withdraw,
}


def event(day: date, run: Callable[[], Any], what: str) -> Event:
    return Event(day, next(ORDER), run, what)


def steps_to(
    story: Story,
    key: tuple[str, str],
    state: str,
    *,
    days: dict[str, date | None],
    start: date,
    people: dict[str, str],
    reason: str = "",
) -> Iterator[Event]:
    """The events that bring the record `key` to `state`. `days` and `people` (slugs) where the story names them;
    else a step follows two days after the one before, by whoever may."""
    day = start
    for step in REACHED[state]:
        day = max(days.get(step) or day + timedelta(days=2), day)
        yield event(day, step_of(story, key, step, people.get(step, ""), reason), f"{step}: {key}")


def step_of(story: Story, key: tuple[str, str], step: str, slug: str, reason: str) -> Callable[[], Any]:
    def run() -> None:
        item = story.made[key]
        item.refresh_from_db()
        by = story.person(slug) if slug else _who(story, item, step)
        more = {"reason": reason or "See the note."} if step in ("returned", "withdrawn") else {}
        COMMANDS[step](item=item, by=by, **more)

    return run


def _who(story: Story, item: Any, step: str) -> Person:
    """Who does the step where the story names nobody."""
    if step == "submitted":
        return item.author
    if item.is_independent:
        return _in_seat(item, "nhri", but=(item.author,))
    if step == "approved":
        return _in_seat(item, "validating_authority", but=(item.author,))
    if step in ("accepted", "returned"):
        return story.with_role("secretariat_editor", but=(item.author, item.approved_by))
    return story.with_role("secretariat_publisher", but=(item.author, item.accepted_by))


def _in_seat(item: Any, capacity: str, but: tuple) -> Person:
    seats = Appointment.objects.today().filter(institution=item.institution, capacity=capacity).exclude(person__in=but)
    return seats.select_related("person").order_by("starts")[0].person
