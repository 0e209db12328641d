"""Serving Servanda on this machine: the sample State, or the code as it is being changed."""

import argparse
import os

from tools import translations
from tools.environment import PYTHON, ROOT, VENV, prepare, run, say

SERVANDA = VENV / "bin" / "servanda"
DEMO = ROOT / "var" / "demo"


def demo(arguments: list[str]) -> int:
    """Make the sample State, serve it, and print its address and log-ins"""
    parser = argparse.ArgumentParser(prog="./do demo", description=demo.__doc__)
    parser.add_argument("--port", default="8000", help="where it listens (8000)")
    chosen, others = parser.parse_known_args(arguments)
    prepare("runtime")
    translations.compile_catalogues()
    say("Making the sample State in var/demo and serving it; Ctrl+C ends it")
    return serve("demo", "--port", chosen.port, *others)


def dev(arguments: list[str]) -> int:
    """Serve the code as it is being changed, on the sample State's data"""
    prepare("development")
    translations.compile_catalogues()
    if status := run(SERVANDA, "demo", "--no-serve"):
        return status
    os.environ |= {
        "SERVANDA_DEMO": "1",
        "SERVANDA_DEBUG": "1",
        "SERVANDA_VAR": str(DEMO),
        "SERVANDA_DATABASE": f"sqlite:///{DEMO / 'demo.sqlite3'}",
        "SERVANDA_SECRET_KEY": "only for trying out, on one's own machine",
        "SERVANDA_SECOND_FACTOR": "optional",
        "SERVANDA_TASKS": "django_tasks.backends.immediate.ImmediateBackend",  # no second process to watch
    }
    return serve("runserver", *arguments)


def shots(arguments: list[str]) -> int:
    """Take pictures of pages of a running server, for a phone and for a desk (--help: choose)"""
    prepare("development")
    return run(PYTHON, "-m", "tools.shots", *arguments)


def serve(*command: str) -> int:
    os.chdir(ROOT)
    os.execv(SERVANDA, [str(SERVANDA), *command])  # noqa: S606  our own program, and Ctrl+C must reach it
