from servanda.core.apps import Package


class MechanismsConfig(Package):
    name = "servanda.mechanisms"
    label = "mechanisms"
    default = True
