"""Entering a recommendation by hand."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from servanda.documents.models import Document
from servanda.publication.models import Snapshot
from servanda.recommendations.models import Recommendation
from tests.factories import House, document, editor, mechanism, recommendation
from tests.support.visits import address, client_of

pytestmark = pytest.mark.django_db
NEW = "recommendations:new"


def answers(**given: Any) -> dict[str, Any]:
    return {
        "symbol": "CAT/C/XAR/CO/3",
        "document_kind": "concluding_observations",
        "mechanism": "",
        "document_language": "en",
        "number": "21 (a)",
        "kind": "recommendation",
        "position": "",
        "wording_en": "The State party should reduce overcrowding.",
    } | given


def saved(client: Client, **given: Any) -> HttpResponse:
    """The check page, and then its button."""
    check = client.post(address(NEW), answers(**given)).content.decode()
    reference = re.search(r'name="save" value="([^"]+)"', check)
    assert reference
    return client.post(address(NEW), answers(**given, save=reference[1]))


def test_a_reference_is_shown_before_it_is_saved() -> None:
    """Feature 6: manual entry with a unique reference that people can read."""
    cat = mechanism("CAT")
    client = client_of(editor())
    check = client.post(address(NEW), answers(mechanism=cat.pk))
    assert "XAR-CAT-3-21a" in check.content.decode()
    assert not Recommendation.objects.exists()
    done = saved(client, mechanism=cat.pk)
    made = Recommendation.objects.get()
    assert (done.status_code, made.reference) == (303, "XAR-CAT-3-21a")
    assert done.url.startswith(address("workspace:recommendation", made.pk))


def test_wording_number_symbol_and_source_are_kept_apart() -> None:
    """Feature 7: the verbatim text, the paragraph, the symbol and the page each have their own place."""
    saved(client_of(editor()), page="6", wording_es="El Estado parte debe reducir el hacinamiento.")
    made = Recommendation.objects.get()
    assert (made.number, made.page, made.document.symbol) == ("21 (a)", 6, "CAT/C/XAR/CO/3")
    assert {w.language: w.text for w in made.wordings.all()} == {
        "en": "The State party should reduce overcrowding.",
        "es": "El Estado parte debe reducir el hacinamiento.",
    }
    assert Snapshot.objects.filter(kind="recommendation", public_id=made.reference).exists()


def test_several_recommending_states_are_kept() -> None:
    """Feature 21: each State that recommended it."""
    saved(client_of(editor()), states=["URY", "CHE"])
    assert {s.iso3 for s in Recommendation.objects.get().recommending_states.all()} == {"URY", "CHE"}


def test_a_known_document_is_used_whatever_the_case_and_blanks_of_its_symbol() -> None:
    """Feature 16: one symbol is one document."""
    known = document(symbol="CAT/C/XAR/CO/9")
    saved(client_of(editor()), symbol="  cat/c/xar/co/9 ", document_kind="")
    assert Recommendation.objects.get().document == known
    assert Document.objects.count() == 1


def test_a_symbol_of_any_form_is_accepted() -> None:
    saved(client_of(editor()), symbol="Letter of the Rapporteur, 3 May", document_kind="other")
    assert Recommendation.objects.get().document.symbol == "Letter of the Rapporteur, 3 May"


def test_an_unknown_symbol_needs_the_kind_of_document() -> None:
    page = client_of(editor()).post(address(NEW), answers(document_kind=""))
    assert "This symbol is not known yet" in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("symbol", "Enter the symbol of the document"),
        ("number", "Enter the number of the paragraph"),
        ("wording_en", "Enter the wording, as the mechanism wrote it"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(missing: str, sentence: str) -> None:
    page = (
        client_of(editor()).post(address(NEW), answers(plain_line_en="Room for all", **{missing: ""})).content.decode()
    )
    assert sentence in page
    assert "Room for all" in page


def test_the_same_number_in_the_same_document_is_warned_of_and_possible() -> None:
    first = recommendation(number="21", document=document(symbol="CAT/C/XAR/CO/3"))
    client = client_of(editor())
    check = client.post(address(NEW), answers(number="21")).content.decode()
    assert "This number is in the register already" in check
    assert address("workspace:recommendation", first.pk) in check
    saved(client, number="21")
    assert set(Recommendation.objects.values_list("reference", flat=True)) == {first.reference, f"{first.reference}.2"}


def test_changing_one_s_mind_keeps_the_answers() -> None:
    page = client_of(editor()).post(address(NEW), answers(change="1")).content.decode()
    assert "The State party should reduce overcrowding." in page
    assert not Recommendation.objects.exists()


def test_known_documents_are_offered() -> None:
    document(symbol="CRC/C/XAR/CO/5-6")
    assert '<option value="CRC/C/XAR/CO/5-6">' in client_of(editor()).get(address(NEW)).content.decode()


def test_only_the_secretariat_enters() -> None:
    assert client_of(House().focal_point).post(address(NEW), answers(save="XAR-CAT-3-21")).status_code == 403
    assert not Recommendation.objects.exists()


def test_a_second_click_doubles_nothing() -> None:
    """The button carries the reference that was shown: once it is taken, the page is looked at again."""
    client = client_of(editor())
    saved(client)
    made = Recommendation.objects.get()
    again = client.post(address(NEW), answers(save=made.reference))
    assert "This number is in the register already" in again.content.decode()
    assert Recommendation.objects.count() == 1
