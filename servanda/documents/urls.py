from django.urls import path

from servanda.documents import views

app_name = "documents"
urlpatterns = [path("files/<uuid:pk>/", views.download, name="download")]
