"""The environment of a test run, put in place before Django reads its settings (pyproject.toml loads this first).

Nothing of the person's own deployment is used: every SERVANDA_ variable is dropped but the two that speak of tests.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

KEPT = {"SERVANDA_TEST_DATABASE", "SERVANDA_DATA", "SERVANDA_NOT_RUN"}
MEMORY = Path("/dev/shm")


def temporary_folder() -> Path:
    """In memory where the system has such a place: a commit there need not wait for a disk."""
    in_memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="servanda-tests-", dir=in_memory))


for name in [name for name in os.environ if name.startswith("SERVANDA_") and name not in KEPT]:
    del os.environ[name]
FOLDER = temporary_folder()
(FOLDER / "static").mkdir()  # where collectstatic would put them; without the folder every start warns
os.environ["SERVANDA_VAR"] = str(FOLDER)
os.environ["SERVANDA_SECRET_KEY"] = "known to everybody, and only good for tests"
os.environ["SERVANDA_PLAIN_HTTP"] = "1"
os.environ["SERVANDA_DATABASE"] = os.environ.get("SERVANDA_TEST_DATABASE") or f"sqlite:///{FOLDER / 'unused.sqlite3'}"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
