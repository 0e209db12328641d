"""Every dependency is used, everything used is declared, and the locks fit and name no host."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.guards.sources import PACKAGE, ROOT, tracked_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ROOT / "requirements"
OURS = {"servanda", "tests", "tools", "hatch_build"}
# Used, but never imported by our own code.
BY_NAME = {
    "psycopg": "Django imports it when the database's address says PostgreSQL",
    "argon2-cffi": "Django's password hasher imports it",
}
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<marker> ; [^\\]+)?", re.MULTILINE)
# Put together here, so that this file does not name them itself.
HOSTS = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org/debian"))
]
MACHINE_PATHS = [f"/{folder}/" for folder in ("work/main", "work/shared", "root", "tmp/team")]


def requirements(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


RUNTIME = requirements(PROJECT["dependencies"])
DEVELOPMENT = requirements(PROJECT["optional-dependencies"]["development"])


def imported(source: str) -> set[str]:
    """The outermost names of what a file imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def imported_in(*folders: str) -> set[str]:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return set().union(*(imported(path.read_text()) for path in files))


def named_in_settings() -> set[str]:
    """Django imports the apps, middleware and backends that the settings name."""
    strings = re.findall(r'"([a-z_]+)(?:\.[\w.]+)?"', (PACKAGE / "project" / "settings.py").read_text())
    return set(strings)


def distributions_of(modules: set[str]) -> set[str]:
    known = packages_distributions()
    return {canonicalize_name(name) for module in modules for name in known.get(module, [])}


def undeclared(modules: set[str], declared: set[str]) -> list[str]:
    known = packages_distributions()
    third_party = modules - OURS - set(sys.stdlib_module_names)
    return sorted(m for m in third_party if not {canonicalize_name(name) for name in known.get(m, [m])} & declared)


def pins(lock: Path) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for match in PIN.finditer(lock.read_text()):
        found.setdefault(canonicalize_name(match["name"]), []).append(Version(match["version"]))
    return found


def unmet(wanted: dict[str, Requirement], pinned: dict[str, list[Version]]) -> list[str]:
    """The requirements that the lock does not hold in a release that fits."""
    return [
        str(requirement)
        for name, requirement in wanted.items()
        if not any(requirement.specifier.contains(version) for version in pinned.get(name, []))
    ]


def unhashed(lock: str) -> list[str]:
    entries = re.split(r"\n(?=\S)", lock.strip())
    return [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


def naming(text: str, forbidden: list[str]) -> list[str]:
    return [word for word in forbidden if word in text]


def tracked_texts() -> list[tuple[Path, str]]:
    texts = []
    for path in tracked_files():
        try:
            texts.append((path, path.read_text()))
        except UnicodeDecodeError:
            continue
    return texts


def test_every_runtime_dependency_is_used() -> None:
    used = distributions_of(imported_in("servanda") | named_in_settings()) | set(BY_NAME)
    assert sorted(set(RUNTIME) - used) == []


def test_everything_the_product_imports_is_declared() -> None:
    assert undeclared(imported_in("servanda"), set(RUNTIME)) == []


def test_everything_the_tests_import_is_declared() -> None:
    assert undeclared(imported_in("tests", "tools"), set(RUNTIME) | set(DEVELOPMENT) | {"packaging"}) == []


def test_every_dependency_says_why_it_is_there() -> None:
    lines = re.findall(r'^  "[\w.\[\]-]+[><=]=?.*$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert len(lines) == len(RUNTIME) + len(DEVELOPMENT)
    assert [line for line in lines if not re.search(r'",\s+# \S.{9,}', line)] == []


def test_locks_satisfy_the_project() -> None:
    assert unmet(RUNTIME, pins(LOCKS / "runtime.lock")) == []
    assert unmet(RUNTIME | DEVELOPMENT, pins(LOCKS / "development.lock")) == []


def test_development_has_the_releases_of_the_runtime() -> None:
    runtime, development = pins(LOCKS / "runtime.lock"), pins(LOCKS / "development.lock")
    assert {name: versions for name, versions in runtime.items() if development.get(name) != versions} == {}


def test_every_locked_package_has_a_hash() -> None:
    assert {lock.name: unhashed(lock.read_text()) for lock in LOCKS.glob("*.lock") if unhashed(lock.read_text())} == {}


def test_nothing_names_a_registry_or_this_machine() -> None:
    found = {str(path): naming(text, HOSTS + MACHINE_PATHS) for path, text in tracked_texts()}
    assert {path: words for path, words in found.items() if words} == {}


def test_planted_faults_in_dependencies_are_found() -> None:
    assert undeclared(imported("import numpy.linalg\nfrom django import http\nimport json"), {"django"}) == ["numpy"]
    assert unmet(requirements(["Django>=5.2"]), {"django": [Version("4.2")]}) == ["Django>=5.2"]
    assert unhashed("django==5.2 \\\n    --hash=sha256:00\nlxml==6.1\norjson==3 \\\n    --hash=sha256:00") == [
        "lxml==6.1"
    ]
    assert naming(f"--index-url https://{HOSTS[0]}/simple", HOSTS) == [HOSTS[0]]
