from importlib import import_module

from servanda.core.apps import Package

FORMATS = ("csv", "xlsx", "jsonl")  # in the order in which they are offered


class ExportersConfig(Package):
    name = "servanda.exporters"
    label = "exporters"
    default = True

    def ready(self) -> None:
        super().ready()
        for name in FORMATS:
            import_module(f"{self.name}.{name}")
