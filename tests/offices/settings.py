"""Settings of the tests: those of the house, in a folder of their own, and quick."""

from __future__ import annotations

import os
import tempfile

os.environ["COMMONWEAL_STATE"] = tempfile.mkdtemp(prefix="commonweal-tests-")
os.environ.setdefault("COMMONWEAL_PSEUDO", "1")
os.environ.setdefault("COMMONWEAL_DEMO", "1")

from commonweal.offices.house.settings import *  # noqa: F403  what is tested is the house's

STATIC_ROOT.mkdir(parents=True)  # noqa: F405  of the settings above
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LIMITS_ON = False  # a test of every page is faster than a person; limits have tests of their own
# On both databases: tests turn the clock, and clear it without a database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
