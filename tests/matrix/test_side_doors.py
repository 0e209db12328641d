"""Two ids in one request: what one may act on never opens what one may not, beside it or behind it."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from servanda.assignments.models import Assignment
from servanda.implementation.models import Action, Challenge, Evidence, Update
from servanda.indicators.models import Value
from servanda.recommendations.commands import withdraw
from servanda.recommendations.models import Classification
from tests import factories
from tests.importers.taking_in import intake, item
from tests.matrix.digest import digest_of_everything
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_a_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


@pytest.fixture
def house() -> factories.House:
    return factories.House()


@pytest.fixture
def other() -> factories.House:
    return factories.House()


@pytest.fixture
def mine(house: factories.House) -> Client:
    """The focal point of `house`, whose right to write is beyond doubt."""
    return client_of(house.focal_point)


def refused(client: Client, where: str, data: dict[str, Any] | None = None, *, status: int = 404) -> None:
    """Refused, and nothing at all was changed."""
    before = digest_of_everything()
    answer = client.post(where, data or {})
    assert answer.status_code == status, answer.content[:500]
    assert digest_of_everything() == before


# --- a record of another institution, in every place where an id goes -------------------------------------------------


def test_the_draft_of_another_house_is_not_written_through_ones_own_report(mine: Client, other: Any) -> None:
    theirs = factories.update(other)
    report = address("implementation:report", recommendation=factories.recommendation().pk)
    refused(mine, report, {"draft": str(theirs.pk), "what_was_done": "taken over"})


def test_a_report_is_not_tied_to_the_action_of_another_house(mine: Client, house: Any, other: Any) -> None:
    theirs = factories.action(other)
    draft = factories.update(house)
    page = reverse("implementation:update", args=[draft.pk])
    answer = mine.post(page, {"about": str(theirs.pk), "what_was_done": "x", "version": draft.version})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.action is None


@pytest.mark.parametrize("name", ["implementation:report", "implementation:challenge-new"])
def test_a_hidden_action_in_the_address_does_not_exist(mine: Client, other: Any, name: str) -> None:
    refused(mine, address(name, action=factories.action(other).pk), {"kind": "money", "description": "x"})


@pytest.mark.parametrize("name", ["implementation:report", "implementation:challenge-new"])
def test_in_the_name_of_another_house_nobody_writes(mine: Client, other: Any, name: str) -> None:
    """The action is published, so it is seen; writing about it is for its own house."""
    published = factories.published(factories.action(other), other)
    refused(mine, address(name, action=published.pk), {"kind": "money", "description": "x"}, status=403)


def test_evidence_is_not_added_to_another_kind_under_the_same_id(mine: Client, house: Any) -> None:
    """The kind and the id are looked at together."""
    update = factories.update(house)
    for kind in ("action", "assessment", "challenge", "value", "person", "evidence"):
        refused(
            mine, reverse("implementation:evidence-add", args=[kind, update.pk]), {"url": "https://gazette.example/1"}
        )


def test_a_step_is_not_taken_under_another_kind(mine: Client, house: Any) -> None:
    update = factories.update(house)
    for kind in ("action", "assessment", "challenge", "value", "person"):
        refused(mine, reverse("implementation:step", args=[kind, update.pk, "submit"]))


@pytest.mark.parametrize("verb", ["delete", "draft", "restore", "write", "read"])
def test_only_the_steps_are_steps(mine: Client, house: Any, verb: str) -> None:
    refused(mine, reverse("implementation:step", args=["update", factories.update(house).pk, verb]))


def test_evidence_of_another_house_is_neither_removed_nor_opened_to_all(mine: Client, house: Any, other: Any) -> None:
    """Its id put into the form of one's own record does nothing."""
    theirs = factories.link_as_evidence(factories.update(other), other.focal_point, visibility="internal")
    own = factories.update(house)
    refused(mine, reverse("implementation:evidence-remove", args=[theirs.pk]))
    mine.post(
        reverse("implementation:evidence-add", args=["update", own.pk]),
        {"url": "https://gazette.example/2", f"visibility-{theirs.pk}": "public", "visibility": "public"},
    )
    theirs.refresh_from_db()
    assert theirs.visibility == Evidence.Visibility.INTERNAL


