"""Each change leaves one entry, in its own transaction."""

import pytest
from django.db import transaction

from servanda.audit.commands import record
from servanda.audit.export import lines
from servanda.audit.models import Entry
from servanda.audit.verification import verify
from servanda.core.errors import Refused
from servanda.implementation.commands import change_action
from servanda.publication.commands import submit
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_the_product_writes_verifies() -> None:
    """Feature 114: an export of the record made by real commands is whole."""
    house = factories.House()
    factories.published(factories.action(house), house)
    assert Entry.objects.count() > 10
    assert list(verify(lines())) == []


def test_an_entry_names_person_role_and_institution_at_that_time() -> None:
    house = factories.House()
    action = factories.action(house)
    change_action(action=action, title="A better law", by=house.focal_point)
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    assert (entry.command, entry.person, entry.role) == (
        "implementation.change_action",
        str(house.focal_point.pk),
        "focal_point",
    )
    assert entry.institution == str(house.institution.pk)
    assert (entry.object_type, entry.object_id) == ("implementation.action", str(action.pk))


def test_a_refused_command_leaves_no_entry() -> None:
    house = factories.House()
    action = factories.action(house, answers=[])
    before = Entry.objects.count()
    with pytest.raises(Refused):
        submit(item=action, by=house.focal_point)
    assert Entry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_an_error() -> None:
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError):
        record(command="a.b", person="", role="public", institution="", object_type="", object_id="", content={})
