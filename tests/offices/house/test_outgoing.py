"""Whom the house asks: certificates are looked at, waiting has an end, nobody is led elsewhere."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from requests import RequestException, TooManyRedirects

from commonweal.offices.desk import scanning


def test_mail_and_directory_look_at_certificates() -> None:
    context = EmailBackend(use_tls=True).ssl_context
    assert context.verify_mode is ssl.CERT_REQUIRED and context.check_hostname
    with get_adapter().get_requests_session() as session:
        assert session.verify is True and session.cert is None


def test_waiting_for_others_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    with get_adapter().get_requests_session() as session:
        monkeypatch.setattr(session.__class__, "send", lambda self, request, **more: asked | more)
        asked = session.request("GET", "https://directory.example/")
    assert 0 < asked["timeout"] <= 10
    assert 0 < settings.EMAIL_TIMEOUT <= 20
    assert 0 < scanning.PATIENCE <= 60


def test_who_is_asked_leads_nowhere_else() -> None:
    with get_adapter().get_requests_session() as session:
        assert session.max_redirects == 0
        assert issubclass(TooManyRedirects, RequestException)  # told as a sign-in that failed