def test_a_value_corrects_only_what_is_ones_own(mine: Client, other: Any) -> None:
    indicator = factories.indicator()
    theirs = factories.published(factories.value(other, indicator=indicator), other)
    draft = factories.value(other, indicator=indicator, period="2024")
    new = {"period": "2025", "number": "1"}
    refused(mine, address("indicators:value-new", indicator.pk, corrects=theirs.pk), new, status=403)
    refused(mine, address("indicators:value-new", indicator.pk, corrects=draft.pk), new)
    refused(mine, address("indicators:value-new", factories.indicator().pk, corrects=theirs.pk), new)


def test_a_reply_goes_to_a_published_assessment_of_that_recommendation(mine: Client) -> None:
    commission, about = factories.Commission(), factories.recommendation()
    draft = factories.assessment(commission.author, commission.institution, assessor="nhri", of=about)
    new = {"level": "not_started", "reasoning": "x", "confidence": "low", "as_of": "2026-01-01", "language": "en"}
    refused(mine, address("implementation:assess", recommendation=about.pk, reply_to=draft.pk), new)
    refused(mine, address("implementation:assess", recommendation=about.pk, reply_to=uuid.uuid4()), new)


def test_an_assessment_is_made_in_the_name_of_ones_own_house(mine: Client, house: Any, other: Any) -> None:
    about = factories.recommendation()
    new = {"level": "not_assessed", "reasoning": "x", "confidence": "low", "as_of": "2026-01-01", "language": "en"}
    new |= {"institution": str(other.institution.pk), "assessor": "nhri"}
    assert mine.post(address("implementation:assess", recommendation=about.pk), new).status_code in (302, 303)
    made = about.assessments.get()
    assert (made.institution, made.assessor) == (house.institution, "state")


def test_an_assignment_of_another_house_is_not_answered(mine: Client, other: Any) -> None:
    theirs = factories.assignment(factories.recommendation(), other.institution)
    refused(mine, reverse("assignments:answer", args=[theirs.pk]), {"answer": "accept"}, status=403)


# --- many at a time ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["recommendations:classify", "assignments:assign"])
@pytest.mark.parametrize("field", ["selection", "recommendation"])
def test_one_that_does_not_exist_spoils_the_whole_selection(name: str, field: str) -> None:
    """Not only the first of a list is looked at."""
    good, nowhere = factories.recommendation(), uuid.uuid4()
    chosen = f"{good.pk} {nowhere}" if field == "selection" else [str(good.pk), str(nowhere)]
    refused(client_of(factories.editor()), reverse(name), {field: chosen, "do": "1"})


@pytest.mark.parametrize("name", ["recommendations:classify", "assignments:assign"])
def test_a_withdrawn_one_in_the_selection_is_left_out(name: str, house: Any) -> None:
    good, gone = factories.recommendation(), factories.recommendation()
    withdraw(recommendation=gone, reason="It was no recommendation.", by=factories.publisher())
    term = factories.scheme().terms.first()
    what = {"add": str(term.pk), "institution": str(house.institution.pk), "role": "lead"}
    client_of(factories.editor()).post(reverse(name), {"selection": f"{good.pk} {gone.pk}", "do": "1"} | what)
    changed = [*Classification.objects.all(), *Assignment.objects.all()]
    assert {one.recommendation for one in changed} == {good}


def test_a_selection_is_no_way_in_for_others(mine: Client) -> None:
    chosen = {"selection": str(factories.recommendation().pk), "do": "1"}
    for name in ("recommendations:classify", "assignments:assign", "assignments:from-list"):
        refused(mine, reverse(name), chosen, status=403)


# --- the intake -------------------------------------------------------------------------------------------------------


def test_pages_and_items_belong_to_their_intake(mine: Client) -> None:
    first = intake(item(1))
    for page in (0, 27, 999):
        answer = client_of(factories.editor()).get(f"/en/work/intake/{first.pk}/pages/{page}/")
        assert answer.status_code == 404
    for name, pk in (
        ("item", first.items.get().pk),
        ("items", first.pk),
        ("confirm", first.pk),
        ("document", first.pk),
    ):
        refused(mine, reverse(f"importers:{name}", args=[pk]), status=403)
        refused(client_of(factories.editor()), reverse(f"importers:{name}", args=[uuid.uuid4()]))


