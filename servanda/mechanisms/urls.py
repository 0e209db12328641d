"""Addresses of treaties."""

from django.urls import path

from servanda.mechanisms import views

app_name = "mechanisms"
urlpatterns = [
    path("treaties/", views.treaties, name="treaties"),
    path("treaties/<slug:code>/", views.treaty, name="treaty"),
    path("treaties/<slug:code>/new/", views.action_new, name="treaty-action-new"),
    path("treaty-actions/<uuid:pk>/", views.action, name="treaty-action"),
    path("treaty-actions/<uuid:pk>/remove/", views.remove, name="treaty-action-remove"),
]
