"""Too much at once is refused before it is written anywhere."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", ["157286401", str(10**15)])
def test_a_request_that_says_it_is_too_large_is_answered_at_once(client: Client, size: str) -> None:
    client.force_login(factories.editor())
    answer = client.post(
        reverse("importers:upload"), data=b"x", content_type="application/octet-stream", CONTENT_LENGTH=size
    )
    assert answer.status_code == 413
    assert "Nothing was saved" in answer.content.decode()


@pytest.mark.parametrize("size", ["", "-1", "many"])
def test_a_size_that_is_none_is_no_error(client: Client, size: str) -> None:
    assert client.get(reverse("portal:home"), CONTENT_LENGTH=size).status_code == 200
