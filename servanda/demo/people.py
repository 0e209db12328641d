"""Who works in the sample State: accounts and appointments."""

from collections.abc import Iterator

from servanda.accounts.commands import add_person
from servanda.accounts.models import Person
from servanda.demo.story import Story
from servanda.institutions.commands import appoint
from servanda.institutions.models import Appointment, Institution

PASSWORD = "servanda-demo"  # noqa: S105 - of a fictional State, printed where the demo starts


def give_accounts(story: Story) -> None:
    operator = Person.objects.command_line()
    for row in story.rows("people.csv"):
        add_person(
            email=row["e_mail"],
            given_name=row["given_name"],
            family_name=row["family_name"],
            role=row["role"],
            language=row["language"],
            password=PASSWORD,
            by=operator,
        )


def appoint_people(story: Story) -> None:
    """Seats as they were held: ended ones first, so that a seat is free for the next."""
    operator = Person.objects.command_line()
    for row in sorted(story.rows("appointments.csv"), key=lambda row: row["to"] == ""):
        institution = story.institution(row["institution"])
        if institution.branch == Institution.Branch.CIVIL_SOCIETY:
            continue
        capacity = row["capacity"]
        if institution.branch == Institution.Branch.INDEPENDENT:
            capacity = Appointment.Capacity.NHRI
        appoint(
            institution=institution,
            person=story.person(row["person"]),
            capacity=capacity,
            starts=story.day(row["from"]) or story.today,
            ends=story.day(row["to"]),
            by=operator,
        )


SAMPLE_ROLES = (
    "secretariat_editor",
    "secretariat_publisher",
    "focal_point",
    "alternate",
    "validating_authority",
    "nhri",
    "cso",
    "adviser",
    "parliament",
    "administrator",
)


def sample_log_ins(story: Story) -> Iterator[tuple[str, Person, str]]:
    """(role, person, institution) to sign in with, one or two for each role: of the busiest institution where seats
    differ."""
    busiest = _busiest_institution(story)
    for role in SAMPLE_ROLES:
        held = (
            Appointment.objects.today()
            .filter(capacity=role, institution__code=busiest)
            .select_related("person")
            .first()
        )
        if held:
            yield role, held.person, str(held.institution)
        else:
            yield from ((role, person, "") for person in Person.objects.filter(role=role).order_by("email")[:2])


def _busiest_institution(story: Story) -> str:
    """The institution with all three seats held and most assignments."""
    seats: dict[str, set[str]] = {}
    for appointment in Appointment.objects.today().select_related("institution"):
        seats.setdefault(appointment.institution.code, set()).add(appointment.capacity)
    whole = {"focal_point", "alternate", "validating_authority"}
    count = {code: 0 for code, held in seats.items() if held >= whole}
    for row in story.rows("assignments.csv"):
        if row["institution"] in count:
            count[row["institution"]] += 1
    return max(count, key=lambda code: (count[code], code))
