"""A concern is kept with what is recommended about it, in the same document."""

import re

import pytest
from django.test import Client

from servanda.accounts.commands import undo
from servanda.core.errors import Refused
from servanda.recommendations.commands import set_concerns
from servanda.recommendations.models import Recommendation
from servanda.recommendations.queries import concerns_before, concerns_of
from tests.factories import document, editor, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> list[Recommendation]:
    """11 concern, 12 recommendation, 13 concern, 14 concern, 15 recommendation."""
    one, kinds = document(), ["concern", "recommendation", "concern", "concern", "recommendation"]
    return [recommendation(document=one, number=str(11 + n), order=n + 1, kind=kind) for n, kind in enumerate(kinds)]


def test_the_concerns_right_before_are_proposed(paper: list[Recommendation]) -> None:
    last = paper[4]
    assert [c.number for c in concerns_before(last, concerns_of(last))] == ["13", "14"]
    page = client_of(editor()).get(address("recommendations:concerns", last.pk)).content.decode()
    assert len(re.findall(r'name="concerns"[^>]* checked', page)) == 2


def test_both_pages_show_the_link_and_undo_takes_it_back(paper: list[Recommendation]) -> None:
    concern, asked = paper[0], paper[1]
    sent = {"version": asked.version, "concerns": [str(concern.pk)]}
    assert client_of(editor()).post(address("recommendations:concerns", asked.pk), sent).status_code == 303
    assert concern.reference in Client().get(f"/en/recommendations/{asked.reference}/").content.decode()
    page = Client().get(f"/en/recommendations/{concern.reference}/").content.decode()
    assert asked.reference in page
    assert "A concern asks for nothing by itself" in page
    again = set_concerns(recommendation=asked, concerns=[paper[2]], by=editor())
    undo(batch=again.taken_back_by, by=editor())
    assert asked.concerns.get().concern == concern


def test_only_a_concern_of_the_same_document(paper: list[Recommendation]) -> None:
    with pytest.raises(Refused, match="same document"):
        set_concerns(recommendation=paper[1], concerns=[recommendation(kind="concern")], by=editor())
    with pytest.raises(Refused, match="one of each"):
        set_concerns(recommendation=paper[1], concerns=[paper[4]], by=editor())
