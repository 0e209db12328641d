from servanda.core.apps import Package


class AssignmentsConfig(Package):
    name = "servanda.assignments"
    label = "assignments"
    default = True
