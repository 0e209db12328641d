"""Assessments: two voices side by side, each on evidence, by published definitions, checked by a second person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from servanda.core import clock
from servanda.implementation.commands import define_level
from servanda.implementation.models import Assessment
from servanda.publication.models import Snapshot
from tests import factories
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
HALF = {"reasoning": "Half of it is done.", "confidence": "medium", "as_of": "2026-09-30", "language": "en"}
LINK = {"evidence-url": "https://gazette.example/41", "evidence-visibility": "public"}


@pytest.fixture
def house() -> factories.House:
    return factories.House()


@pytest.fixture
def commission() -> factories.Commission:
    return factories.Commission()


def assess(person: Any, recommendation: Any, **values: Any) -> Any:
    page = address("implementation:assess", recommendation=recommendation.pk)
    return client_of(person).post(page, {"level": "in_progress_limited"} | HALF | values)


def public_assessments(recommendation: Any) -> list[dict[str, Any]]:
    page = Snapshot.objects.filter(kind="recommendation", public_id=recommendation.reference).current().get()
    found: list[dict[str, Any]] = page.payload["assessments"]
    return found


def by_the_commission(commission: factories.Commission, recommendation: Any, **fields: Any) -> Assessment:
    made = factories.assessment(commission.author, commission.institution, assessor="nhri", of=recommendation, **fields)
    factories.publication.submit(item=made, by=commission.author)
    factories.publication.publish(item=made, by=commission.colleague)
    return made


def test_a_status_is_given_to_a_recommendation(house: factories.House) -> None:
    """Feature 54: how far a recommendation is implemented is assessed by a person and stands on its public page."""
    recommendation = factories.recommendation()
    answer = assess(house.focal_point, recommendation, **LINK)
    made = Assessment.objects.get()
    assert answer.url == address("implementation:assessment", made.pk)
    factories.published(made, house)
    assert [a["level"] for a in public_assessments(recommendation)] == ["in_progress_limited"]


def test_no_activity_changes_a_status(house: factories.House) -> None:
    """Feature 54: publishing actions and updates never makes an assessment."""
    recommendation = factories.recommendation()
    factories.published(factories.action(house, answers=[recommendation], progress="completed"), house)
    factories.published(factories.update(house, recommendation=recommendation), house)
    assert public_assessments(recommendation) == []


def test_each_level_stands_beside_its_published_definition(house: factories.House) -> None:
    """Feature 55: the definition in force is shown beside each level, and the assessment keeps which one it was."""
    for edition, words in ((1, "The old meaning."), (2, "It works for the people concerned.")):
        names, definitions = {"en": "Implemented"}, {"en": words}
        first = date(2026, edition, 1)
        define_level(
            level="implemented",
            edition=edition,
            names=names,
            definitions=definitions,
            in_force_from=first,
            by=factories.editor(),
        )
    recommendation = factories.recommendation()
    text = (
        client_of(house.focal_point)
        .get(address("implementation:assess", recommendation=recommendation.pk))
        .content.decode()
    )
    assert "It works for the people concerned." in text
    assert "The old meaning." not in text
    assess(house.focal_point, recommendation, level="implemented", **LINK)
    assert Assessment.objects.get().definition.version == 2


@pytest.mark.parametrize("level", ["regressed", "insufficient_information", "not_started", "not_assessed"])
def test_worse_unknown_and_nothing_are_different_values(level: str, house: factories.House) -> None:
    """Features 56 and 57: "regressed" can be said, and "not enough information" is not "not started"."""
    recommendation = factories.recommendation()
    assess(house.focal_point, recommendation, level=level, **LINK)
    factories.published(Assessment.objects.get(), house)
    assert [a["level"] for a in public_assessments(recommendation)] == [level]


@pytest.mark.parametrize("level", Assessment.Level.values)
def test_no_level_without_evidence_but_the_two_that_claim_nothing(level: str, house: factories.House) -> None:
    """Feature 58: an assessment that claims something has evidence before it can be sent."""
    assess(house.focal_point, factories.recommendation(), level=level)
    made = Assessment.objects.get()
    answer = client_of(house.focal_point).post(address("implementation:step", "assessment", made.pk, "submit"))
    free = level in ("not_assessed", "insufficient_information")
    assert answer.status_code == (303 if free else 400)
    assert free or "Add evidence: this level cannot be given without any." in answer.content.decode()


def test_the_first_file_is_what_it_rests_on(house: factories.House) -> None:
    """Feature 58: evidence sent with the form is the assessment's main evidence."""
    file = SimpleUploadedFile("decree.pdf", b"%PDF-1.4\n%")
    assess(house.focal_point, factories.recommendation(), **{"evidence-attachments": file})
    made = Assessment.objects.get()
    assert made.main_evidence == made.evidence.get()


