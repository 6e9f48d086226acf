"""The door for ASGI servers such as uvicorn."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.offices.house.settings")
application = get_asgi_application()
