"""The addresses: /{language}/ public, /{language}/work/ signed in. Wiring only; each package lists its own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from servanda.core.gallery.views import gallery

urlpatterns = [
    path("", include("servanda.core.urls")),
    *i18n_patterns(
        path("work/components/", gallery, name="gallery"),
        path("account/", include("servanda.accounts.urls")),
        path("work/", include("servanda.workspace.urls")),
        path("work/", include("servanda.jobs.urls")),
        path("work/intake/", include("servanda.importers.urls")),
        path("work/", include("servanda.recommendations.urls")),
        path("work/", include("servanda.assignments.urls")),
        path("work/", include("servanda.implementation.urls")),
        path("work/", include("servanda.indicators.urls")),
        path("work/", include("servanda.institutions.urls")),
        path("", include("servanda.documents.urls")),
        path("", include("servanda.portal.urls")),
    ),
]
