from django.apps import AppConfig


class UhriConfig(AppConfig):
    name = "servanda.importers.uhri"
    label = "uhri"
