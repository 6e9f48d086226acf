"""The clock of the web house: the only place of it that asks what time it is."""

from __future__ import annotations

import time
from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Give this moment, in UTC."""
    return timezone.now()


def today() -> date:
    """Give today's date in the zone of the institution."""
    return timezone.localdate()


def rest(seconds: float) -> None:
    """Do nothing for so long."""
    time.sleep(seconds)


def ticks() -> float:
    """Give seconds that never go back, to measure how long something takes."""
    return time.monotonic()
