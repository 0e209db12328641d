"""`servanda <command>`: Django's own command line under our name.

Commands that need no database (`read`, `verify`) start without Django, so that they answer at once.
"""

import importlib
import os
import sys

WITHOUT_DATABASE = {
    "read": "servanda.importers.reading.command_line",
    "verify": "servanda.audit.verification",
}


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if module := WITHOUT_DATABASE.get(name):
        return importlib.import_module(module).main(sys.argv[2:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servanda.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
