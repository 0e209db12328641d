from servanda.core.apps import Package


class ExportersConfig(Package):
    name = "servanda.exporters"
    label = "exporters"
    default = True
