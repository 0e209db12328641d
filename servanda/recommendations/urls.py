from django.urls import path

from servanda.recommendations.views import classifying, editing, entering, linking

app_name = "recommendations"
urlpatterns = [
    path("recommendations/new/", entering.new, name="new"),
    path("recommendations/classify/", classifying.classify, name="classify"),
    path("recommendations/<uuid:pk>/decide/", classifying.decide, name="decide"),
    path("recommendations/<uuid:pk>/edit/", editing.facts, name="edit"),
    path("recommendations/<uuid:pk>/position/", editing.position, name="position"),
    path("recommendations/<uuid:pk>/split/", editing.split, name="split"),
    path("recommendations/<uuid:pk>/concerns/", editing.concerns, name="concerns"),
    path("recommendations/<uuid:pk>/lineage/", linking.lineage, name="lineage"),
    path("recommendations/<uuid:pk>/lineage/decide/", linking.decide, name="decide-related"),
    path("recommendations/<uuid:pk>/lineage/remove/", linking.remove, name="unlink"),
    path("recommendations/<uuid:pk>/withdraw/", editing.withdraw, name="withdraw"),
]
