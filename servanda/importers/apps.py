from servanda.core.apps import Package


class ImportersConfig(Package):
    name = "servanda.importers"
    label = "importers"
    default = True
