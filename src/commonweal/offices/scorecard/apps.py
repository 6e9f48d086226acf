"""Names the app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class Scorecard(AppConfig):
    """Hold findings, sign-off, initiatives, the register of tools, and the books."""

    name = "commonweal.offices.scorecard"
    label = "scorecard"
