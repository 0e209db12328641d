"""No test of the intake starts LibreOffice unless it says so: the fixture `office` brings it back."""

import pytest

from servanda.importers import pages


@pytest.fixture(autouse=True)
def without_office(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "office" not in request.fixturenames:
        monkeypatch.setattr(pages, "program", lambda: None)


@pytest.fixture
def office() -> None:
    """LibreOffice is needed."""
