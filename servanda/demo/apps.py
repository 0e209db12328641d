from servanda.core.apps import Package


class DemoConfig(Package):
    name = "servanda.demo"
    label = "demo"
    default = True
