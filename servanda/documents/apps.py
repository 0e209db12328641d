from servanda.core.apps import Package


class DocumentsConfig(Package):
    name = "servanda.documents"
    label = "documents"
    default = True
