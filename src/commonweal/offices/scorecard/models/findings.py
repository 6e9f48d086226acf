"""Editions of findings as audits made them, each finding with its handling label and its state."""

from __future__ import annotations

import json
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.findings.finding import Audit, Finding
from commonweal.findings.kept import decode
from commonweal.offices.house.policy import EVERYBODY, Actor, Role


class Label(models.TextChoices):
    """Say who may see a finding, strictest first. Every finding is born with the first."""

    COUNSEL = "1-counsel", _("counsel or peer review")
    QUALITY = "2-quality", _("quality committee")
    BOARD = "3-board", _("board")
    PUBLIC = "4-public", _("public")


_COUNSEL = frozenset({Role.COUNSEL, Role.ANALYST, Role.PRIVACY})
_QUALITY = _COUNSEL | {Role.QUALITY, Role.DIRECTOR}
CLEARED: dict[str, frozenset[Role]] = {
    Label.COUNSEL: _COUNSEL,
    Label.QUALITY: _QUALITY,
    Label.BOARD: _QUALITY | {Role.BOARD},
    Label.PUBLIC: EVERYBODY,
}


def labels_for(role: Role) -> list[str]:
    """Give the labels that a role may see."""
    return [label for label, roles in CLEARED.items() if role in roles]


class Edition(models.Model):
    """Hold what one audit found, as it was kept in the store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit_id = models.CharField(max_length=16, unique=True)
    period = models.CharField(max_length=120)
    version = models.CharField(max_length=64)
    loaded = models.DateTimeField()
    # The audit without its findings: each of them stands in a Record with its own label.
    content = models.TextField()

    class Meta:
        ordering: ClassVar = ["-loaded", "-id"]

    def __str__(self) -> str:
        return f"edition {self.audit_id}"

    @property
    def audit(self) -> Audit:
        """Give the audit, without its findings."""
        read: Audit = decode(Audit, json.loads(self.content))
        return read


class RecordQuery(QuerySet["Record"]):
    """Give findings: only through `seen_by` do they leave the scorecard."""

    def seen_by(self, actor: Actor) -> RecordQuery:
        """Keep what the role this actor acts in may see."""
        return self.filter(label__in=labels_for(actor.role))


class Record(models.Model):
    """Hold one finding: what was found, who may see it, and whether somebody stands behind it."""

    class State(models.TextChoices):
        """Say how far it came."""

        FOUND = "found", _("not yet signed")
        SIGNED = "signed", _("signed")
        RETURNED = "returned", _("sent back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="records")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=120, db_index=True)
    view_key = models.CharField(max_length=120)
    site = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300)
    grade = models.CharField(max_length=1, blank=True)
    commitments = models.CharField(max_length=60)  # " C1 C2 ": so that one key can be looked for
    trace = models.CharField(max_length=40, db_index=True)
    label = models.CharField(max_length=12, choices=Label.choices, default=Label.COUNSEL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.FOUND)
    content = models.TextField()

    objects = RecordQuery.as_manager()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "place"], name="a_finding_has_its_place")
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    @property
    def finding(self) -> Finding:
        """Give what was found."""
        read: Finding = decode(Finding, json.loads(self.content))
        return read

    def path(self) -> str:
        """Give the page of this finding."""
        return reverse("scorecard:measure", args=[self.pk])


class Widening(models.Model):
    """Hold the wish to let more people see a finding: one person asks, another one agrees."""

    class State(models.TextChoices):
        """Say how far it came."""

        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, models.CASCADE, related_name="widenings")
    label = models.CharField(max_length=12, choices=Label.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)

    def __str__(self) -> str:
        return f"widening {self.pk}"
