"""The test runs: SQLite first, then PostgreSQL with the journeys in a browser."""

import argparse
import os
from collections.abc import Callable
from functools import partial

from tests.support.postgres import NoPostgreSQL, running_cluster
from tools import translations
from tools.environment import (
    CHROMIUM,
    FONTS,
    FONTS_CJK,
    LIBATOMIC,
    LIBREOFFICE,
    POSTGRESQL,
    PYTHON,
    TESSERACT,
    install_system_packages,
    prepare,
    run,
    say,
)

NEEDED = [POSTGRESQL, CHROMIUM, LIBATOMIC, FONTS, FONTS_CJK, LIBREOFFICE, TESSERACT]
NO_TEST_CHOSEN = 5  # pytest's exit status; with a choice of one's own it is no failure of this stage
SAMPLED = "not whole"  # what runs unless marks of one's own are given
NO_POSTGRESQL = "the whole suite on PostgreSQL | {reason} | apt-get install postgresql"


def test(arguments: list[str]) -> int:
    """Run the tests: on SQLite, then on PostgreSQL with the browser journeys (--help: choose)"""
    chosen, pytest_arguments = parse(arguments)
    prepare("development")
    if not chosen.fast:
        install_system_packages(NEEDED)
    translations.compile_catalogues()
    stages = {
        "fast": (run_on_sqlite, "not browser and not slow"),
        "sqlite": (run_on_sqlite, ""),
        "postgresql": (run_on_postgresql, "not browser"),
        "browser": (run_on_postgresql, "browser"),
    }
    asked = [stages[name] for name in stages if getattr(chosen, name)]
    everything = [(run_on_sqlite, "not browser"), (run_on_postgresql, "")]
    stages_with_marks = [(stage, both(marks, chosen.marks or SAMPLED)) for stage, marks in asked or everything]
    return run_stages([partial(stage, marks, pytest_arguments) for stage, marks in stages_with_marks])


def both(marks: str, wanted: str) -> str:
    """The tests of the stage that the person wants, too."""
    return f"({marks}) and ({wanted})" if marks and wanted else marks or wanted


def run_stages(stages: list[Callable[[], int]]) -> int:
    """Run all of them, whatever fails, and hand back the first failure."""
    first_failure = 0
    for stage in stages:
        if first_failure:
            say("Tests failed above; the rest runs all the same")
        status = stage()
        first_failure = first_failure or status
    return first_failure


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="./do test",
        description="Without an option: everything on SQLite but the browser journeys, then everything on PostgreSQL. "
        "What could not run is listed at the end; with CI=true it counts as a failure.",
        epilog="Anything else goes to pytest: ./do test --fast tests/core -k published",
    )
    parser.add_argument("--fast", action="store_true", help="SQLite, without what is slow or needs a browser")
    parser.add_argument("--sqlite", action="store_true", help="everything on SQLite, browser included")
    parser.add_argument("--postgresql", action="store_true", help="everything but the browser on PostgreSQL")
    parser.add_argument("--browser", action="store_true", help="only the journeys in the browser")
    parser.add_argument(
        "-m",
        dest="marks",
        default="",
        metavar="MARKS",
        help="only tests with these marks: -m 'not slow'; -m whole: the walks of which an ordinary run takes a sample",
    )
    return parser.parse_known_args(arguments)


def run_on_sqlite(marks: str, arguments: list[str]) -> int:
    """Those that measure come last, alone."""
    say("Tests on SQLite")
    if not apart(marks, arguments):
        return run_pytest(marks, arguments)
    return run_stages(
        [lambda: run_pytest(both(marks, "not alone"), arguments), lambda: run_alone(marks, arguments)],
    )


def apart(marks: str, arguments: list[str]) -> bool:
    """Whether the tests that measure time have a run of their own: not where a person chose tests (a path, -k name), and not
    where the marks leave them out."""
    chose = any(not argument.startswith("-") for argument in arguments)
    return not chose and "not slow" not in marks and not marks.startswith(("browser", "(browser"))


def run_alone(marks: str, arguments: list[str], **environment: str) -> int:
    """Budgets of time, in one process and with nothing beside it: two processes share the caches of the machine."""
    say("Budgets of time, alone on the machine")
    return run_pytest(both(marks, "alone"), ["-n0", *arguments], **environment)


def run_on_postgresql(marks: str, arguments: list[str]) -> int:
    """On a cluster of our own; where there is none, the browser journeys at least, and a loud line."""
    try:
        with running_cluster() as address:
            say("Tests on PostgreSQL, on a cluster of their own in a temporary folder")
            return run_on_cluster(marks, arguments, SERVANDA_TEST_DATABASE=address)
    except NoPostgreSQL as reason:
        say(f"PostgreSQL does not run here: {reason}")
        return run_pytest("browser", arguments, SERVANDA_NOT_RUN=NO_POSTGRESQL.format(reason=reason))


def run_on_cluster(marks: str, arguments: list[str], **environment: str) -> int:
    """Those that measure come first, alone, so that the last lines sum up the whole."""
    if not apart(marks, arguments):
        return run_pytest(marks, arguments, **environment)
    return run_stages(
        [
            lambda: run_alone(marks, arguments, **environment),
            lambda: run_pytest(both(marks, "not alone"), arguments, **environment),
        ]
    )


def run_pytest(marks: str, arguments: list[str], **environment: str) -> int:
    marked = ["-m", marks] if marks else []
    status = run(PYTHON, "-m", "pytest", *workers(arguments), *marked, *arguments, **environment)
    return 0 if status == NO_TEST_CHOSEN and arguments else status


def workers(arguments: list[str]) -> list[str]:
    """One worker a core, but none where a debugger or a choice of one's own would suffer."""
    own = {"-n", "-n0", "--pdb", "-s", "--numprocesses"}
    return [] if own & set(arguments) else ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]
