"""Addresses of following up."""

from django.urls import path

from servanda.implementation.views import (
    actions,
    assessments,
    challenges,
    evidence,
    indicators,
    report,
    review,
    steps,
)

app_name = "implementation"
urlpatterns = [
    path("actions/", actions.actions, name="actions"),
    path("actions/new/", actions.new, name="action-new"),
    path("actions/<uuid:pk>/", actions.action, name="action"),
    path("actions/<uuid:pk>/edit/", actions.edit, name="action-edit"),
    path("report/", report.report, name="report"),
    path("updates/<uuid:pk>/", report.update, name="update"),
    path("updates/<uuid:pk>/check/", report.check, name="update-check"),
    path("challenges/new/", challenges.new, name="challenge-new"),
    path("challenges/<uuid:pk>/", challenges.challenge, name="challenge"),
    path("challenges/<uuid:pk>/edit/", challenges.edit, name="challenge-edit"),
    path("assess/", assessments.assess, name="assess"),
    path("assessments/<uuid:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<uuid:pk>/edit/", assessments.edit, name="assessment-edit"),
    path("evidence/<slug:kind>/<uuid:pk>/add/", evidence.add, name="evidence-add"),
    path("evidence/<uuid:pk>/remove/", evidence.remove, name="evidence-remove"),
    path("indicator-link/", indicators.link, name="indicator-link"),
    path("review/<slug:kind>/<uuid:pk>/", review.review, name="review"),
    path("steps/<slug:kind>/<uuid:pk>/<slug:verb>/", steps.step, name="step"),
]
