from servanda.core.apps import Package


class InstitutionsConfig(Package):
    name = "servanda.institutions"
    label = "institutions"
    default = True
