from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _work_at_once(settings: Any) -> None:
    """What is ordered in the background is done when the order is given."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
