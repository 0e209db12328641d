"""Addresses that cannot be answered."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_an_address_with_a_nul_is_a_bad_request() -> None:
    assert Client().get("/en/recommendations/%00/").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/en/recommendations/?q=water%00", "/en/recommendations/?theme=%00"])
def test_a_nul_in_a_question_is_left_out(url: str) -> None:
    """PostgreSQL refuses such a text, which would be a fault of ours; SQLite takes it."""
    page = Client().get(url)
    assert page.status_code == 200
    assert not any("\0" in value for values in dict(page.wsgi_request.GET).values() for value in values)
