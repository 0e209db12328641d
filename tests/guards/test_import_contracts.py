"""Imports flow down only: the contracts of pyproject.toml, run as a test too."""

import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.guards.sources import ROOT

CONTRACTS = re.search(r"\[tool\.importlinter\]\n.*?(?=\n# ---)", (ROOT / "pyproject.toml").read_text(), re.DOTALL)[0]
HOUSE = {"__init__": "", "core/__init__": "", "portal/__init__": "", "exporters/__init__": "", "plans/commands": ""}
FAULTS = {
    "an import upwards": {"core/models": "import planted_house.portal"},
    "an import across": {"audit/__init__": "from planted_house import notifications", "notifications/__init__": ""},
    "a package without its place": {"stray/__init__": ""},
    "the public side writes": {"portal/views": "from planted_house.plans import commands"},
    "an export writes": {"exporters/csv": "from planted_house.plans.commands import x"},
}


def keeps_its_contracts(folder: Path, modules: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Lay out a small house under the very contracts of ours and check it."""
    for name, text in modules.items():
        file = folder / "planted_house" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        (file.parent / "__init__.py").touch()
    (folder / "pyproject.toml").write_text(CONTRACTS.replace("servanda", "planted_house"))
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)
    return lint_imports(config_filename="pyproject.toml", cache_dir=None) == EXIT_STATUS_SUCCESS


def test_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capfd.readouterr().out


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_breach_is_found(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not keeps_its_contracts(tmp_path, HOUSE | FAULTS[fault], monkeypatch)


def test_sound_house_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = {"portal/views": "import planted_house.core", "plans/views": "from planted_house.plans import commands"}
    assert keeps_its_contracts(tmp_path, HOUSE | sound, monkeypatch)
