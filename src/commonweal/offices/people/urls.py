"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/name/", views.rename, name="rename"),
    path("me/answers/", views.answers, name="answers"),
    path("me/answers/<slug:key>/", views.answer, name="answer"),
    path("me/answers/<slug:key>/withdraw/", views.withdraw, name="withdraw"),
    path("again/", views.again, name="again"),
    path("stay/", views.stay, name="stay"),
    path("role/", views.change_role, name="change_role"),
]
