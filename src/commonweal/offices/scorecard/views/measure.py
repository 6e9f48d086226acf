"""The page of one finding in its fixed order, and the same finding as a file to keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from commonweal.findings.finding import Finding
from commonweal.offices.desk import queues, steps, trail
from commonweal.offices.desk.models import Task
from commonweal.offices.house import clock
from commonweal.offices.house.languages import document_told
from commonweal.offices.house.policy import PUBLIC, Actor
from commonweal.offices.house.views import actor_of
from commonweal.offices.people.access import may
from commonweal.offices.scorecard.flow.signing import SIGNING
from commonweal.offices.scorecard.forms.keeping import history
from commonweal.offices.scorecard.models import Record, Release, Widening
from commonweal.offices.scorecard.models.examples import example_of
from commonweal.offices.scorecard.models.findings import labels_for, public_only
from commonweal.offices.scorecard.models.promised import Sight, sight_of
from commonweal.offices.scorecard.models.visions import the_vision
from commonweal.offices.scorecard.views.packets import printed
from commonweal.report.build import finding_document, keys_of
from commonweal.report.document import Block, Document, Section
from commonweal.report.figures import scale_of
from commonweal.report.folder import table_csv
from commonweal.report.writers.html import html_blocks
from commonweal.report.writers.json import write_json

Labels = tuple[str, ...]
PAGES = 1024  # findings of which the page is kept ready: 30 kB each
FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "pdf": "application/pdf"}
ACTS = ("scorecard:sign", "scorecard:widen", "scorecard:narrow", "scorecard:initiative_propose")


@dataclass(frozen=True)
class Earlier:
    """Hold what another edition says of the same measure and view.

    record:     the finding there
    headline:   its sentence, as this reader reads it
    correction: whether it says something else of the same period
    """

    record: Record
    headline: str
    correction: bool


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one finding; one that this role may not see is not there."""
    actor = actor_of(request)
    return render(request, "scorecard/measure.html", told_of(found_by(actor, key), actor))


