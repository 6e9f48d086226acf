"""Refuses passwords that are common ones made longer, or made of words of the house itself."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commonweal.offices.house.policy import Role

# Words that somebody who wants in would try first. The names of the site are added to them.
OF_THE_HOUSE = frozenset(
    {"commonweal", "equity", "hospital", "health", "clinic", "medical", "center", "institute",
     "university", "password", "secret", "welcome", "letmein"}
    | {role.value for role in Role}
)  # fmt: skip
SHORTEST = 3  # of a known word: below it nearly every text would be made of them
FEWEST_DIGITS = 20  # where no letter stands in it
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
MARKS = re.compile(r"[\W\d_]")


class EasyToGuess:
    """Refuse what a program guesses that knows common passwords and the words of the house."""

    def validate(self, password: str, user: object = None) -> None:
        """Fail with ValidationError where a password is easy to guess."""
        if len(set(password)) < 5 or easy(password.lower()):
            raise ValidationError(
                _("This password is easy to guess. Take a sentence of several words."),
                code="password_easy",
            )

    def get_help_text(self) -> str:
        """Say in a sentence what is refused."""
        return _("It is not made of one or two common words.")


def easy(password: str) -> bool:
    """Say whether a text is at most two known words, rows of keys, digits and marks.

    >>> easy("password2026!!"), easy("1q2w3e4r5t6y7u8i9o0p"), easy("a walk along the river")
    (True, True, False)
    """
    letters = MARKS.sub("", password)
    if not letters:
        return len(password) < FEWEST_DIGITS or password in known()
    places = range(SHORTEST, len(letters) - SHORTEST + 1)
    parted = any(_word(letters[:at]) and _word(letters[at:]) for at in places)
    return _word(letters) or parted


def _word(text: str) -> bool:
    return text in known() or _row(text)


def _row(text: str) -> bool:
    return len(text) >= SHORTEST and any(text in row or text in row[::-1] for row in ROWS)


@cache
def known() -> frozenset[str]:
    """Give the common passwords, and the words of the house and of its names."""
    sites = {part for name in settings.ALLOWED_HOSTS for part in re.split(r"[^a-z]+", name.lower())}
    words = OF_THE_HOUSE | {one for one in sites if len(one) >= SHORTEST}
    return words | frozenset(CommonPasswordValidator().passwords)
