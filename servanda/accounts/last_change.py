"""Who changed something last, as the record says it: for the page that shows two people each other's text."""

from typing import Any

from django.utils.translation import gettext as _

from servanda.accounts.models import Person
from servanda.audit.models import Entry


def last_changed_by(thing: Any) -> str:
    """The name of the person; "a colleague" where the record does not know."""
    about = Entry.objects.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk))
    person = about.exclude(person="").order_by("-number").values_list("person", flat=True).first()
    found = Person.objects.filter(pk=person).first() if person else None
    return str(found) if found else _("a colleague")
