from importlib import import_module

from servanda.core.apps import Package

SOURCES = ("spreadsheets",)  # sources with rights and commands of their own


class ImportersConfig(Package):
    name = "servanda.importers"
    label = "importers"
    default = True

    def ready(self) -> None:
        super().ready()
        for source in SOURCES:
            for name in ("permissions", "commands"):
                import_module(f"{self.name}.{source}.{name}")
