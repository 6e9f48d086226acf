"""The door for WSGI servers such as waitress and gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.offices.house.settings")
application = get_wsgi_application()
