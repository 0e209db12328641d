"""What opens a hole or calls another machine stands in named places only, each with its reason."""

import ast
import re

import pytest

from tests.guards.sources import assert_none, calls, faults, name_of, python_files

UNESCAPED = {"mark_safe", "SafeString", "SafeText"}
RAW_SQL = {"raw", "RawSQL", "extra", "cursor"}
CALLS_OUT = re.compile(
    r"^(?:requests|httpx|aiohttp|urllib3|http\.client|ftplib|smtplib|telnetlib|socket|urllib\.request)\b"
)
ALLOWED: dict[str, dict[str, str]] = {
    "unescaped": {
        "servanda/core/components/_rendering.py": "a component's own template has escaped every value",
        "servanda/portal/templatetags/snapshots.py": "JSON for machines: <, > and & are written as its own escapes",
        "servanda/core/components/pills.py": "the drawing comes from a table in the same file",
    },
    "raw SQL": {
        "servanda/core/checks.py": "asks SQLite how it was opened; PRAGMA has no other door",
        "servanda/importers/uhri/writing.py": "COPY and executemany for hundreds of thousands of rows; no text of a user in it",
    },
    "calls out": {},
}


def unescaped(source: str, path: str) -> list[str]:
    found = [call for call in calls(source) if name_of(call) in UNESCAPED and not is_empty(call)]
    return [f"{path}:{call.lineno}: {name_of(call)}" for call in found]


def is_empty(call: ast.Call) -> bool:
    return [ast.unparse(argument) for argument in call.args] == ["''"]


def raw_sql(source: str, path: str) -> list[str]:
    found = [call for call in calls(source) if name_of(call) in RAW_SQL and not is_harmless(call)]
    return [f"{path}:{call.lineno}: {name_of(call)}" for call in found]


def is_harmless(call: ast.Call) -> bool:
    """`extra` and `raw` are words of other libraries too: SQL comes as a text or with named parts."""
    return name_of(call) in {"raw", "extra"} and not call.args and not call.keywords


def calls_out(source: str, path: str) -> list[str]:
    return [f"{path}:{line}: imports {name}" for line, name in imports(source) if CALLS_OUT.match(name)]


def imports(source: str) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def outside(found: list[str], allowed: dict[str, str]) -> list[str]:
    return [fault for fault in found if fault.split(":")[0] not in allowed]


def test_text_is_escaped() -> None:
    assert_none(outside(faults(unescaped, python_files()), ALLOWED["unescaped"]))


def test_sql_is_written_by_django() -> None:
    assert_none(outside(faults(raw_sql, python_files()), ALLOWED["raw SQL"]))


def test_nothing_calls_another_machine() -> None:
    assert_none(outside(faults(calls_out, python_files()), ALLOWED["calls out"]))


def test_no_reason_outlives_its_call() -> None:
    guards = {"unescaped": unescaped, "raw SQL": raw_sql, "calls out": calls_out}
    for name, guard in guards.items():
        assert set(ALLOWED[name]) - {fault.split(":")[0] for fault in faults(guard, python_files())} == set(), name


def test_planted_unescaped_text_is_found() -> None:
    assert len(unescaped("x = mark_safe(text)\ny = safestring.SafeString(text)", "x.py")) == 2


@pytest.mark.parametrize(
    "line", ["Thing.objects.raw('select 1')", "connection.cursor()", "rows.extra(where=['1'])", "RawSQL('x', [])"]
)
def test_planted_sql_is_found(line: str) -> None:
    assert len(raw_sql(line, "x.py")) == 1


@pytest.mark.parametrize(
    "line",
    ["import requests", "from urllib.request import urlopen", "import http.client", "from urllib import request"],
)
def test_planted_call_to_another_machine_is_found(line: str) -> None:
    assert len(calls_out(line, "x.py")) == 1


def test_harmless_imports_are_left_alone() -> None:
    assert calls_out("from urllib.parse import urlsplit\nimport socketserver", "x.py") == []
