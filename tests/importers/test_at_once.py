"""Several people, or one with a nervous finger, at the same moment."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from servanda.core.errors import NotPossibleNow
from servanda.importers import commands, tasks
from servanda.importers.models import Intake
from servanda.recommendations.models import Recommendation
from tests.factories import editor, mechanism
from tests.importers.taking_in import find_all_right, intake, item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _queued_only(settings: Any, tmp_path: Path) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.FILES_DIR = tmp_path


def at_once(work: Callable[[], Any], times: int = 4) -> list[Any]:
    def run(_number: int) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_the_same_form_sent_four_times_at_once_makes_one_intake() -> None:
    token, by = uuid.uuid4(), editor()
    made = at_once(lambda: tasks.take_in(chunks=[b"%PDF-1.4\n%"], name="a.pdf", by=by, token=token))
    assert {one.pk for one in made} == {token}
    assert Intake.objects.count() == 1


def test_confirmed_four_times_at_once_has_one_effect() -> None:
    mechanism("UPR", kind="upr")
    kept, by = intake(item(1), item(2)), editor()
    find_all_right(kept)

    def press() -> str:
        try:
            commands.confirm(intake=kept, by=by)
        except NotPossibleNow:
            return "was done"
        return "did it"

    assert sorted(at_once(press)) == ["did it", "was done", "was done", "was done"]
    assert Recommendation.objects.count() == 2
