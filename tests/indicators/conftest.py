"""Signed-in visits to the pages of following up."""

import pytest


@pytest.fixture(autouse=True)
def _without_second_factor(settings) -> None:
    """The second factor has tests of its own; here it would stand before each page of the secretariat."""
    settings.SECOND_FACTOR = "optional"
