"""Addresses of indicators."""

from django.urls import path

from servanda.indicators import views

app_name = "indicators"
urlpatterns = [
    path("indicators/", views.indicators, name="list"),
    path("indicators/<uuid:pk>/", views.indicator, name="indicator"),
    path("indicators/<uuid:pk>/values/new/", views.value_new, name="value-new"),
    path("values/<uuid:pk>/", views.value, name="value"),
]
