"""What every page frame needs: who looks, why, where they are, and how many things wait."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from commonweal.offices.house import languages
from commonweal.offices.house.policy import PURPOSE_NAMES, ROLE_NAMES
from commonweal.offices.house.views import actor_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the names of role and purpose, the direction of the page, and the languages offered."""
    actor = actor_of(request)
    return {
        "actor": actor,
        "role_name": ROLE_NAMES[actor.role],
        "purpose_name": PURPOSE_NAMES[actor.purpose],
        "direction": languages.direction(translation.get_language() or "en"),
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
        "local_accounts": settings.LOCAL_ACCOUNTS,
        "session_left": getattr(request, "session_left", 0),
    }
