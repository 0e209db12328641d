"""What must always be true of a reviewable record, kept by the database itself."""

import pytest
from django.db import IntegrityError, transaction

from servanda.implementation.models import Action, Assessment
from tests import factories

pytestmark = pytest.mark.django_db


def breaks(model: type, pk: object, name: str, **fields: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=pk).update(**fields)  # type: ignore[attr-defined]


def test_nobody_publishes_what_she_wrote() -> None:
    """Feature 60: a second person, kept by the database."""
    house = factories.House()
    action = factories.moved(factories.action(house), house, to="accepted")
    breaks(Action, action.pk, "published_by_another", published_by=action.author)


def test_nobody_publishes_what_she_accepted() -> None:
    """Feature 60: kept by the database."""
    house = factories.House()
    action = factories.moved(factories.action(house), house, to="accepted")
    breaks(Action, action.pk, "published_by_a_second_person", published_by=action.accepted_by)


def test_nobody_approves_what_she_wrote() -> None:
    house = factories.House()
    action = factories.moved(factories.action(house), house, to="submitted")
    breaks(Action, action.pk, "approved_by_another", approved_by=action.author)


def test_returned_has_a_reason() -> None:
    action = factories.action(factories.House())
    breaks(Action, action.pk, "returned_with_a_reason", state="returned", reason="")


def test_published_has_a_day_and_a_person() -> None:
    action = factories.action(factories.House())
    breaks(Action, action.pk, "published_when_and_by_whom", state="published")


def test_a_level_has_evidence() -> None:
    """Feature 58: status cannot be set without evidence."""
    house = factories.House()
    assessment = factories.assessment(house.focal_point, house.institution)
    breaks(Assessment, assessment.pk, "assessed_on_evidence", state="submitted", main_evidence=None)


@pytest.mark.parametrize("level", ["not_assessed", "insufficient_information"])
def test_not_knowing_needs_none(level: str) -> None:
    """Feature 57: not enough information is apart from not implemented, and needs no evidence."""
    house = factories.House()
    assessment = factories.assessment(house.focal_point, house.institution, level=level, evidence=False)
    factories.published(assessment, house)


def test_the_validator_is_not_the_author() -> None:
    """Feature 60: kept by the database."""
    house = factories.House()
    assessment = factories.assessment(house.focal_point, house.institution)
    breaks(Assessment, assessment.pk, "validator_is_not_the_author", accepted_by=assessment.author)
