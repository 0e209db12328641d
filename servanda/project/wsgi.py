"""The door for a web server: one WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servanda.project.settings")
application = get_wsgi_application()
