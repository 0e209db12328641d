"""The helper that finds a query in a loop finds one."""

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from tests.support.queries import assert_same_queries


def in_a_loop(_request: HttpRequest) -> HttpResponse:
    keys = Session.objects.values_list("pk", flat=True)
    return HttpResponse(str([Session.objects.get(pk=key).expire_date for key in keys]))


def at_once(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str([session.expire_date for session in Session.objects.all()]))


urlpatterns = [path("in-a-loop/", in_a_loop), path("at-once/", at_once)]


def sessions(*keys: str) -> None:
    Session.objects.bulk_create(Session(session_key=key, expire_date=timezone.now()) for key in keys)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_planted_loop_is_found(client: Client) -> None:
    with pytest.raises(AssertionError, match="2 queries with few rows, 4 with many"):
        assert_same_queries(client, "/in-a-loop/", small=lambda: sessions("a"), large=lambda: sessions("b", "c"))


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_one_query_for_all_is_left_alone(client: Client) -> None:
    assert_same_queries(client, "/at-once/", small=lambda: sessions("a"), large=lambda: sessions("b", "c"))
