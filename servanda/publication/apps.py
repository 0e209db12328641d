from servanda.core.apps import Package


class PublicationConfig(Package):
    name = "servanda.publication"
    label = "publication"
    default = True
