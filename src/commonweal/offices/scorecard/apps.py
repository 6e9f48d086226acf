"""Names the app for Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class Scorecard(AppConfig):
    """Hold findings, sign-off, initiatives, the register of tools, and the books."""

    name = "commonweal.offices.scorecard"
    label = "scorecard"

    def ready(self) -> None:
        """Let the desk search and name what stands here, and empty work lists that nobody fetched.

        The database is told which labels whoever asks may see.
        """
        import_module("commonweal.offices.scorecard.models.findings").begin()
        import_module("commonweal.offices.scorecard.flow.search").begin()
        import_module("commonweal.offices.scorecard.flow.deeds").begin()
        import_module("commonweal.offices.scorecard.flow.worklists").begin()
