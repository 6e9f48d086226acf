"""Addresses of the scorecard."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.scorecard.views import findings, initiatives, packets, vision, worklist

app_name = "scorecard"
of_initiatives = [
    path("initiatives/", initiatives.listed, name="initiatives"),
    path("initiatives/new/", initiatives.propose, name="initiative_propose"),
    path("initiatives/<uuid:key>/", initiatives.page, name="initiative"),
    path("initiatives/<uuid:key>/change/", initiatives.change, name="initiative_change"),
    path("initiatives/<uuid:key>/task/", initiatives.todo, name="initiative_todo"),
    path("initiatives/<uuid:key>/step/<slug:name>/", initiatives.step, name="initiative_step"),
    path("initiatives/<uuid:key>/packet/", packets.page, name="initiative_packet"),
    path("initiatives/<uuid:key>/packet.pdf", packets.paper, name="initiative_packet_pdf"),
    path("initiatives/<uuid:key>/work-list/", worklist.asked, name="worklist"),
    path("work-lists/<uuid:key>.csv", worklist.fetched, name="worklist_export"),
]
urlpatterns = [
    *of_initiatives,
    path("vision/", vision.page, name="vision"),
    path("measures/", findings.listed, name="measures"),
    path("measures/<uuid:key>/", findings.page, name="measure"),
    path("published/", findings.published, name="public"),
]
