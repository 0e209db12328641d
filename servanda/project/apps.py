from servanda.core.apps import Package


class ProjectConfig(Package):
    name = "servanda.project"
    label = "project"
    default = True
