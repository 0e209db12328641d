"""Many recommendations entered at once come out as they do one by one."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from servanda.publication.models import Change, Snapshot
from servanda.publication.registry import payload_of
from servanda.recommendations.commands import enter, enter_list
from servanda.recommendations.models import Recommendation
from tests.factories import document, editor, person, scheme

pytestmark = pytest.mark.django_db
STATES = [{"iso3": "KEN", "name": "Kenya"}, {"iso3": "PER", "name": "Peru"}]


def entries(n: int) -> list[dict[str, Any]]:
    terms, of = list(scheme().terms.all()), document()
    facts = {"kind": "recommendation", "position": "noted", "position_explanations": {"en": "Why."}, "plain_lines": {}}
    return [
        {
            "document": of,
            "number": str(at),
            "wordings": {"en": f"Do {at}."},
            "states": STATES,
            "terms": terms,
            "facts": facts,
        }
        for at in range(n)
    ]


def test_many_are_shown_as_each_would_be() -> None:
    """The short way to a first snapshot and the long one give the same payload."""
    made = enter_list(entries=entries(3), by=editor())
    for snapshot in Snapshot.objects.filter(kind="recommendation").current():
        assert snapshot.payload == payload_of(
            "recommendation", Recommendation.objects.get(reference=snapshot.public_id)
        )
    assert Snapshot.objects.filter(kind="recommendation", version=1).count() == len(made) == 3
    assert Change.objects.filter(index="public", key__startswith="recommendation:").count() == 3


def test_one_and_many_make_the_same() -> None:
    (entry,) = entries(1)
    many = enter_list(entries=[entry], by=editor())[0]
    rest = {name: value for name, value in entry.items() if name != "facts"}
    one = enter(by=editor(), **rest, **entry["facts"])
    first, second = (payload_of("recommendation", Recommendation.objects.get(pk=r.pk)) for r in (many, one))
    assert second["recommendation"].pop("reference") == first["recommendation"].pop("reference") + ".2"
    assert first == second


def test_as_many_queries_for_three_hundred_as_for_three(django_assert_max_num_queries: Any) -> None:
    given, by = entries(300), editor()
    with django_assert_max_num_queries(60):
        enter_list(entries=given, by=by)


def test_who_may_not_enter_may_not_enter_many() -> None:
    with pytest.raises(PermissionDenied):
        enter_list(entries=entries(1), by=person(role="parliament"))
