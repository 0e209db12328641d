"""One world for each module: made once, and gone with the module's transaction."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.matrix.world import World


@pytest.fixture(scope="module")
def _module_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix")


@pytest.fixture(autouse=True)
def own_search_index(settings: Any, _module_folder: Path) -> None:
    """The indexes belong to the world, so they live as long."""
    settings.SEARCH_DIR = _module_folder / "search"


@pytest.fixture(autouse=True)
def without_a_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "optional"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
