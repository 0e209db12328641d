"""Addresses that cannot be answered."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/en/search/?q=water%00", "/en/recommendations/%00/", "/en/recommendations/?theme=%00"]
)
def test_an_address_with_a_nul_is_a_bad_request(url: str) -> None:
    """PostgreSQL refuses such a text as a fault of ours; SQLite takes it."""
    assert Client().get(url).status_code == 400


@pytest.mark.django_db
def test_a_percent_sign_and_a_nought_are_no_nul() -> None:
    assert Client().get("/en/recommendations/", {"q": "100%00"}).status_code == 200
