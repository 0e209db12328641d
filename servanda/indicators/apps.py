from servanda.core.apps import Package


class IndicatorsConfig(Package):
    name = "servanda.indicators"
    label = "indicators"
    default = True
