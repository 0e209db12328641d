#!/usr/bin/env python3
"""One command for everything. `./do` alone lists what there is."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python still reads this file, and should get a sentence
    import os
    import shutil

    newer = [shutil.which(f"python3.{minor}") for minor in (13, 12, 11)]
    for python in filter(None, newer):
        if os.system(f"{python} -c pass 2>/dev/null") == 0:  # noqa: S605  a path that shutil.which gave
            os.execv(python, [python, *sys.argv])  # noqa: S606
    sys.exit(
        f"Servanda needs Python 3.11 or newer, and this is Python {sys.version_info[0]}.{sys.version_info[1]}. "
        "Install a newer one (Debian and Ubuntu: apt-get install python3.11) and start ./do again."
    )

import argparse
import signal
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
sys.dont_write_bytecode = True

from tools import checks, demo, locks, testing, translations  # noqa: E402  after the version is known to be right

COMMANDS = {
    "demo": demo.demo,
    "test": testing.test,
    "check": checks.check,
    "fix": checks.fix,
    "dev": demo.dev,
    "translate": translations.translate,
    "shots": demo.shots,
    "lock": locks.lock,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./do", description=__doc__, add_help=False)
    parser.add_argument("command", nargs="?", choices=COMMANDS)
    chosen, _rest = parser.parse_known_args(sys.argv[1:2])
    if chosen.command is None:
        return say_what_there_is()
    return COMMANDS[chosen.command](sys.argv[2:]) or 0


def say_what_there_is() -> int:
    print("Usage: ./do COMMAND [--help]\n")
    for name, command in COMMANDS.items():
        print(f"  {name:10} {command.__doc__.splitlines()[0]}")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a started database is stopped too
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
