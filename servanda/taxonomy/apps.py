from servanda.core.apps import Package


class TaxonomyConfig(Package):
    name = "servanda.taxonomy"
    label = "taxonomy"
    default = True
