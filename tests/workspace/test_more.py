"""More, undo, terms, mechanisms: the smaller pages of the working area."""

import re
from datetime import timedelta
from typing import Any

import pytest

from servanda.assignments.commands import assign
from servanda.audit.models import Batch
from servanda.core import clock
from servanda.mechanisms.models import Mechanism, Session
from servanda.recommendations.commands import classify
from servanda.taxonomy.models import Scheme
from tests.factories import House, document, editor, institution, mechanism, person, recommendation, scheme
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


def test_more_offers_what_one_may_open() -> None:
    people, record, enter = address("institutions:people"), address("workspace:record"), address("recommendations:new")

    def offered(who: Any) -> set[str]:
        text = client_of(who).get(address("workspace:more")).content.decode()
        return {where for where in (people, record, enter) if f'"{where}"' in text}

    assert offered(person(role="administrator")) == {people, record}
    assert offered(editor()) == {enter}
    assert offered(House().focal_point) == set()


def test_undo_asks_before_it_does() -> None:
    one, to = recommendation(), institution()
    batch = assign(recommendations=[one], institution=to, role="lead", due_on=None, by=editor())
    client, where = client_of(editor()), address("workspace:undo", batch.pk)
    assert "1 change will be taken back." in client.get(where).content.decode()
    assert one.assignments.count() == 1
    client.post(where)
    assert one.assignments.count() == 0
    assert "This was taken back already." in client.post(where, follow=True).content.decode()


def test_undo_is_over_after_thirty_days() -> None:
    one = recommendation()
    batch = assign(recommendations=[one], institution=institution(), role="lead", due_on=None, by=editor())
    Batch.objects.filter(pk=batch.pk).update(undo_until=clock.now() - timedelta(days=1))
    answer = client_of(editor()).post(address("workspace:undo", batch.pk), follow=True).content.decode()
    assert "can no longer be" in answer
    assert one.assignments.count() == 1


def test_undo_is_the_secretariat_s() -> None:
    batch = assign(recommendations=[recommendation()], institution=institution(), role="lead", due_on=None, by=editor())
    assert client_of(House().focal_point).post(address("workspace:undo", batch.pk)).status_code == 403


def test_mechanisms_with_their_sessions_and_what_came_from_each() -> None:
    """Feature 15: the register of mechanisms with cycles and sessions."""
    upr = mechanism("UPR", kind="upr", names={"en": "Universal Periodic Review"})
    recommendation(document=document(mechanism=upr))
    client, where = client_of(editor()), address("workspace:mechanisms")
    client.post(
        where,
        {"add": "session", "s-mechanism": str(upr.pk), "s-number": "48", "s-cycle": "4", "s-starts": "2025-01-20"},
    )
    assert (Session.objects.get().number, Session.objects.get().cycle) == (48, 4)
    text = client.get(where).content.decode()
    assert "Universal Periodic Review" in text
    assert "?mechanism=UPR" in text
    assert "20 January 2025" in text


def test_a_mechanism_is_added_and_brought_up_to_date() -> None:
    client, where = client_of(editor()), address("workspace:mechanisms")
    client.post(where, {"add": "mechanism", "m-code": "IACtHR", "m-kind": "regional", "m-names_en": "Court"})
    client.post(
        where, {"add": "mechanism", "m-code": "IACtHR", "m-kind": "regional", "m-names_en": "Inter-American Court"}
    )
    assert Mechanism.objects.get().names == {"en": "Inter-American Court"}


def test_what_is_wrong_with_a_session_is_said() -> None:
    upr = mechanism("UPR", kind="upr")
    sent = {
        "add": "session",
        "s-mechanism": str(upr.pk),
        "s-number": "48",
        "s-starts": "2025-02-01",
        "s-ends": "2025-01-01",
    }
    assert (
        "cannot end before it starts"
        in client_of(editor()).post(address("workspace:mechanisms"), sent).content.decode()
    )
    assert not Session.objects.exists()


