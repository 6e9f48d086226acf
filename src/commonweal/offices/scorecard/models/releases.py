"""Who may see a finding, and how that came to be: wishes, changes of label, and the release log."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.offices.house.policy import Actor
from commonweal.offices.scorecard.models.findings import Label, Record


class WideningQuery(QuerySet["Widening"]):
    """Give wishes to those who may see what they are about."""

    def seen_by(self, actor: Actor) -> WideningQuery:
        """Keep wishes of which this actor may see every finding."""
        # Asked of the wishes, which are all there: the database may not show the finding of one.
        shut = Wish.objects.exclude(record__in=Record.objects.seen_by(actor).values("pk"))
        return self.exclude(wishes__in=shut)


class Widening(models.Model):
    """Hold the wish to let other people see findings: one asks, another one agrees.

    Letting fewer people see them is one person's act, and is kept here too.
    """

    class State(models.TextChoices):
        """Say how far it came."""

        DRAFT = "draft", _("being written")
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")
        NARROWED = "narrowed", _("closed to others")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=12, choices=Label.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    asked = models.DateTimeField()

    objects = WideningQuery.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked", "-label", "id"]

    def __str__(self) -> str:
        return f"widening {self.pk}"

    @property
    def name(self) -> str:
        """Give the name of the first finding, and how many there are."""
        wished = list(self.wishes.select_related("record").all())
        first = wished[0].record.name
        more = len(wished) - 1
        return _("%(first)s, and %(n)d more") % {"first": first, "n": more} if more else first

    def path(self) -> str:
        """Give the page on which somebody agrees or refuses."""
        return reverse("scorecard:widening", args=[self.pk])


class Wish(models.Model):
    """Hold one finding of a widening, with the label it had when it was asked for."""

    widening = models.ForeignKey(Widening, models.CASCADE, related_name="wishes")
    record = models.ForeignKey(Record, models.PROTECT, related_name="wishes")
    start = models.CharField(max_length=12, choices=Label.choices)
    done = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["record__place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["widening", "record"], name="a_finding_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Release(models.Model):
    """Hold one line of the release log: a finding was published, or taken back. Never changed."""

    class Act(models.TextChoices):
        """Say what was done."""

        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken back")

    number = models.PositiveIntegerField(primary_key=True)
    record = models.ForeignKey(Record, models.PROTECT, related_name="releases")
    act = models.CharField(max_length=12, choices=Act.choices)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"release {self.number}"


class Origin(models.Model):
    """Hold where one number of a finding came from: everything it depends on, by its trace id."""

    trace = models.CharField(max_length=40, db_index=True)
    record = models.ForeignKey(Record, models.CASCADE, related_name="origins")
    content = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "trace"], name="a_number_has_one_origin")
        ]

    def __str__(self) -> str:
        return f"origin {self.trace}"
