"""Names the app for Django, and has URLs and the directory's file checked at start-up."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class People(AppConfig):
    """Hold persons, affiliations, roles and purposes."""

    name = "commonweal.offices.people"
    label = "people"

    def ready(self) -> None:
        """Register the checks: every URL has a rule, every office of a group exists."""
        from commonweal.offices.people.access import url_problems  # noqa: PLC0415  needs models
        from commonweal.offices.people.directory import office_problems  # noqa: PLC0415  the same

        @checks.register(checks.Tags.security)
        def rules(**_: object) -> list[checks.CheckMessage]:
            return [checks.Error(one, id="people.E001") for one in url_problems()]

        @checks.register(checks.Tags.security)
        def offices(**_: object) -> list[checks.CheckMessage]:
            return [checks.Error(one, id="people.E002") for one in office_problems()]
