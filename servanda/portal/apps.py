from servanda.core.apps import Package


class PortalConfig(Package):
    name = "servanda.portal"
    label = "portal"
    default = True