def test_an_item_of_a_confirmed_intake_is_closed(house: Any) -> None:
    from tests.importers.taking_in import confirmed

    kept = confirmed(item(1))
    one = kept.items.get()
    for name in ("item-right", "item-discard", "item-reopen", "item-split"):
        before = one.recommendation.wordings.get().text
        client_of(factories.editor()).post(
            reverse(f"importers:{name}", args=[one.pk]), {"reason": "other", "demands": "a\nb"}
        )
        one.refresh_from_db()
        assert (one.decision, one.recommendation.wordings.get().text) == ("right", before)


# --- people -----------------------------------------------------------------------------------------------------------


def test_an_administrator_cannot_reach_content_through_people(house: Any) -> None:
    """Managing people opens no record and no file."""
    draft = factories.update(house)
    kept = factories.file(by=house.focal_point)
    administrator = client_of(factories.person(role="administrator"))
    for where in (
        reverse("implementation:update", args=[draft.pk]),
        reverse("documents:download", args=[kept.pk]),
        reverse("implementation:review", args=["update", draft.pk]),
    ):
        assert administrator.get(where).status_code == 404


# --- a form is no way to fields it does not ask for (S6) --------------------------------------------------------------


EVERY_FIELD = {
    "id", "pk", "state", "author", "author_id", "institution", "institution_id", "published_by", "published_at", "approved_by",
    "approved_at", "accepted_by", "accepted_at", "submitted_by", "submitted_at", "returned_by", "created_at", "changed_at",
    "standing", "reference", "code", "role", "is_active", "is_staff", "is_superuser", "password", "email", "assessor", "definition",
    "main_evidence", "copied_from", "corrects", "reply_to", "added_by", "removed_at", "started_by", "assigned_by", "decided_by",
    "uploaded_by", "sha256", "place", "withdrawn_at", "is_public", "is_current", "undone_at", "batch", "intake", "document",
}  # fmt: skip


def everything_else(model: Any, asked_for: set[str], person: Any) -> dict[str, str]:
    """Every field of the model and of the list above that the form does not ask for, with a value that would fit."""
    names = {field.name for field in model._meta.concrete_fields} | EVERY_FIELD
    fitting = {
        "state": "published",
        "role": "administrator",
        "standing": "withdrawn",
        "assessor": "nhri",
        "is_active": "1",
    }
    return {name: fitting.get(name, str(person.pk)) for name in names - asked_for}


def changed_fields(thing: Any) -> set[str]:
    now = type(thing)._default_manager.get(pk=thing.pk)
    return {f.name for f in thing._meta.concrete_fields if getattr(now, f.attname) != getattr(thing, f.attname)}


ALWAYS = {"version", "changed_at"}


def test_an_update_takes_its_answers_and_nothing_else(mine: Client, house: Any, other: Any) -> None:
    draft = factories.update(house)
    answers = {
        "what_was_done": "a",
        "what_changed": "b",
        "what_is_missing": "c",
        "version": "1",
        "about": "",
        "language": "fr",
    }
    extra = everything_else(Update, {*answers, "recommendation", "action", "progress"}, other.focal_point)
    mine.post(reverse("implementation:update", args=[draft.pk]), extra | answers | {"version": draft.version})
    assert changed_fields(draft) <= {*answers, "progress", "action", *ALWAYS}
    assert "what_was_done" in changed_fields(draft)


def test_a_challenge_takes_its_answers_and_nothing_else(mine: Client, house: Any, other: Any) -> None:
    draft = factories.challenge(house)
    answers = {"kind": "law", "description": "a", "who_can_lift_it": "b", "language": "fr"}
    extra = everything_else(Challenge, {*answers, "version"}, other.focal_point)
    mine.post(reverse("implementation:challenge-edit", args=[draft.pk]), extra | answers | {"version": draft.version})
    assert changed_fields(draft) <= {*answers, *ALWAYS}
    assert "description" in changed_fields(draft)


