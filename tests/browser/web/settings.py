"""Settings of the house that the browser visits: the real ones, with the two languages for tests.

The static files are those of production, so that weight and headers are what readers get.
"""

from __future__ import annotations

from commonweal.offices.house.settings import *  # noqa: F403  what is tested is the house's

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 60 * 60  # the proofs take longer than five minutes
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost stands for the https of a house
LIMITS_ON = False  # a browser that visits every page is faster than a person
ACCOUNT_LOGIN_TIMEOUT = 24 * 60 * 60  # somebody stands between the two steps all the time
ACCOUNT_RATE_LIMITS = False  # the page of a wrong password is met more often than five times
MIDDLEWARE = [  # those of the house, and those of these proofs
    "tests.browser.web.refusals.counted",
    *MIDDLEWARE,  # noqa: F405  of the settings above
    "tests.browser.web.refusals.refusals",
    "tests.browser.web.refusals.undone",
]
