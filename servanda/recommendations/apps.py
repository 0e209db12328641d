from servanda.core.apps import Package


class RecommendationsConfig(Package):
    name = "servanda.recommendations"
    label = "recommendations"
    default = True
