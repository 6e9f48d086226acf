"""Addresses of the scorecard."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.scorecard.views import findings, vision

app_name = "scorecard"
urlpatterns = [
    path("vision/", vision.page, name="vision"),
    path("measures/", findings.listed, name="measures"),
    path("measures/<uuid:key>/", findings.page, name="measure"),
    path("published/", findings.published, name="public"),
]
