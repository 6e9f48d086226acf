"""Secrets of second steps are kept unreadable, also while the secret of the house changes."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

_HELD = {"secret", "seed", "migrated_codes"}  # what of a second step is sealed, by its library


def seal(text: str) -> str:
    """Encrypt a secret under a key made from the secret of the house."""
    return _keys().encrypt(text.encode()).decode("ascii")


def opened(sealed: str) -> str:
    """Read a secret back, sealed under the secret of the house or an older one."""
    return _keys().decrypt(sealed).decode()


def renew() -> int:
    """Seal anew what stands under an older secret of the house, and give how many steps did.

    Where there is no older secret, nothing is looked at. What no secret opens stays as it is.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    return sum(_renewed(one.pk) for one in Authenticator.objects.only("pk").iterator())


def _renewed(key: Any) -> bool:
    with transaction.atomic():
        step = Authenticator.objects.select_for_update().filter(pk=key).first()
        held = step.data if step else {}
        try:
            now = {name: _each(held[name], _anew) for name in _HELD & set(held)}
        except InvalidToken:
            return False
        if step is None or all(held[name] == said for name, said in now.items()):
            return False
        step.data = {**held, **now}
        step.save(update_fields=["data"])
    return True


def _each(held: Any, act: Callable[[str], str]) -> Any:
    return [act(one) for one in held] if isinstance(held, list) else act(held)


def _anew(sealed: str) -> str:
    """Seal a text under the newest secret; one that stands under it already stays as it is."""
    try:
        _key(settings.SECRET_KEY).decrypt(sealed)
    except InvalidToken:
        return seal(opened(sealed))
    return sealed


def _keys() -> MultiFernet:
    return MultiFernet(_key(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _key(secret: str) -> Fernet:
    key = HKDF(SHA256(), 32, None, b"commonweal second step").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
