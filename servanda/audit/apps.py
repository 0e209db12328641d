from servanda.core.apps import Package


class AuditConfig(Package):
    name = "servanda.audit"
    label = "audit"
    default = True
