"""Names the app for Django, bounds every connection, and gives forms their words."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class House(AppConfig):
    """Hold settings, base templates, tags and static files; no models."""

    name = "commonweal.offices.house"
    label = "house"

    def ready(self) -> None:
        """Bound the queries of requests, and put our words into the fields of forms."""
        from commonweal.offices.house import fields, limits  # noqa: PLC0415  needs the apps

        fields.speak()
        connection_created.connect(limits.bound, dispatch_uid="house-limits")
