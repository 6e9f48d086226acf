"""Names the app for Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Desk(AppConfig):
    """Hold tasks, files, comments, notices, the trail, and the one function for every step."""

    name = "commonweal.offices.desk"
    label = "desk"

    def ready(self) -> None:
        """Begin to write down what happens in people, and to keep the history of fields."""
        import_module("commonweal.offices.desk.listening")
        import_module("commonweal.offices.desk.history").keep()
        import_module("commonweal.offices.desk.search").begin()
        import_module("commonweal.offices.desk.drafts").begin()
        import_module("commonweal.offices.desk.access").begin()
        import_module("commonweal.offices.desk.emergency").begin()
        sealing = import_module("commonweal.offices.people.sealing")
        import_module("commonweal.offices.desk.rounds").register(sealing.renew)
