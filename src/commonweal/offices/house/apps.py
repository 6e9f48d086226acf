"""Names the app for Django, and puts the limit of a request on every connection."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class House(AppConfig):
    """Hold settings, base templates, tags and static files; no models."""

    name = "commonweal.offices.house"
    label = "house"

    def ready(self) -> None:
        """Bound the queries of requests."""
        from commonweal.offices.house import limits  # noqa: PLC0415  needs the apps

        connection_created.connect(limits.bound, dispatch_uid="house-limits")
