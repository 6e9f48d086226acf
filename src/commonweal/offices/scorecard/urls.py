"""Addresses of the scorecard."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.scorecard.views import (
    books,
    findings,
    initiatives,
    keys,
    labels,
    measure,
    packets,
    public,
    signoff,
    tools,
    trace,
    vision,
    worklist,
)

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
of_findings = [
    path("vision/", vision.page, name="vision"),
    path("vision/<str:key>/", vision.commitment, name="commitment"),
    path("vision/<str:key>/open/", labels.widen_many, name="widen_many"),
    path("measures/", findings.listed, name="measures"),
    path("measures/<uuid:key>/", measure.page, name="measure"),
    path("measures/<uuid:key>/finding.<slug:form>", measure.download, name="download"),
    path("measures/<uuid:key>/sign/", signoff.page, name="sign"),
    path("measures/<uuid:key>/open/", labels.widen, name="widen"),
    path("measures/<uuid:key>/close/", labels.narrow, name="narrow"),
    path("openings/<uuid:key>/", labels.page, name="widening"),
    path("published/", public.listed, name="public"),
    path("published/<uuid:key>/", measure.in_public, name="published"),
    path(
        "published/<uuid:key>/finding.<slug:form>",
        measure.public_download,
        name="published_download",
    ),
    path("trust/", public.trust, name="trust"),
    path("published/log/", public.log, name="log"),
    path("published/log.csv", public.log_file, name="log_file"),
    path("trace/", trace.asked, name="trace_asked"),
    path("trace/<slug:trace>/", trace.page, name="trace"),
]
of_books = [
    path("reports/", books.listed, name="reports"),
    path("reports/new/", books.made, name="book_new"),
    path("reports/<uuid:key>/", books.page, name="book"),
    path("reports/<uuid:key>/findings/", books.chosen, name="book_choose"),
    path("reports/<uuid:key>/decision/", books.wanted, name="book_wanted"),
    path("reports/<uuid:key>/step/<slug:name>/", books.step, name="book_step"),
    path("reports/<uuid:key>.pdf", books.paper, name="book_pdf"),
    path("reports/<uuid:key>/draft.pdf", books.draft, name="book_draft_pdf"),
    path("reports/decisions/<uuid:key>/", books.decided, name="book_decided"),
]
of_tools = [
    path("tools/", tools.listed, name="tools"),
    path("tools/register.csv", tools.table, name="tools_export"),
    path("tools/new/", tools.entered, name="tool_new"),
    path("tools/<uuid:key>/", tools.page, name="tool"),
    path("tools/<uuid:key>/change/", tools.changed, name="tool_change"),
    path("tools/<uuid:key>/review/", tools.reviewed, name="tool_review"),
]
of_keys = [
    path("keys-for-machines/", keys.listed, name="api_keys"),
    path("keys-for-machines/new/", keys.made, name="api_key_new"),
    path("keys-for-machines/<uuid:key>/withdraw/", keys.withdrawn, name="api_key_withdraw"),
]
urlpatterns = [
    *of_keys,
    *of_tools,
    *of_books,
    *of_findings,
    *of_initiatives,
]
