"""Tests of one database are not chosen on the other: that is no gap, since the other run has them."""

import pytest
from django.db import connection

BY_VENDOR = {"postgresql": "sqlite", "sqlite": "postgresql"}  # here: leave out


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = BY_VENDOR[connection.vendor]
    left_out = [item for item in items if item.get_closest_marker(elsewhere)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
