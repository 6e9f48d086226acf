"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("search/", views.search, name="search"),
    path("task/<uuid:key>/done/", views.done, name="done"),
]
