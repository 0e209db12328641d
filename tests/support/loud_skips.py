"""What could not run is said loudly at the end, with the remedy; with CI=true it counts as a failure."""

import os
from collections import Counter
from collections.abc import Iterable

import pytest

from tests.support.missing import ARROW


def told_by_the_command() -> list[tuple[str, str, str]]:
    """What `./do test` itself could not start: `what | reason | remedy`, a line each."""
    lines = os.environ.get("SERVANDA_NOT_RUN", "").splitlines()
    return [(what, reason, remedy) for what, reason, remedy in (line.split(ARROW) for line in lines)]


def skipped(reports: Iterable[pytest.TestReport]) -> list[tuple[str, str, str]]:
    """The skipped tests, counted by reason."""
    reasons = Counter(reason_of(report) for report in reports)
    rows = []
    for text, count in reasons.items():
        reason, _, remedy = text.partition(ARROW)
        rows.append((f"{count} test{'s' if count > 1 else ''}", reason, remedy))
    return rows


def reason_of(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def not_run(config: pytest.Config) -> list[tuple[str, str, str]]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return told_by_the_command() + skipped(reporter.stats.get("skipped", []) if reporter else [])


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = not_run(config)
    if rows:
        counts = "and so this run has failed (CI=true)" if is_ci() else "a full run needs them"
        terminalreporter.section(f"NOT RUN: {counts}", sep="=", red=True, bold=True)
    for what, reason, remedy in rows:
        terminalreporter.line(f"NOT RUN: {what}: {reason}", red=True)
        terminalreporter.line(f"         Remedy: {remedy or 'none is known'}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_ci() and not is_worker(session.config) and not_run(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
