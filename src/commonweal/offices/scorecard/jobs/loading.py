"""Work of the scorecard that is done apart from a page: reading in what an audit found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.urls import reverse

from commonweal.findings import kept
from commonweal.findings.course import Course
from commonweal.findings.finding import Finding
from commonweal.findings.promises import in_order
from commonweal.findings.trace import Trace
from commonweal.kinds.said import as_data
from commonweal.offices.desk import steps, trail
from commonweal.offices.desk.models import Task
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor, Role
from commonweal.offices.scorecard.flow import signing
from commonweal.offices.scorecard.models import Edition, Origin, Record
from commonweal.report.words import named

DAYS_TO_SIGN = 14
Key = tuple[str, str, str]


def load(store: Path, actor: Actor) -> Edition:
    """Read the last audit kept in a store; what was read before stays as it is.

    Every finding is born with the strictest handling label, and waits for somebody to sign it.
    Fails with Problem "audit-missing" when the store holds no audit.
    """
    found = kept.last(store)
    audit_id = hashlib.sha256(kept.encode(found).encode()).hexdigest()[:16]
    with transaction.atomic():
        before = Edition.objects.first()
        edition, new = Edition.objects.get_or_create(
            audit_id=audit_id,
            defaults={
                "period": str(found.audit.period),
                "period_naming": _naming(found.audit.period),
                "version": found.audit.version,
                "loaded": clock.now(),
                "content": _text(replace(found.audit, findings=(), first=())),
            },
        )
        if new:
            _take_in(edition, before, found)
            _ask_for_signatures(edition, actor)
            trail.write(actor, "load findings", steps.about(edition), result_hash=audit_id)
    return edition


def _take_in(edition: Edition, before: Edition | None, found: kept.Kept) -> None:
    findings = found.audit.findings
    ranks = {id(one): place for place, one in enumerate(in_order(findings))}
    earlier = _verdicts(before)
    records = [
        _record(edition, place, one, ranks[id(one)], earlier) for place, one in enumerate(findings)
    ]
    Record.objects.bulk_create(records)
    traces = {one.id: one for one in found.traces}
    Origin.objects.bulk_create(_origins(zip(records, findings, strict=True), traces))


def _verdicts(edition: Edition | None) -> dict[Key, str] | None:
    if edition is None:
        return None
    rows = edition.records.values_list("key", "view_key", "site", "verdict")
    return {(key, view, site): verdict for key, view, site, verdict in rows}


def _record(
    edition: Edition, place: int, one: Finding, rank: int, earlier: dict[Key, str] | None
) -> Record:
    return Record(
        edition=edition, place=place, key=one.key, view_key=one.view_key, site=one.site,
        name=f"{one.title[:80]}, by {one.view[:60]}",
        naming=_naming(named(one.title, one.view)),
        title=str(one.title), rank=rank, computable=one.computable, grade=one.grade,
        verdict=str(one.verdict), news=_news(one, earlier), trace=one.trace,
        commitments=f" {' '.join(one.commitments)} ",
        content=_text(replace(one, course=Course())),
        course="" if one.course == Course() else _text(one.course),
    )  # fmt: skip


def _naming(name: str) -> str:
    """Write a name so that the message that it was made from is kept."""
    return json.dumps(as_data(name), ensure_ascii=False)


def _news(one: Finding, earlier: dict[Key, str] | None) -> str:
    if earlier is None:
        return ""
    verdict = earlier.get((one.key, one.view_key, one.site))
    if verdict is None:
        return Record.News.NEW
    return "" if verdict == one.verdict else Record.News.CHANGED


def _origins(pairs: Iterable[tuple[Record, Finding]], traces: dict[str, Trace]) -> Iterator[Origin]:
    for record, finding in pairs:
        rows = (*finding.rows, finding.everybody)
        named = dict.fromkeys((finding.trace, *(row.trace for row in rows if row)))
        for one in named:
            if one in traces:
                yield Origin(record=record, trace=one, content=_text(traces[one]))


def _ask_for_signatures(edition: Edition, actor: Actor) -> None:
    """Open the task of signing, and close that of editions which are no longer the newest."""
    now, left = clock.now(), signing.waiting(edition)
    kind = steps.about(edition).partition(":")[0]
    Task.objects.filter(about__startswith=f"{kind}:", done_at__isnull=True).update(
        done_at=now, done_by=actor.id
    )
    if left:
        Task.objects.create(
            says=signing.asked(left, edition.period),
            about=steps.about(edition), path=f"{reverse('scorecard:measures')}?state=found",
            role=Role.ANALYST.value, since=now, opened_by=actor.id,
            due=clock.today() + timedelta(days=DAYS_TO_SIGN),
        )  # fmt: skip


def _text(thing: object) -> str:
    return json.dumps(kept.data(thing), sort_keys=True, ensure_ascii=False)
