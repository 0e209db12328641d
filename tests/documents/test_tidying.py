"""After interrupted uploads: no file without a row, and rows without a file are named."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from servanda.documents import store
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path


def left_behind(age: float) -> Path:
    place, _size, _digest = store.write([b"half an upload"], limit=100)
    path = store.path_of(place)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_no_record_names_goes_after_a_day() -> None:
    kept = factories.file()
    old, young = left_behind(2 * 24 * 3600), left_behind(60)
    os.utime(store.path_of(kept.place), (0, 0))
    call_command("tidy-files")
    assert not old.exists()
    assert young.exists()
    assert store.path_of(kept.place).exists()


def test_a_record_without_its_bytes_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    lost = factories.file()
    store.path_of(lost.place).unlink()
    with pytest.raises(SystemExit):
        call_command("tidy-files")
    assert str(lost.place) in capsys.readouterr().out


def test_a_file_that_is_too_large_leaves_nothing(settings: Any) -> None:
    with pytest.raises(ValueError, match="11"):
        store.write([b"x" * 11], limit=10)
    assert list(Path(settings.FILES_DIR).glob("*/incoming-*")) == []
