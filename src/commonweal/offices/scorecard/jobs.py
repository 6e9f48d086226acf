"""Work of the scorecard that is done apart from a page: reading in what an audit found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

from django.db import transaction

from commonweal.findings import kept
from commonweal.findings.finding import Finding
from commonweal.offices.desk import trail
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor
from commonweal.offices.scorecard.models import Edition, Record


def load(store: Path, actor: Actor) -> Edition:
    """Read the last audit kept in a store; what was read before stays as it is.

    Every finding is born with the strictest handling label.
    Fails with Problem "audit-missing" when the store holds no audit.
    """
    found = kept.last(store)
    audit_id = hashlib.sha256(kept.encode(found).encode()).hexdigest()[:16]
    with transaction.atomic():
        edition, new = Edition.objects.get_or_create(
            audit_id=audit_id,
            defaults={
                "period": found.audit.period,
                "version": found.audit.version,
                "loaded": clock.now(),
                "content": _text(replace(found.audit, findings=(), first=())),
            },
        )
        if new:
            Record.objects.bulk_create(
                _record(edition, place, one) for place, one in enumerate(found.audit.findings)
            )
            trail.write(
                actor, "load findings", f"scorecard.edition:{edition.pk}", result_hash=audit_id
            )
    return edition


def _record(edition: Edition, place: int, one: Finding) -> Record:
    return Record(
        edition=edition, place=place, key=one.key, view_key=one.view_key, site=one.site,
        name=f"{one.title}, by {one.view}"[:300], grade=one.grade,
        commitments=f" {' '.join(one.commitments)} ", trace=one.trace, content=_text(one),
    )  # fmt: skip


def _text(thing: object) -> str:
    return json.dumps(asdict(thing), sort_keys=True, ensure_ascii=False)  # type: ignore[call-overload]
