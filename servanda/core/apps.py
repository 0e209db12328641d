"""How a package of Servanda is loaded."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

from servanda.core.forms import say_what_to_do

DECLARING = ("permissions", "commands", "public", "tasks", "checks")


class Package(AppConfig):
    """A package whose `permissions`, `commands`, `public`, `tasks` and `checks`, where it has them, are loaded at start,
    so that what they declare is known to the one policy, the record and the snapshots."""

    def ready(self) -> None:
        for name in DECLARING:
            if find_spec(f"{self.name}.{name}"):
                import_module(f"{self.name}.{name}")


class CoreConfig(Package):
    name = "servanda.core"
    label = "core"
    default = True

    def ready(self) -> None:
        say_what_to_do()
        super().ready()
