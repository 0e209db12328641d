from django.urls import path

from servanda.assignments import views

app_name = "assignments"
urlpatterns = [
    path("recommendations/assign/", views.assign, name="assign"),
    path("recommendations/assign/list/", views.from_list, name="from-list"),
    path("assignments/<uuid:pk>/answer/", views.answer, name="answer"),
    path("assignments/<uuid:pk>/end/", views.end, name="end"),
]
