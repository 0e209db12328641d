from servanda.core.apps import Package


class UhriConfig(Package):
    name = "servanda.importers.uhri"
    label = "uhri"
