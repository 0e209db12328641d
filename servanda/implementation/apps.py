from servanda.core.apps import Package


class ImplementationConfig(Package):
    name = "servanda.implementation"
    label = "implementation"
    default = True
