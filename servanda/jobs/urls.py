from django.urls import path

from servanda.jobs import views

app_name = "jobs"
urlpatterns = [
    path("jobs/<uuid:pk>/", views.job, name="job"),
    path("jobs/<uuid:pk>/stop/", views.stop, name="stop"),
    path("jobs/<uuid:pk>/seen/", views.seen, name="seen"),
]
