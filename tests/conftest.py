"""What every test stands on."""

import os
import uuid
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings

from tests.support import environment, network
from tests.support.missing import cannot_run

pytest_plugins = ["tests.support.loud_skips", "tests.support.choosing", "tests.support.browser"]

# The same examples each time: a red test is the change's fault, not the draw's.
hypothesis.settings.register_profile("servanda", derandomize=True, deadline=None, database=None, max_examples=50)
hypothesis.settings.load_profile("servanda")


def pytest_configure() -> None:
    django_settings.PASSWORD_HASHERS = ["tests.support.hashing.QuickArgon2", *django_settings.PASSWORD_HASHERS]
    network.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On SQLite a file, as in a deployment: the server of a journey opens it a second time."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(environment.FOLDER / "test.sqlite3")


@pytest.fixture(autouse=True)
def own_search_index(tmp_path_factory: pytest.TempPathFactory, settings) -> None:
    """Each test has its own database, so its own indexes; a folder is made when something searches."""
    settings.SEARCH_DIR = tmp_path_factory.getbasetemp() / "search" / uuid.uuid4().hex


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real documents; a test that takes it carries the mark `data`."""
    folder = os.environ.get("SERVANDA_DATA", "")
    if not (folder and Path(folder).is_dir()):
        cannot_run("the folder of real documents is not here", remedy="set SERVANDA_DATA to the folder")
    return Path(folder)
