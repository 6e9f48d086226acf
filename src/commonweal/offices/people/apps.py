"""Names the app for Django, and has every URL checked at start-up."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class People(AppConfig):
    """Hold persons, affiliations, roles and purposes."""

    name = "commonweal.offices.people"
    label = "people"

    def ready(self) -> None:
        """Register the check that every URL has a rule."""
        from commonweal.offices.people.access import url_problems  # noqa: PLC0415  needs models

        @checks.register(checks.Tags.security)
        def rules(**_: object) -> list[checks.CheckMessage]:
            return [checks.Error(one, id="people.E001") for one in url_problems()]
