"""Makes the sample State: its people, its documents through the real importers, and two years of follow-up replayed
in order."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from servanda.accounts.models import Person
from servanda.core import clock
from servanda.core.profile import profile
from servanda.demo import assessing, assigning, documents, following_up, people, truths
from servanda.demo.story import Event, Story
from servanda.importers.reference_data import load_profile, load_reference_data

Tell = Callable[[str], None]


class StoryDoesNotHold(Exception):
    """An event of the story could not happen as it is written."""


def build(tell: Tell) -> Story:
    """Build it in an empty database. `tell` gets a line for each step."""
    story = Story(profile().folder, clock.today())
    with clock.at(datetime.combine(story.today - timedelta(days=720), time(7), tzinfo=UTC)):
        _set_up(story, tell)
    tell("Documents, assignments, actions, updates and assessments, day by day …")
    events = sorted(
        [
            *documents.events(story),
            *assigning.events(story),
            *following_up.events(story),
            *assessing.events(story),
            *truths.events(story),
        ]
    )
    replay(events)
    tell(f"{len(events)} events replayed.")
    return story


@transaction.atomic
def _set_up(story: Story, tell: Tell) -> None:
    operator = Person.objects.command_line()
    tell("Lists: themes, persons, goals, mechanisms, levels; territory and institutions …")
    load_reference_data(by=operator)
    load_profile(profile(), by=operator)
    tell("People and appointments …")
    people.give_accounts(story)
    people.appoint_people(story)


def replay(events: list[Event]) -> None:
    """Let everything happen in its order, each at its own time. One transaction, so that a stopped build leaves
    nothing half."""
    with transaction.atomic():
        for event in events:
            with clock.at(event.moment):
                try:
                    event.run()
                except Exception as error:
                    raise StoryDoesNotHold(f"{event.day} {event.what}: {error!r}") from error
