from django.urls import path

from servanda.importers.uhri import views

app_name = "uhri"
urlpatterns = [
    path("", views.index, name="index"),
    path("records/", views.records, name="records"),
    path("records/<int:pk>/", views.record, name="record"),
    path("repairs/", views.repairs, name="repairs"),
    path("repairs.csv", views.repairs_csv, name="repairs-csv"),
    path("import/", views.upload, name="upload"),
    path("editions/<uuid:pk>/", views.edition, name="edition"),
    path("editions/<uuid:pk>/go-on/", views.go_on, name="go-on"),
    path("editions/<uuid:pk>/take-back/", views.take_back, name="take-back"),
]
