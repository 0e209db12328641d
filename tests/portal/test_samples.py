"""The samples have the shape that publishing makes; otherwise tests on them prove nothing."""

import pytest

from servanda.publication.models import Snapshot
from tests.factories import (
    Commission,
    House,
    action,
    assessment,
    assignment,
    challenge,
    published,
    recommendation,
    update,
)
from tests.portal import samples

pytestmark = pytest.mark.django_db


def shape(value: object) -> object:
    """The names in a payload, without the texts."""
    if isinstance(value, dict):
        return {
            key: shape(inner)
            for key, inner in value.items()
            if key not in ("names", "titles", "plain_lines", "labels", "explanations")
        }
    return [shape(inner) for inner in value[:1]] if isinstance(value, list) else None


def test_a_sample_looks_like_what_publishing_makes() -> None:
    house = House()
    asked = recommendation(states=[{"iso3": "URY", "name": "Uruguay"}])
    assignment(asked, house.institution, accepted_by=house.focal_point)
    published(update(house, recommendation=asked), house)
    published(assessment(house.focal_point, house.institution, of=asked), house)
    real = Snapshot.objects.filter(kind="recommendation").current().get().payload
    sample = samples.payload(
        recommendation={"states": [{"iso3": "URY", "name": "Uruguay", "source": ""}]},
        institutions=[samples.institution("moj", "Ministry of Justice")],
        updates=[samples.update()],
        assessments=[
            samples.assessment("implemented", evidence=[{"title": "", "url": "", "file": None, "size": None}])
        ],
    )
    assert shape(sample) == shape(real)


def test_what_the_pages_read_of_actions_and_challenges_is_published() -> None:
    house, commission = House(), Commission()
    asked = recommendation()
    published(action(house, answers=[asked]), house)
    published(challenge(house, recommendation=asked), house)
    real = Snapshot.objects.filter(kind="recommendation").current().get().payload
    assert {"title", "how", "updates", "answers", "progress", "evidence"} <= real["actions"][0].keys()
    assert {"kind", "description", "who_can_lift_it", "institution"} <= real["challenges"][0].keys()
    assert commission.institution.code not in str(real)
