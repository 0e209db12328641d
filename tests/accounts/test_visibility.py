"""What "who will see this" says is what the policy lets through."""

import itertools
from typing import Any

import pytest

from servanda.accounts.policy import visible
from servanda.accounts.roles import ROLES
from servanda.accounts.visibility import OWN, STAGES, who_will_see
from servanda.implementation.models import Update
from tests import factories

pytestmark = pytest.mark.django_db
STAGE_OF = {"draft": 0, "submitted": 0, "approved": 1, "accepted": 1, "published": 2}


def everybody(house: factories.House) -> dict[str, Any]:
    """A person for each role: those with a seat in another house, and in this one under `OWN`."""
    other = factories.House()
    seats = {
        "focal_point": other.focal_point,
        "alternate": other.alternate,
        "validating_authority": other.validating_authority,
    }
    roles = ["secretariat_editor", "secretariat_publisher", "cso", "adviser", "parliament", "administrator"]
    return seats | {role: factories.person(role=role) for role in roles} | {"nhri": factories.Commission().author}


@pytest.mark.parametrize("state", STAGE_OF)
def test_an_update_is_seen_by_those_who_are_named(state: str) -> None:
    """Feature 163: the statement, read back and tried with every role."""
    house = factories.House()
    update = factories.moved(factories.update(house), house, to=state)
    named = STAGES["reviewable"][STAGE_OF[state]].audience
    assert all(sees(p, update) for p in (house.focal_point, house.alternate, house.validating_authority))
    for role, person in everybody(house).items():
        public_working_area = named == ("public",) and role not in ("cso", "adviser", "parliament", "administrator")
        assert sees(person, update) == (role in named or public_working_area), role
    assert OWN in named or named == ("public",)


def sees(person: Any, update: Update) -> bool:
    return visible(person, Update.objects.filter(pk=update.pk)).exists()


def test_the_independent_institutions_draft_stays_with_it() -> None:
    """Feature 163: the State does not see an assessment before it is published."""
    commission, house = factories.Commission(), factories.House()
    item = factories.assessment(commission.author, commission.institution, assessor="nhri")
    rows = type(item).objects.filter(pk=item.pk)
    assert visible(commission.colleague, rows).exists()
    assert not any(visible(p, rows).exists() for p in (house.focal_point, factories.editor(), factories.publisher()))


@pytest.mark.parametrize(
    "kind", ["reviewable", "independent", "register", "assignment", "intake", "evidence-internal", "evidence-public"]
)
def test_each_statement_names_stages_and_people(kind: str) -> None:
    institution = factories.institution()
    for statement in who_will_see(kind, institution):
        assert statement.when
        assert statement.who
    codes = set(itertools.chain.from_iterable(stage.audience for stage in STAGES[kind]))
    assert codes <= {*ROLES, OWN}