def test_others_read_the_mechanisms_and_don_t_change_them() -> None:
    client, where = client_of(House().focal_point), address("workspace:mechanisms")
    assert client.get(where).status_code == 200
    assert (
        client.post(where, {"add": "mechanism", "m-code": "X", "m-kind": "other", "m-names_en": "X"}).status_code == 403
    )
    assert not Mechanism.objects.filter(code="X").exists()


CSV = "code,parent,label_en,label_es\n1,,Poverty,Pobreza\n1.1,1,Extreme poverty,\n"


def sent(**given: Any) -> dict[str, Any]:
    return {"code": "goals", "titles_en": "Goals", "rows": CSV} | given


def test_a_scheme_comes_from_a_file_and_can_be_classified_with_at_once() -> None:
    client, where = client_of(editor()), address("workspace:scheme-load")
    assert "2 new terms" in client.post(where, sent()).content.decode()
    assert not Scheme.objects.exists()
    assert client.post(where, sent(do="1")).status_code == 303
    goal, target = Scheme.objects.get().terms.order_by("order")
    assert (goal.labels, target.parent) == ({"en": "Poverty", "es": "Pobreza"}, goal)
    page = client.get(address("recommendations:classify", recommendation=recommendation().pk)).content.decode()
    assert "1.1 Extreme poverty" in page


def test_a_term_that_is_no_longer_in_the_file_stays_for_what_has_it() -> None:
    """Feature 115: retired, not deleted."""
    old = scheme("goals", ("1", "9")).terms.get(code="9")
    one = recommendation()
    classify(recommendations=[one], add=[old], by=editor())
    client = client_of(editor())
    assert "1 term is not in the file" in client.post(address("workspace:scheme-load"), sent()).content.decode()
    client.post(address("workspace:scheme-load"), sent(do="1"))
    old.refresh_from_db()
    assert (old.in_use, one.classifications.get().term) == (False, old)


def test_a_number_beside_a_term_is_the_list_behind_it() -> None:
    goals = scheme("goals", ("1", "1.1"))
    goal, target = goals.terms.order_by("order")
    target.parent = goal
    target.save()
    classify(recommendations=[recommendation()], add=[target], by=editor())
    client = client_of(editor())
    text = client.get(address("workspace:scheme", "goals")).content.decode()
    assert text.count(">1</a>") == 2
    for code in ("1", "1.1"):
        assert f"?goals={code}" in text
        assert "1 recommendation<" in client.get(address("workspace:register", goals=code)).content.decode().replace(
            "</b>", "<"
        )


def test_others_read_the_terms_and_don_t_load_any() -> None:
    scheme()
    client = client_of(House().focal_point)
    assert client.get(address("workspace:schemes")).status_code == 200
    assert client.get(address("workspace:scheme", "themes")).status_code == 200
    assert client.post(address("workspace:scheme-load"), sent(do="1")).status_code == 403


def current(who: Any, where: str) -> list[str]:
    """Which items of the main navigation are marked as the place where one is."""
    nav = client_of(who).get(where).content.decode().partition('<nav class="menu-in"')[2].partition("</nav>")[0]
    return re.findall(r'aria-current="page">([^<]+)<', nav)


@pytest.mark.parametrize("role", ["administrator", "secretariat_editor"])
def test_what_is_reached_through_more_says_so(role: str) -> None:
    """Of all pages that More offers none calls itself a task."""
    who = person(role=role)
    text = client_of(who).get(address("workspace:more")).content.decode()
    offered = set(re.findall(r'href="(/en/work/[^"]+)"', text.partition("<h1>")[2]))
    marked = {where: current(who, where) for where in offered}
    assert len(offered) >= 5
    assert {where: items for where, items in marked.items() if items not in (["More"], ["Recommendations"])} == {}
    assert current(who, address("workspace:home")) == ["My tasks"]
    assert current(who, address("institutions:institution", institution().pk)) == ["More"]


def test_the_navigation_offers_only_what_may_be_entered() -> None:
    """An administrator may not read the register: no link to it, and no search in it."""
    register = address("workspace:register")
    for who, offered in ((person(role="administrator"), False), (editor(), True), (person(role="cso"), False)):
        text = client_of(who).get(address("workspace:more")).content.decode()
        assert (f'"{register}"' in text) == offered
        assert ('role="search"' in text) == offered