def download(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """Hand out one finding as a file, and write down that it was taken along."""
    actor = actor_of(request)
    return _handed_out(found_by(actor, key), form, actor, actor)


def public_download(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """Hand out one finding as the public reads it, whoever takes it along."""
    return _handed_out(found_by(PUBLIC, key), form, actor_of(request), PUBLIC)


def _handed_out(record: Record, form: str, actor: Actor, reader: Actor) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    with transaction.atomic():
        if actor.signed_in:
            trail.write(actor, f"export {form}", steps.about(record))
        return file_of(record, reader, form)


def found_by(actor: Actor, key: UUID) -> Record:
    """Give a finding that an actor may see, or say that it is not there."""
    seen = Record.objects.seen_by(actor).select_related("edition").defer("course")
    return get_object_or_404(seen, pk=key)


def as_read(record: Record, actor: Actor) -> Finding:
    """Give a finding as this reader reads it, without what lies behind it."""
    return record.published if public_only(labels_for(actor.role)) else record.brief


def whole(record: Record, labels: Labels) -> Finding:
    """Give a finding with what lies behind it, to those who may read that; the public may not."""
    return record.published if public_only(labels) else record.finding


def document_of(record: Record, labels: Labels) -> Document:
    """Set the page of a finding, on the scale that its measure has for readers of these labels."""
    same = record.edition.records.labeled(labels).filter(key=record.key).defer("course")
    scale = scale_of([one.published if public_only(labels) else one.brief for one in same])
    # One table on one page is protected whole; the rule is about reports of several.
    audit = replace(record.edition.audit, foot="")
    return finding_document(whole(record, labels), scale, audit)


def file_of(record: Record, actor: Actor, form: str) -> HttpResponse:
    """Write a finding as a file, for one reader."""
    labels = tuple(labels_for(actor.role))
    finding, document = whole(record, labels), document_of(record, labels)
    if form == "csv" and not finding.computable:
        raise Http404
    content: str | bytes
    if form == "csv":
        content = table_csv(finding)
    elif form == "json":
        content = write_json(finding, document)
    else:
        content = printed(document, timezone.localdate(record.edition.loaded))
    name = f"{keys_of([finding])[0]}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FORMS[form], headers=headers)


def told_of(record: Record, actor: Actor) -> dict[str, Any]:
    """Gather what the page of a finding says to one reader."""
    finding, others = as_read(record, actor), _others(record, actor)
    sight = sight_of(record.edition, actor)
    public = public_only(sight.labels)
    wishes = [] if public else list(_wishes(record, actor))
    vision = the_vision()
    own = [one for one in vision.commitments if one.key in record.promised]
    return {
        "record": record,
        "finding": finding,
        "public": public,
        "parts": _parts(record.pk, sight, get_language() or "en"),
        "promised": [(one, vision.domain_of(one.key), vision.offices_of(one.key)) for one in own],
        "tasks": [] if public else queues.sorted_out(_tasks(record, wishes), clock.today()),
        "initiatives": _initiatives(record, actor),
        "groupings": _groupings(record, actor),
        "example": example_of(record.key),
        "others": others,
        "newer": next((one for one in others if _later(one.record, record)), None),
        "history": () if public else history(record, SIGNING),
        "wishes": wishes,
        "release": _release(record) if public else None,
        "traces": [(row.label, row.trace) for row in _rows(finding) if row.trace],
        "may": {one.partition(":")[2]: may(actor, one) for one in ACTS},
        "forms": [one for one in FORMS if one != "csv" or finding.computable],
    }


def _rows(finding: Finding) -> Iterable[Any]:
    return (*finding.rows, *([finding.everybody] if finding.everybody else []))


@lru_cache(maxsize=PAGES)
def _parts(key: UUID, sight: Sight, _language: str) -> dict[str, SafeString]:
    """Write a finding in parts, so that its page can set its own between them.

    They are kept ready until a label of the edition changes, for all who may see the same and
    read the same language.
    """
    record = Record.objects.select_related("edition").get(pk=key)
    parts: dict[str, list[Block]] = {"opening": [], "behind": [], "made": [], "sources": []}
    for block in document_told(document_of(record, sight.labels)).blocks:
        name = block.key.partition("--")[0] if isinstance(block, Section) else ""
        where = {"page": "behind", "made": "made", "sources": "sources"}.get(name, "opening")
        if name != "traces":  # the page leads to each of them instead
            parts[where].append(block)
    written = {part: html_blocks(Document("", "", tuple(own), "")) for part, own in parts.items()}
    # The writer escapes every text and sets no attribute from one.
    return {part: mark_safe(html) for part, html in written.items()}  # noqa: S308  see above


def _later(one: Record, other: Record) -> bool:
    return one.edition.loaded > other.edition.loaded


def _others(record: Record, actor: Actor) -> list[Earlier]:
    """Give the same measure and view in other editions, the newest first."""
    same = Record.objects.seen_by(actor).filter(
        key=record.key, view_key=record.view_key, site=record.site
    )
    found = same.exclude(pk=record.pk).select_related("edition").defer("course")
    told = as_read(record, actor).headline
    return [
        Earlier(one, said, one.edition.period == record.edition.period and said != told)
        for one in found.order_by("-edition__loaded")[:24]
        for said in [as_read(one, actor).headline]
    ]


def _groupings(record: Record, actor: Actor) -> list[Record]:
    same = record.edition.records.seen_by(actor).filter(key=record.key).exclude(pk=record.pk)
    return list(same.defer("content", "course").order_by("place"))


def _wishes(record: Record, actor: Actor) -> QuerySet[Widening]:
    """Give the wishes to open a finding of which this reader may see every other one too."""
    return Widening.objects.seen_by(actor).filter(wishes__record=record)


def _release(record: Record) -> Release | None:
    return record.releases.filter(act=Release.Act.PUBLISHED).first()


def _tasks(record: Record, wishes: Iterable[Widening]) -> list[Task]:
    about = [steps.about(record), *(steps.about(one) for one in wishes)]
    return list(Task.objects.filter(about__in=about, done_at__isnull=True))


def _initiatives(record: Record, actor: Actor) -> Any:
    if not may(actor, "scorecard:initiatives"):
        return ()
    return record.initiatives.select_related("owner").order_by("target", "name")


def in_public(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one finding as the public reads it, whoever looks."""
    return render(request, "scorecard/measure.html", told_of(found_by(PUBLIC, key), PUBLIC))
