"""Addresses of people."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.people import accounts, views

app_name = "people"
urlpatterns = [
    path("", accounts.listed, name="people"),
    path("<uuid:key>/", accounts.page, name="person"),
    path("<uuid:key>/belongs/", accounts.belongs, name="belongs"),
    path("<uuid:key>/belongs/<int:place>/end/", accounts.belongs_end, name="belongs_end"),
    path("<uuid:key>/offices/", accounts.offices, name="offices"),
    path("<uuid:key>/shut-out/", accounts.shut_out, name="shut_out"),
    path("<uuid:key>/let-in/", accounts.let_in, name="let_in"),
    path("me/", views.me, name="me"),
    path("me/name/", views.rename, name="rename"),
    path("me/answers/", views.answers, name="answers"),
    path("me/answers/<slug:key>/", views.answer, name="answer"),
    path("me/answers/<slug:key>/withdraw/", views.withdraw, name="withdraw"),
    path("me/sessions/", views.sessions, name="sessions"),
    path("me/sessions/end/", views.sessions_end, name="sessions_end"),
    path("me/sessions/<slug:name>/end/", views.sessions_end, name="session_end"),
    path("again/", views.again, name="again"),
    path("signed-out/", views.signed_out, name="signed_out"),
    path("stay/", views.stay, name="stay"),
    path("role/", views.change_role, name="change_role"),
]
