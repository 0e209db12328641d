from django.urls import path

from servanda.workspace import (
    home,
    mechanisms,
    more,
    recommendation,
    record,
    register,
    register_file,
    register_thematic,
    review,
    terms,
    undo,
)

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("review/", review.review, name="review"),
    path("recommendations/", register.register, name="register"),
    path("recommendations/list.docx", register_thematic.download, name="register-thematic"),
    path("recommendations/list.<slug:extension>", register_file.download, name="register-file"),
    path("recommendations/<uuid:pk>/", recommendation.recommendation, name="recommendation"),
    path("undo/<uuid:pk>/", undo.undo, name="undo"),
    path("more/", more.more, name="more"),
    path("record/", record.record, name="record"),
    path("record/export/", record.export_record, name="record-export"),
    path("mechanisms/", mechanisms.mechanisms, name="mechanisms"),
    path("terms/", terms.schemes, name="schemes"),
    path("terms/new/", terms.load, name="scheme-load"),
    path("terms/<slug:code>/", terms.scheme, name="scheme"),
]
