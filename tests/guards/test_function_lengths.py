"""Small functions: the middle one under ten lines, nine in ten under thirty, none over sixty."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.guards.sources import ROOT, assert_none, python_files

MEDIAN, NINE_IN_TEN, LONGEST = 10, 30, 60


def lengths(source: str, path: str) -> list[tuple[int, str]]:
    """Lines of each function, from its `def` to its end, with its address."""
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [(node.end_lineno - node.lineno + 1, f"{path}:{node.lineno}: {node.name}") for node in functions]


def complaints(measured: Iterable[tuple[int, str]]) -> list[str]:
    ordered = sorted(measured)
    middle, ninth = ordered[len(ordered) // 2][0], ordered[len(ordered) * 9 // 10][0]
    found = [f"{address} has {count} lines" for count, address in ordered if count > LONGEST]
    if middle >= MEDIAN:
        found.append(f"the middle function has {middle} lines")
    if ninth >= NINE_IN_TEN:
        found.append(f"a tenth of the functions has {ninth} lines or more")
    return found


def all_lengths(paths: Iterable[Path]) -> list[tuple[int, str]]:
    return [row for path in paths for row in lengths(path.read_text(), str(path.relative_to(ROOT)))]


def test_functions_are_small() -> None:
    assert_none(complaints(all_lengths(python_files())))


def test_planted_long_function_is_found() -> None:
    long = "def long():\n" + "    step()\n" * 61
    short = "def short():\n    step()\n\n" * 20
    assert complaints(lengths(long + short, "x.py")) == ["x.py:1: long has 62 lines"]


def test_planted_middling_functions_are_found() -> None:
    middling = ("def middling():\n" + "    step()\n" * 31) * 3
    assert len(complaints(lengths(middling, "x.py"))) == 2
