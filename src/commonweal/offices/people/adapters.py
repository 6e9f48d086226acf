"""How people come in: no sign-up, and the directory says who holds which role."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth bears no types
    """Keep local accounts to those that were made here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: persons come from the directory."""
        return False


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth bears no types
    """Take persons, and only persons, whom the institution's own directory names."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Let anybody in whom the directory signs in; without a role they are a member."""
        return True
