"""What a test says when the machine lacks something it needs."""

from typing import NoReturn

import pytest

ARROW = " | "


def cannot_run(reason: str, *, remedy: str) -> NoReturn:
    """Skip this test because something is missing that the remedy brings; the end of the run says so loudly."""
    pytest.skip(f"{reason}{ARROW}{remedy}")
