"""Addresses without a language: is the server well, and where to start."""

from django.urls import path

from servanda.core import views

app_name = "core"
urlpatterns = [
    path("", views.start, name="start"),
    path("health/", views.health, name="health"),
]