def test_an_action_takes_its_answers_and_nothing_else(mine: Client, house: Any, other: Any) -> None:
    about = factories.recommendation()
    draft = factories.action(house, answers=[about])
    answers = {"title": "a", "description": "b", "kind": "policy", "progress": "completed", "language": "fr"}
    rest = {
        "recommendations": str(about.pk),
        "version": draft.version,
        "milestones-TOTAL_FORMS": "0",
        "milestones-INITIAL_FORMS": "0",
    }
    asked_for = {
        *answers,
        *rest,
        "starts_on",
        "ends_on",
        "legal_reference",
        "budget",
        "currency",
        "funded_share",
        "territory",
        "partners",
    }
    extra = everything_else(Action, asked_for, other.focal_point)
    mine.post(reverse("implementation:action-edit", args=[draft.pk]), extra | answers | rest)
    assert changed_fields(draft) <= {*asked_for, *ALWAYS}
    assert "title" in changed_fields(draft)


def test_a_value_takes_its_answers_and_nothing_else(mine: Client, house: Any, other: Any) -> None:
    draft = factories.value(house)
    answers = {"period": "2023", "number": "7", "source": "s", "missing_because": ""}
    extra = everything_else(Value, {*answers, "version", "territory", "disaggregation"}, other.focal_point)
    mine.post(reverse("indicators:value", args=[draft.pk]), extra | answers | {"version": draft.version})
    assert changed_fields(draft) <= {*answers, *ALWAYS}
    assert "number" in changed_fields(draft)


def test_an_assessment_takes_its_answers_and_nothing_else(mine: Client, house: Any, other: Any) -> None:
    draft = factories.assessment(house.focal_point, house.institution)
    answers = {"level": "implemented", "reasoning": "r", "confidence": "high", "as_of": "2026-02-02", "language": "fr"}
    extra = everything_else(type(draft), {*answers, "version"}, other.focal_point)
    mine.post(reverse("implementation:assessment-edit", args=[draft.pk]), extra | answers | {"version": draft.version})
    assert changed_fields(draft) <= {*answers, "definition", *ALWAYS}
    assert "reasoning" in changed_fields(draft)


def test_facts_of_a_recommendation_never_touch_its_wording(other: Any) -> None:
    about = factories.recommendation()
    before = about.wordings.get().text
    asked_for = {"version", "asks_follow_up_by", "plain_lines"}
    extra = everything_else(type(about), asked_for, other.focal_point) | {
        "wordings": "x",
        "text": "x",
        "wording_en": "x",
    }
    where = reverse("recommendations:edit", args=[about.pk])
    client_of(factories.editor()).post(where, extra | {"version": about.version, "asks_follow_up_by": "2027-01-01"})
    assert changed_fields(about) <= {"asks_follow_up_by", "plain_lines", *ALWAYS}
    assert about.wordings.get().text == before


def test_a_new_account_gets_what_the_form_asks_for() -> None:
    administrator = client_of(factories.person(role="administrator"))
    asked_for = {
        "email": "new@servanda.example",
        "given_name": "N",
        "family_name": "E",
        "role": "cso",
        "language": "en",
    }
    extra = everything_else(type(factories.editor()), set(asked_for), factories.editor()) | {
        "password": "known to me, long"
    }
    assert administrator.post(reverse("institutions:person-new"), extra | asked_for).status_code == 303
    made = type(factories.editor()).objects.get(email="new@servanda.example")
    assert (made.role, made.is_active, made.is_staff, made.is_superuser) == ("cso", True, False, False)
    assert not made.has_usable_password()


def test_changing_ones_password_changes_nothing_else(mine: Client, house: Any) -> None:
    person = house.focal_point
    new = {
        "oldpassword": factories.PASSWORD,
        "password1": "another long pass phrase",
        "password2": "another long pass phrase",
    }
    mine.post(reverse("account_change_password"), everything_else(type(person), set(new), person) | new)
    assert changed_fields(person) <= {"password", "last_login", *ALWAYS}
    assert "password" in changed_fields(person)