def test_earlier_assessments_stay_with_day_and_author(house: factories.House) -> None:
    """Feature 59: a new assessment doesn't replace the old one; both stand with their day and who signs."""
    recommendation = factories.recommendation()
    for day, level in ((date(2025, 9, 30), "not_started"), (date(2026, 9, 30), "in_progress_limited")):
        made = factories.assessment(house.focal_point, house.institution, of=recommendation, as_of=day, level=level)
        factories.published(made, house)
    listed = public_assessments(recommendation)
    assert [(a["as_of"], a["level"]) for a in listed] == [
        ("2026-09-30", "in_progress_limited"),
        ("2025-09-30", "not_started"),
    ]
    assert {a["institution"]["code"] for a in listed} == {house.institution.code}


def test_the_commissions_own_second_person_publishes(commission: factories.Commission) -> None:
    """Feature 60: an independent assessment needs a second person of the commission and nobody of the State."""
    recommendation = factories.recommendation()
    assess(commission.author, recommendation, **LINK)
    made = Assessment.objects.get()
    submit, publish = (address("implementation:step", "assessment", made.pk, verb) for verb in ("submit", "publish"))
    assert client_of(commission.author).post(submit).status_code == 303
    assert client_of(commission.author).post(publish).status_code == 403
    assert client_of(factories.publisher()).post(publish).status_code == 404
    assert client_of(commission.colleague).post(publish).status_code == 303


def test_two_voices_stand_side_by_side(house: factories.House, commission: factories.Commission) -> None:
    """Feature 61: the State's assessment and the commission's stand beside each other; neither replaces the other."""
    recommendation = factories.recommendation()
    made = factories.assessment(house.focal_point, house.institution, of=recommendation, level="implemented")
    factories.published(made, house)
    by_the_commission(commission, recommendation, level="regressed")
    assert {a["assessor"]: a["level"] for a in public_assessments(recommendation)} == {
        "state": "implemented",
        "nhri": "regressed",
    }
    text = client_of(house.focal_point).get(address("implementation:assessment", made.pk)).content.decode()
    assert text.index("Implemented") < text.index("Regressed")


def test_the_state_replies_to_an_independent_voice(house: factories.House, commission: factories.Commission) -> None:
    """Feature 61: the State answers with an assessment of its own, marked as a reply; it can't touch the other."""
    recommendation = factories.recommendation()
    theirs = by_the_commission(commission, recommendation)
    page = address("implementation:assess", recommendation=recommendation.pk, reply_to=theirs.pk)
    client_of(house.focal_point).post(page, {"level": "insufficient_information"} | HALF)
    reply = Assessment.objects.get(reply_to=theirs)
    assert reply.assessor == "state"
    factories.published(reply, house)
    assert [a["is_reply"] for a in public_assessments(recommendation) if a["assessor"] == "state"] == [True]
    assert client_of(house.focal_point).get(address("implementation:assessment-edit", theirs.pk)).status_code == 403


