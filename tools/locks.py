"""The locks: which release of each package, and its hash. They name no host."""

from tools.environment import PYTHON, prepare, run, say

COMPILE = (
    "-m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
    " --no-header --no-annotate --no-emit-index-url"
).split()
LOCKS = {
    "build.lock": ["requirements/build.in"],
    "runtime.lock": ["pyproject.toml"],
    "development.lock": ["pyproject.toml", "--extra", "development"],
}


def lock(arguments: list[str]) -> int:
    """Write requirements/*.lock anew from pyproject.toml; `--upgrade` takes the newest releases"""
    prepare("development")
    for name, source in LOCKS.items():
        say(f"Writing requirements/{name}")
        if status := run(PYTHON, *COMPILE, *source, *arguments, "-o", f"requirements/{name}"):
            return status
    return 0
