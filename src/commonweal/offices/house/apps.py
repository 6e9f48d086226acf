"""Names the app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class House(AppConfig):
    """Hold settings, base templates, tags and static files; no models."""

    name = "commonweal.offices.house"
    label = "house"
