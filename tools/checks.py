"""Everything about the code that a machine can say without running it for a person."""

from collections.abc import Callable

from tools import translations
from tools.environment import GETTEXT, PYTHON, install_system_packages, prepare, run, say

SOURCES = ("do", "hatch_build.py", "servanda", "tests", "tools")
WITHOUT_DATABASE = {"SERVANDA_SECRET_KEY": "only to look at the code", "SERVANDA_DATABASE": "sqlite://:memory:"}


def python(*arguments: str, **environment: str) -> Callable[[], int]:
    return lambda: run(PYTHON, "-m", *arguments, **environment)


CHECKS: dict[str, Callable[[], int]] = {
    "format": python("ruff", "format", "--check", "--quiet", *SOURCES),
    "lint": python("ruff", "check", "--quiet", *SOURCES),
    "types": python("mypy", **WITHOUT_DATABASE),
    "import contracts": lambda: run(PYTHON.with_name("lint-imports"), "--no-logo"),
    "migrations": python("servanda.project.command_line", "makemigrations", "--check", "--dry-run", **WITHOUT_DATABASE),
    "catalogues": translations.check_catalogues,
    "templates": python("djlint", "servanda", "--lint", "--quiet", **WITHOUT_DATABASE),
    "guards": python("pytest", "tests/guards", "--quiet", "--no-header"),
}


def check(arguments: list[str]) -> int:
    """Check format, lint, types, imports, migrations, catalogues and the rules of the house"""
    unknown = set(arguments) - set(CHECKS)
    if unknown:
        print(f"Usage: ./do check [{' | '.join(CHECKS)}]")
        return 0 if unknown & {"-h", "--help"} else 2
    prepare("development")
    install_system_packages([GETTEXT])
    failed = [name for name in arguments or CHECKS if not passes(name)]
    say(f"Failed: {', '.join(failed)}. ./do fix mends format and simple lint." if failed else "Every check passed.")
    return 1 if failed else 0


def passes(name: str) -> bool:
    say(f"Checking {name}")
    return CHECKS[name]() == 0


def fix(_arguments: list[str]) -> int:
    """Format the code and mend what the linter can mend by itself"""
    prepare("development")
    run(PYTHON, "-m", "ruff", "check", "--quiet", "--fix", *SOURCES)
    return run(PYTHON, "-m", "ruff", "format", *SOURCES)
