"""The tests keep their own rules: a guard has a planted fault, a feature's test names its feature."""

import ast
import re
from pathlib import Path

from tests.guards.sources import ROOT, assert_none

FEATURES = range(1, 164)
NAMED = re.compile(r"^Features? (\d+(?:(?:, | and |-)\d+)*): \S")
LOOKS_NAMED = re.compile(r"^features?\b", re.IGNORECASE)


def checked_functions(source: str) -> list[ast.FunctionDef]:
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return [function for function in functions if function.name.startswith("test_")]


def without_planted_fault(source: str, path: str) -> list[str]:
    """A guard that never had to find anything may be blind."""
    planted = [test for test in checked_functions(source) if test.name.startswith("test_planted_")]
    return [] if planted else [f"{path}: no planted fault"]


def misnamed_features(source: str, path: str) -> list[str]:
    docstrings = [(test, ast.get_docstring(test) or "") for test in checked_functions(source)]
    return [
        f"{path}:{test.lineno}: {text.splitlines()[0][:60]}"
        for test, text in docstrings
        if LOOKS_NAMED.match(text) and not names_features(text)
    ]


def names_features(docstring: str) -> bool:
    """It begins "Feature 40: …" (or "Features 44, 53: …"), and there are such features."""
    match = NAMED.match(docstring)
    return bool(match) and all(int(number) in FEATURES for number in re.findall(r"\d+", match[1]))


def everywhere(guard, paths: list[Path]) -> list[str]:
    return [fault for path in paths for fault in guard(path.read_text(), str(path.relative_to(ROOT)))]


def test_every_guard_has_a_planted_fault() -> None:
    assert_none(everywhere(without_planted_fault, sorted((ROOT / "tests" / "guards").glob("test_*.py"))))


def test_a_features_test_begins_with_its_number() -> None:
    assert_none(everywhere(misnamed_features, sorted((ROOT / "tests").rglob("test_*.py"))))


def test_planted_guard_without_a_fault_is_found() -> None:
    assert without_planted_fault("def test_all_is_well(): ...", "x.py") == ["x.py: no planted fault"]


def test_planted_misnamed_feature_is_found() -> None:
    docstrings = ["Feature forty: x", "Feature 999: x", "Feature 40: x", "Features 44, 53: x", "Anything else"]
    planted = "\n".join(f'def test_it(): """{docstring}"""' for docstring in docstrings)
    assert [fault.split(":")[1] for fault in misnamed_features(planted, "x.py")] == ["1", "2"]
