"""Initiatives: what is done about a gap, for whom, by whom, until when, and how it is judged."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.models import Job
from commonweal.offices.house import wall
from commonweal.offices.people.models import Person
from commonweal.offices.scorecard.models.findings import Record


class Initiative(models.Model):
    """Hold one initiative. Who it is for is held against the lists of words before it may begin."""

    class State(models.TextChoices):
        """Say how far it came."""

        PROPOSED = "proposed", _("proposed")
        APPROVED = "approved", _("approved")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")
        EVALUATED = "evaluated", _("evaluated")
        DECLINED = "declined", _("declined")

    class Design(models.TextChoices):
        """Say how it will be seen whether it helped."""

        PERIODS = "periods", _("compare periods before and after")
        STAGGERED = "staggered", _("units begin one after the other")
        WEDGE = "wedge", _("units begin in an order drawn by lot")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    commitment = models.CharField(_("promise it serves"), max_length=20, db_index=True)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    changes = models.TextField(_("what changes"), max_length=4000)
    eligibility = models.TextField(_("who it is for"), max_length=2000)
    rationale = models.TextField(_("why it is for them"), max_length=2000, blank=True)
    patients = models.BooleanField(_("it is for patients"), default=False)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="initiatives")
    office = models.CharField(_("office"), max_length=60, db_index=True)
    begins = models.DateField(_("begins"))
    target = models.DateField(_("target day"))
    outcome = models.CharField(_("measure it is judged by"), max_length=120)
    design = models.CharField(_("how it is judged"), max_length=12, choices=Design.choices)
    needs = models.TextField(_("social needs"), max_length=2000, blank=True)
    off_plan = models.TextField(_("when it falls behind"), max_length=2000, blank=True)
    informs = models.TextField(_("how those concerned are told"), max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=40)
    made = models.DateTimeField()
    # When the words on who it is for were last written: what counsel read before counts no more.
    worded = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made", "name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target__gte=F("begins")), name="an_initiative_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"initiative {self.pk}"

    @property
    def began_from(self) -> Record | None:
        """Give the finding that it began from, to tell which others are of the same gap.

        Who leads an initiative may not see that one: nothing that it found is shown by this.
        """
        with wall.house():
            return self.record

    def path(self) -> str:
        """Give the page of this initiative."""
        return reverse("scorecard:initiative", args=[self.pk])


class WorkList(models.Model):
    """Hold the keys of those who missed a control, until they are fetched once or expire."""

    class State(models.TextChoices):
        """Say how far it came."""

        ASKED = "asked", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")
        FETCHED = "fetched", _("fetched")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="worklists")
    measure = models.CharField(max_length=120)
    period = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    expires = models.DateTimeField()
    # The work that makes it: its page says how far it is, and there it is cancelled.
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    version = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    failure = models.CharField(max_length=400, blank=True)
    # Emptied as soon as it was fetched or has expired.
    keys = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked", "measure", "id"]

    def __str__(self) -> str:
        return f"work list {self.pk}"

    @property
    def name(self) -> str:
        """Give what the desk calls it."""
        return str(_("Work list: %(name)s") % {"name": self.initiative.name})[:200]

    def path(self) -> str:
        """Give the page on which it is fetched."""
        return reverse("scorecard:worklist", args=[self.initiative_id])
