from servanda.core.apps import Package


class JobsConfig(Package):
    name = "servanda.jobs"
    label = "jobs"
    default = True
