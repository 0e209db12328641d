"""Bodies beyond the UN: regional ones, courts, pledges, national bodies, each entered by hand and read in its own words."""

import pytest
from django.test import Client

from servanda.recommendations.models import Recommendation
from tests.factories import editor, mechanism
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
BODIES = [  # number of the feature, mechanism, kind of document, kind, what the public title says
    ("ACHPR", "regional", "concluding_observations", "recommendation", "Recommendation 4 of"),
    ("IACtHR", "regional", "judgment", "judgment_point", "Point of a judgment 4 of"),
    ("CCPR-Views", "treaty_body", "judgment", "decision", "Decision 4 of"),
    ("UPR-Pledges", "upr", "state_report", "pledge", "Voluntary pledge 4 of"),
    ("Ombudsman", "national", "national", "recommendation", "Recommendation 4 of"),
]


@pytest.mark.parametrize(("code", "body", "paper", "kind", "title"), BODIES)
def test_each_is_entered_by_hand_and_found(code: str, body: str, paper: str, kind: str, title: str) -> None:
    """Features 6, 11, 12, 13, 14: from the form to the public page and its facets, under a reference that people can read."""
    who = mechanism(code, kind=body, names={"en": f"Body {code}"})
    sent = {
        "symbol": f"{code}/2024/7",
        "document_kind": paper,
        "mechanism": str(who.pk),
        "published_on": "2024-06-01",
        "number": "4",
        "kind": kind,
        "wording_en": "Give the land back to those who lived on it.",
    }
    client = client_of(editor())
    client.post(address("recommendations:new"), sent | {"save": f"XAR-{code}-2024-4"})
    one = Recommendation.objects.get()
    assert (one.reference, one.kind) == (f"XAR-{code}-2024-4", kind)
    page = Client().get(f"/en/recommendations/{one.reference}/").content.decode()
    assert title in page
    assert "What the State answered" not in page
    found = Client().get("/en/recommendations/", {"body": body, "kind": kind}).content.decode()
    assert one.reference in found
    assert client.get(address("workspace:register", mechanism=code, kind=kind)).content.decode().count(one.reference)


def test_a_pledge_is_said_by_the_state() -> None:
    who = mechanism("UPR", kind="upr", names={"en": "Universal Periodic Review"})
    sent = {
        "symbol": "Pledge/1",
        "document_kind": "state_report",
        "mechanism": str(who.pk),
        "published_on": "2024-06-01",
        "number": "4",
        "kind": "pledge",
        "wording_en": "We will build ten schools.",
    }
    client = client_of(editor())
    client.post(address("recommendations:new"), sent | {"save": "XAR-UPR-2024-4"})
    page = Client().get("/en/recommendations/XAR-UPR-2024-4/").content.decode()
    assert '<figcaption class="source"><span>Republic of Arandia</span>' in page


def test_a_position_on_a_pledge_is_turned_back_at_the_form() -> None:
    sent = {
        "symbol": "X/1",
        "document_kind": "other",
        "number": "1",
        "kind": "pledge",
        "wording_en": "x",
        "position": "noted",
    }
    page = client_of(editor()).post(address("recommendations:new"), sent).content.decode()
    assert "Only a recommendation has a position of the State" in page
