"""Addresses for a directory that speaks OpenID Connect, by the names that allauth looks for."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.people import openid

urlpatterns = [
    path("<str:provider_id>/login/", openid.begin, name="openid_connect_login"),
    path("<str:provider_id>/login/callback/", openid.answered, name="openid_connect_callback"),
]
