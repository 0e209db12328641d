"""Managing people, and taking batches of changes back."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from servanda.accounts.command import command, run_by_name
from servanda.accounts.models import Person, clean_address
from servanda.audit.models import Batch, Entry
from servanda.core import clock
from servanda.core.at_once import at_once
from servanda.core.counting import counted
from servanda.core.errors import NotPossibleNow, Refused


@command("accounts.add_person", action="accounts.manage_people")
def add_person(
    *, email: str, given_name: str, family_name: str, role: str, language: str, by: Person, password: str | None = None
) -> Person:
    """Give somebody an account. Without a password she sets one by the link she is sent."""
    if Person.objects.filter(email=clean_address(email)).exists():
        raise Refused(_("Somebody with this address has an account already. Look for it in the list of people."))
    return Person.objects.create_user(
        email, password, given_name=given_name, family_name=family_name, role=role, language=language
    )


@command("accounts.change_role", on="person", action="accounts.manage_people")
def change_role(*, person: Person, role: str, by: Person) -> Person:
    """Give a person another role, in force on her next request."""
    person.role = role
    person.save(update_fields=["role", "changed_at"])
    return person


@command("accounts.change_name", on="person", action="accounts.manage_people")
def change_name(*, person: Person, given_name: str, family_name: str, language: str, by: Person) -> Person:
    """Correct a person's name, and the language she is written to in."""
    person.given_name, person.family_name, person.language = given_name, family_name, language
    person.save(update_fields=["given_name", "family_name", "language", "changed_at"])
    return person


@command("accounts.remove_person", action="accounts.manage_people")
def remove_person(*, person: str, by: Person) -> bool:
    """Step back of an import: take away an account that was never used. False where it was, or where the person has a seat
    or wrote something; then it stays."""
    found = Person.objects.filter(pk=person, last_login=None).first()
    if found is None or Entry.objects.filter(person=person).exists():
        return False
    try:
        with transaction.atomic():
            found.delete()
    except ProtectedError:
        return False
    return True


@command("accounts.end_access", on="person", action="accounts.manage_people")
def end_access(*, person: Person, by: Person) -> Person:
    """The person can't sign in any more, and her open sessions end. What she wrote stays, under her name."""
    if person.pk == by.pk:
        raise Refused(_("You cannot end your own access. Ask another administrator."))
    person.is_active = False
    person.save(update_fields=["is_active", "changed_at"])
    _end_sessions(person)
    return person


@command("accounts.give_access_back", on="person", action="accounts.manage_people")
def give_access_back(*, person: Person, by: Person) -> Person:
    person.is_active = True
    person.save(update_fields=["is_active", "changed_at"])
    return person


def _end_sessions(person: Person) -> None:
    mine = [
        s.pk
        for s in Session.objects.filter(expire_date__gt=clock.now())
        if s.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()


@command("audit.undo", on="batch")
def undo(*, batch: Batch, by: Person) -> dict[str, int]:
    """Take a batch back, last step first. Returns {"undone": n, "left": n}: what others changed since is left as it
    is."""
    if batch.undone_at or batch.undo_until < clock.now():
        raise NotPossibleNow(_("This was taken back already, or can no longer be."))
    with at_once():
        done = [run_by_name(step.command, by=by, **step.arguments) for step in counted(batch.steps.all())]
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])
    return {"undone": sum(map(bool, done)), "left": sum(not d for d in done)}
