"""`servanda <command>`: Django's own command line under our name.

Commands that need no database (`read`, `verify`, `secret-key`) start without Django, so that they answer at once.
"""

import importlib
import os
import sys
from pathlib import Path

WITHOUT_DATABASE = {
    "read": "servanda.importers.reading.command_line",
    "verify": "servanda.audit.verification",
    "secret-key": "servanda.project.secret_key",
}


def main() -> int:
    """Run the command named by the first argument; returns the exit status."""
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if module := WITHOUT_DATABASE.get(name):
        return importlib.import_module(module).main(sys.argv[2:])
    if name == "demo":
        _be_the_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servanda.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0


def _be_the_demo() -> None:
    """The demo is a deployment of its own in var/demo, whatever else is set; its processes inherit these settings."""
    from servanda.project.secret_key import kept_in

    folder = Path(os.environ.get("SERVANDA_DEMO_FOLDER") or Path.cwd() / "var" / "demo").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "SERVANDA_DEMO": "1",
        "SERVANDA_VAR": str(folder),
        "SERVANDA_DATABASE": f"sqlite:///{folder / 'demo.sqlite3'}",
        "SERVANDA_SECRET_KEY": kept_in(folder / "secret-key"),
        "SERVANDA_PROFILE": "xar",
        "SERVANDA_SECOND_FACTOR": "optional",
        "SERVANDA_DEBUG": "0",
    }


if __name__ == "__main__":
    sys.exit(main())
