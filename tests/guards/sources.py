"""The files that guards read. A guard is a function from a file's text to the faults in it."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "servanda"
Guard = Callable[[str, str], list[str]]


def python_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*") if "templates" in path.parts and path.suffix in {".html", ".svg"})


def stylesheets() -> list[Path]:
    return sorted(PACKAGE.rglob("*.css"))


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *PACKAGE.rglob("*.md")])


def tracked_files() -> list[Path]:
    """Everything that a clone would hold, new files included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def faults(guard: Guard, paths: Iterable[Path]) -> list[str]:
    """Every fault in these files, as path:line: sentence."""
    return [fault for path in paths for fault in guard(path.read_text(), str(path.relative_to(ROOT)))]


def assert_none(found: list[str]) -> None:
    """Fail with one fault a line, so that the whole list can be read and mended."""
    assert not found, "\n".join(["", *found])


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """The last part of what is called: `save` of `thing.save()`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
