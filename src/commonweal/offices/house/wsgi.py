"""The door for WSGI servers such as waitress and gunicorn."""

from __future__ import annotations

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application

ROUNDS = (20_000, 20, 20)  # pages leave little behind: a look at every 700 things is too often


def settle() -> None:
    """Keep what stands for good out of the rounds of the garbage collector.

    A round through every finding that is held takes a fifth of a second, and every page waits.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS)
    atexit.register(gc.unfreeze)  # else what stands for good is called a leak at the end


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.offices.house.settings")
application = get_wsgi_application()
settle()
