from django.urls import path

from servanda.institutions.views import institutions, people, seats

app_name = "institutions"
urlpatterns = [
    path("institutions/", institutions.institutions, name="list"),
    path("institutions/new/", institutions.new, name="new"),
    path("institutions/<uuid:pk>/", institutions.institution, name="institution"),
    path("institutions/<uuid:pk>/edit/", institutions.edit, name="edit"),
    path("institutions/<uuid:pk>/appoint/", seats.appoint_to, name="appoint-to"),
    path("appointments/<uuid:pk>/end/", seats.end, name="end-appointment"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person-new"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/role/", people.role, name="person-role"),
    path("people/<uuid:pk>/access/", people.access, name="person-access"),
    path("people/<uuid:pk>/sees/", people.sees, name="person-sees"),
    path("people/<uuid:pk>/appoint/", seats.appoint, name="appoint"),
]
