from servanda.core.apps import Package


class NotificationsConfig(Package):
    name = "servanda.notifications"
    label = "notifications"
    default = True