def test_what_was_done_is_kept_apart_from_what_changed(house: factories.House) -> None:
    """Feature 62: outputs and outcomes are two answers, in the form, in the store and in public."""
    recommendation = factories.recommendation()
    update = factories.update(house, recommendation=recommendation, what_was_done="A law.", what_changed="Nothing yet.")
    factories.published(update, house)
    page = Snapshot.objects.filter(kind="recommendation", public_id=recommendation.reference).current().get()
    shown = page.payload["updates"][0]
    assert (shown["what_was_done"], shown["what_changed"]) == ("A law.", "Nothing yet.")


@pytest.mark.parametrize("confidence", ["high", "medium", "low"])
def test_how_sure_the_assessor_is(confidence: str, house: factories.House) -> None:
    """Feature 63: the confidence of an assessment is asked for and published."""
    recommendation = factories.recommendation()
    assess(house.focal_point, recommendation, confidence=confidence, **LINK)
    factories.published(Assessment.objects.get(), house)
    assert public_assessments(recommendation)[0]["confidence"] == confidence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"level": ""}, "Choose a level."),
        ({"as_of": ""}, "Give the day up to which you looked."),
        ({"as_of": "soon"}, "Choose a day, or write it as"),
        ({"as_of": (clock.today() + timedelta(days=3)).isoformat()}, "You cannot have looked at a day to come."),
    ],
)
def test_each_wrong_answer_is_told_what_to_do(house: factories.House, values: dict[str, str], sentence: str) -> None:
    answer = assess(house.focal_point, factories.recommendation(), **values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert HALF["reasoning"] in answer.content.decode()


def test_two_people_on_one_assessment_see_both_texts(house: factories.House) -> None:
    """Feature 116: of two people who change an assessment the second sees both texts."""
    made = factories.assessment(house.focal_point, house.institution)
    page, values = (
        address("implementation:assessment-edit", made.pk),
        HALF | {"level": "regressed", "version": made.version},
    )
    client_of(house.alternate).post(page, values | {"reasoning": "Theirs"})
    late = client_of(house.focal_point).post(page, values | {"reasoning": "Mine"})
    assert late.status_code == 409
    assert all(text in late.content.decode() for text in ("Theirs", "Mine"))


def test_the_secretariat_assesses_in_the_name_of_who_follows_up(house: factories.House) -> None:
    recommendation = factories.recommendation()
    answer = assess(factories.editor(), recommendation, **LINK)
    assert answer.url == address("workspace:recommendation", recommendation.pk)
    factories.assignment(recommendation, house.institution)
    assess(factories.editor(), recommendation, **LINK)
    made = Assessment.objects.get()
    assert (made.institution, made.author) == (house.institution, factories.editor())


def test_one_that_was_begun_is_gone_on_with(house: factories.House) -> None:
    made = factories.assessment(house.focal_point, house.institution)
    answer = client_of(house.focal_point).get(address("implementation:assess", recommendation=made.recommendation_id))
    assert answer.url == address("implementation:assessment-edit", made.pk)


def test_an_independent_draft_is_closed_to_the_state(house: factories.House, commission: factories.Commission) -> None:
    """Side door: the commission's draft answers to nobody of the State; the State's draft to nobody of the commission."""
    theirs = factories.assessment(commission.author, commission.institution, assessor="nhri")
    ours = factories.assessment(house.focal_point, house.institution)
    for person in (house.focal_point, factories.editor(), factories.publisher()):
        for name in ("assessment", "assessment-edit"):
            assert client_of(person).get(address(f"implementation:{name}", theirs.pk)).status_code in (403, 404)
    assert client_of(house.focal_point).get(address("implementation:assessment", theirs.pk)).status_code == 404
    assert client_of(commission.author).get(address("implementation:assessment", ours.pk)).status_code == 404


@pytest.mark.parametrize("role", ["cso", "adviser", "parliament", "administrator"])
def test_others_do_not_assess(role: str) -> None:
    page = address("implementation:assess", recommendation=factories.recommendation().pk)
    assert client_of(factories.person(role=role)).get(page).status_code == 403
