"""Imports flow down only: the contracts of pyproject.toml, run as a test too."""

from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.guards.sources import ROOT

CONTRACT = """
[importlinter]
root_package = planted_house
[importlinter:contract:layers]
name = down only
type = layers
containers = planted_house
exhaustive = true
layers =
    upper
    lower
"""


def test_contracts_are_kept(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capfd.readouterr().out


@pytest.mark.parametrize(("lower", "third"), [("import planted_house.upper", None), ("", "stray")])
def test_planted_breach_is_found(
    lower: str, third: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import upwards is found, and so is a package that nobody gave its place."""
    house = tmp_path / "planted_house"
    packages = {"": "", "upper": "", "lower": lower} | ({third: ""} if third else {})
    for name, text in packages.items():
        (house / name).mkdir(parents=True, exist_ok=True)
        (house / name / "__init__.py").write_text(text)
    (tmp_path / "contract.ini").write_text(CONTRACT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert lint_imports(config_filename="contract.ini", cache_dir=None) != EXIT_STATUS_SUCCESS
