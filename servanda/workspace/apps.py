from servanda.core.apps import Package


class WorkspaceConfig(Package):
    name = "servanda.workspace"
    label = "workspace"
    default = True
