"""Names the app for Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Desk(AppConfig):
    """Hold tasks, files, comments, notices, the trail, and the one function for every step."""

    name = "commonweal.offices.desk"
    label = "desk"

    def ready(self) -> None:
        """Begin to write down what happens in people."""
        import_module("commonweal.offices.desk.listening")
