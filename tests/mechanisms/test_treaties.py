"""The treaty register: treaty actions, the status that follows from them, and the pages."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from servanda.core.clock import today
from servanda.core.errors import Refused
from servanda.mechanisms import commands, queries
from servanda.mechanisms.models import Treaty, TreatyAction
from servanda.publication.models import Snapshot
from tests import factories

pytestmark = pytest.mark.django_db
Kind, Status = TreatyAction.Kind, Treaty.Status


@pytest.fixture(autouse=True)
def _without_second_factor(settings) -> None:
    """The second factor has tests of its own; here it would stand before each page of the secretariat."""
    settings.SECOND_FACTOR = "optional"


def public(treaty: Treaty) -> dict:
    return Snapshot.objects.get(kind="treaty", public_id=treaty.code, is_current=True).payload


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ([], Status.NONE),
        ([Kind.SIGNATURE], Status.SIGNATORY),
        ([Kind.SIGNATURE, Kind.RATIFICATION], Status.PARTY),
        ([Kind.BOUND], Status.PARTY),
        ([Kind.ACCESSION, Kind.RESERVATION], Status.PARTY),
        ([Kind.SUCCESSION, Kind.DENUNCIATION], Status.LEFT),
        ([Kind.DECLARATION], Status.NONE),
    ],
)
def test_the_status_follows_from_the_treaty_actions(kinds: list, status: Status) -> None:
    """Feature 17: where the State stands is nowhere typed; it follows from what it did."""
    treaty = factories.treaty()
    for kind in kinds:
        factories.treaty_action(treaty, kind)
    assert Treaty.objects.get(pk=treaty.pk).status == status
    assert public(treaty)["treaty"]["status"] == status


def test_a_state_is_bound_once() -> None:
    treaty = factories.treaty()
    factories.treaty_action(treaty, Kind.RATIFICATION)
    with pytest.raises(Refused, match="already"):
        factories.treaty_action(treaty, Kind.ACCESSION)
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatyAction.objects.create(treaty=treaty, kind=Kind.SUCCESSION, year=2001, source="planted")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": Kind.SIGNATURE, "year": 1899},
        {"kind": Kind.SIGNATURE, "on": today() + timedelta(days=1)},
        {"kind": Kind.SIGNATURE, "source": "  "},
        {"kind": Kind.WITHDRAWAL},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict) -> None:
    treaty = factories.treaty()
    with pytest.raises(Refused):
        factories.treaty_action(treaty, **({"on": None, "year": 2001} | wrong))
    assert not treaty.actions.exists()


def test_a_reservation_stands_until_it_is_withdrawn() -> None:
    """Feature 17: a withdrawal names what it withdraws, once, and not before it was made."""
    treaty, other = factories.treaty(), factories.treaty()
    kept = factories.treaty_action(treaty, Kind.RESERVATION, articles="20", on=date(1995, 3, 8))
    gone = factories.treaty_action(treaty, Kind.DECLARATION, articles="21", on=date(1995, 3, 8))
    foreign = factories.treaty_action(other, Kind.RESERVATION, articles="1")
    for wrong in ({"withdraws": foreign}, {"withdraws": gone, "on": date(1994, 1, 1)}):
        with pytest.raises(Refused):
            factories.treaty_action(treaty, Kind.WITHDRAWAL, **wrong)
    factories.treaty_action(treaty, Kind.WITHDRAWAL, withdraws=gone, on=date(2009, 5, 18))
    with pytest.raises(Refused, match="already"):
        factories.treaty_action(treaty, Kind.WITHDRAWAL, withdraws=gone, on=date(2010, 5, 18))
    (row,) = [s for s in queries.standing(queries.treaties()) if s.treaty.pk == treaty.pk]
    assert row.reservations == 1
    assert [a["withdraws"] for a in public(treaty)["actions"]] == [None, None, 1]
    assert kept.articles == "20"


def test_the_public_page_shows_what_the_state_did(client: Client) -> None:
    """Feature 17: list and page, with the reservation's text, its withdrawal, and the page as it stood."""
    treaty = factories.treaty(names={"en": "Convention on Tests"})
    factories.treaty_action(treaty, Kind.RATIFICATION)
    made = factories.treaty_action(treaty, Kind.RESERVATION, articles="20 (1)", texts={"en": "We understand it thus."})
    factories.treaty_action(treaty, Kind.WITHDRAWAL, withdraws=made, on=date(2009, 5, 18))
    listed = client.get(reverse("portal:treaties")).content.decode()
    assert "Convention on Tests" in listed
    assert "The State is party to 1 of 1" in listed
    page = client.get(reverse("portal:treaty", args=[treaty.code])).content.decode()
    for shown in ("We understand it thus.", "art. 20 (1)", "18 May 2009", "8 March 1995", "Register of the tests"):
        assert shown in page
    assert client.get(reverse("portal:treaty", args=[treaty.code.lower()])).status_code == 301
    assert client.get(reverse("portal:treaty", args=[treaty.code]) + "?as-of=1999-01-01").status_code == 404


def test_the_secretariat_records_corrects_and_takes_out(client: Client) -> None:
    treaty = factories.treaty()
    client.force_login(factories.editor())
    new = reverse("mechanisms:treaty-action-new", args=[treaty.code])
    assert client.post(new, {"kind": "accession", "source": "Gazette"}).status_code == 422
    assert client.post(new, {"kind": "accession", "on": "1995-03-08", "source": "Gazette"}).status_code == 303
    (action,) = treaty.actions.all()
    address = reverse("mechanisms:treaty-action", args=[action.pk])
    answers = {"kind": "accession", "on": "1995-03-09", "source": "Gazette 12", "version": action.version}
    assert client.post(address, answers).status_code == 303
    action.refresh_from_db()
    assert (action.on, action.source) == (date(1995, 3, 9), "Gazette 12")
    stale = client.post(address, answers | {"source": "Mine"})
    assert stale.status_code == 409
    assert all(f"<p>{text}</p>" in stale.content.decode() for text in ("Mine", "Gazette 12"))
    assert client.get(reverse("mechanisms:treaty-action-remove", args=[action.pk])).status_code == 200
    assert client.post(reverse("mechanisms:treaty-action-remove", args=[action.pk])).status_code == 303
    assert not treaty.actions.exists()
    assert public(treaty)["actions"] == []


def test_the_list_asks_the_database_equally_often(client: Client, django_assert_max_num_queries: object) -> None:
    for _n in range(12):
        factories.treaty_action(factories.treaty(), Kind.SIGNATURE)
    client.force_login(factories.editor())
    client.get(reverse("mechanisms:treaties"))
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get(reverse("mechanisms:treaties")).status_code == 200


def test_a_review_is_one_of_the_universal_periodic_review() -> None:
    """Feature 15: the sessions in which this State is reviewed."""
    upr, committee = factories.mechanism("UPR", "upr"), factories.mechanism("CAT")
    heard = commands.add_session(mechanism=upr, number=36, cycle=3, by=factories.editor())
    other = commands.add_session(mechanism=committee, number=80, by=factories.editor())
    commands.schedule_review(session=heard, source="calendar", by=factories.editor())
    commands.schedule_review(session=heard, source="calendar, revised", by=factories.editor())
    with pytest.raises(Refused):
        commands.schedule_review(session=other, source="calendar", by=factories.editor())
    assert [(r.session.number, r.source) for r in queries.reviews()] == [(36, "calendar, revised")]
