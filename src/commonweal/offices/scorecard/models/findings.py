"""Editions of findings as audits made them, each finding with its handling label and its state."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.findings.course import Course
from commonweal.findings.finding import Audit, Finding
from commonweal.findings.kept import decode
from commonweal.findings.published import for_public
from commonweal.kinds import message
from commonweal.kinds.said import from_data
from commonweal.offices.house import wall
from commonweal.offices.house.languages import told
from commonweal.offices.house.policy import EVERYBODY, Actor, Role
from commonweal.offices.scorecard.models.visions import held_keys

SEVERAL = 2000  # findings whose content is kept decoded; an edition has a few hundred


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


def public_only(labels: Collection[str]) -> bool:
    """Say whether a reader of these labels reads as the public does."""
    return set(labels) <= {Label.PUBLIC}


def held_from(labels: Collection[str]) -> frozenset[str]:
    """Give the promises that a reader of these labels reads nothing of, because counsel holds them.

    What counsel holds back from publication is not published, whatever its label says.
    """
    return held_keys() if public_only(labels) else frozenset()


def begin() -> None:
    """Have the database told which findings whoever asks may see."""
    wall.tells("labels", lambda actor: labels_for(actor.role))
    wall.tells("held", lambda actor: sorted(held_from(labels_for(actor.role))))


@lru_cache(maxsize=SEVERAL)
def _decoded(content: str) -> Finding:
    read: Finding = decode(Finding, json.loads(content))
    return read


@lru_cache(maxsize=SEVERAL)
def _in_public(content: str) -> Finding:
    return for_public(_decoded(content))


@lru_cache(maxsize=SEVERAL)
def _named(naming: str) -> str:
    return from_data(json.loads(naming))


def name_told(name: str, naming: str) -> str:
    """Give a name that was kept in the language of the reader; an old one as it was kept.

    naming: the name with the message that it was made from, or ""
    """
    return told(_named(naming)) if naming else name


class Edition(models.Model):
    """Hold what one audit found, as it was kept in the store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit_id = models.CharField(max_length=16, unique=True)
    period = models.CharField(max_length=120)
    period_naming = models.TextField(blank=True)  # with the message that it was made from
    version = models.CharField(max_length=64)
    loaded = models.DateTimeField()
    # The audit without its findings: each of them stands in a Record with its own label.
    content = models.TextField()
    # How often a label or a state of its findings changed: what is kept ready is kept by this.
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-loaded", "-id"]

    def __str__(self) -> str:
        return f"edition {self.audit_id}"

    @property
    def told_period(self) -> str:
        """Give the period in the language of the reader."""
        return name_told(self.period, self.period_naming)

    @property
    def audit(self) -> Audit:
        """Give the audit, without its findings."""
        read: Audit = decode(Audit, json.loads(self.content))
        return read


class RecordQuery(QuerySet["Record"]):
    """Give findings: only through `seen_by` do they leave the scorecard."""

    def seen_by(self, actor: Actor) -> RecordQuery:
        """Keep what the role this actor acts in may see."""
        return self.labeled(labels_for(actor.role))

    def labeled(self, labels: Collection[str]) -> RecordQuery:
        """Keep what a reader of these labels may see. The policy of the table says the same."""
        kept = self.filter(label__in=labels)
        for key in held_from(labels):
            kept = kept.exclude(commitments__contains=f" {key} ")
        return kept

    def called(self, text: str) -> list[uuid.UUID]:
        """Give the keys of those whose name has a text in it: as the reader sees it, or in English.

        text: however it is written, in large letters or small
        """
        sought, names = text.casefold(), self.values_list("pk", "name", "naming")
        return [
            key for key, name, naming in names
            if sought in name.casefold() or sought in name_told(name, naming).casefold()
        ]  # fmt: skip


class Record(models.Model):
    """Hold one finding: what was found, who may see it, and whether somebody stands behind it."""

    class State(models.TextChoices):
        """Say how far it came."""

        FOUND = "found", _("not yet signed")
        SIGNED = "signed", _("signed")
        RETURNED = "returned", _("sent back")

    class News(models.TextChoices):
        """Say what is new beside the edition before."""

        NEW = "new", _("new in this edition")
        CHANGED = "changed", _("another verdict than in the last edition")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="records")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=120, db_index=True)
    view_key = models.CharField(max_length=120)
    site = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=300)
    naming = models.TextField(blank=True)  # the name with the message that it was made from
    title = models.CharField(max_length=200)
    rank = models.PositiveIntegerField()  # 0 is the most serious finding of the edition
    computable = models.BooleanField()
    grade = models.CharField(max_length=1, blank=True)
    verdict = models.CharField(max_length=60)
    news = models.CharField(max_length=12, choices=News.choices, blank=True)
    commitments = models.CharField(max_length=60)  # " C1 C2 ": so that one key can be looked for
    trace = models.CharField(max_length=40, db_index=True)
    label = models.CharField(max_length=12, choices=Label.choices, default=Label.COUNSEL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.FOUND)
    content = models.TextField()  # the finding without what lies behind it
    course = models.TextField(blank=True)  # what lies behind it; large, so it stands apart

    objects = RecordQuery.as_manager()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "place"], name="a_finding_has_its_place")
        ]

    def __str__(self) -> str:
        return f"finding {self.pk}"

    @property
    def told_name(self) -> str:
        """Give its name in the language of the reader."""
        return name_told(self.name, self.naming)

    @property
    def told_verdict(self) -> str:
        """Give its verdict in the language of the reader."""
        return told(message(self.verdict))

    @property
    def brief(self) -> Finding:
        """Give what was found, without what lies behind it."""
        return _decoded(self.content)

    @property
    def finding(self) -> Finding:
        """Give what was found, whole."""
        if not self.course:
            return self.brief
        course: Course = decode(Course, json.loads(self.course))
        return replace(self.brief, course=course)

    @property
    def published(self) -> Finding:
        """Give what the public reads of it."""
        return _in_public(self.content)

    @property
    def promised(self) -> tuple[str, ...]:
        """Give the keys of the commitments that it bears on."""
        return tuple(self.commitments.split())

    def path(self) -> str:
        """Give the page of this finding."""
        return reverse("scorecard:measure", args=[self.pk])
