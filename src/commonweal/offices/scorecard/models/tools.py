"""The register of patient-care decision tools (45 CFR 92.210): what each takes in, who answers."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonweal.offices.people.models import Person


class Input(models.TextChoices):
    """Name what the rule asks about: whether a tool takes it in, or something measured by it."""

    RACE = "race", _("race")
    COLOR = "color", _("color")
    ORIGIN = "origin", _("national origin")
    SEX = "sex", _("sex")
    AGE = "age", _("age")
    DISABILITY = "disability", _("disability")


class Tool(models.Model):
    """Hold one tool that helps to decide about the care of patients."""

    class Known(models.TextChoices):
        """Say whether we know what it takes in: not to know is not the same as none."""

        UNKNOWN = "unknown", _("we do not know yet")
        NONE = "none", _("none of these")
        SOME = "some", _("those that are ticked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the tool"), max_length=200)
    vendor = models.CharField(_("vendor"), max_length=200)
    version = models.CharField(_("version"), max_length=60, blank=True)
    purpose = models.TextField(_("what it decides about"), max_length=2000)
    known = models.CharField(
        _("what it takes in"), max_length=8, choices=Known.choices, default=Known.UNKNOWN
    )
    inputs = models.CharField(max_length=80, blank=True)  # " race sex ": as Record.commitments
    owner = models.ForeignKey(Person, models.PROTECT, related_name="tools")
    review = models.DateField(_("next review"))
    mitigation = models.TextField(_("how the risk is made smaller"), max_length=4000, blank=True)
    # Key of the measure that tells how it works for each group; its numbers come with each edition.
    measure = models.CharField(max_length=120, blank=True)
    note = models.TextField(_("what is known of its fairness"), max_length=4000, blank=True)
    retired = models.DateField(_("last day of use"), null=True, blank=True)
    made = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return f"tool {self.pk}"

    def path(self) -> str:
        """Give the page of this tool."""
        return reverse("scorecard:tool", args=[self.pk])

    @property
    def taken_in(self) -> list[str]:
        """Give the names of what it takes in."""
        return [str(Input(one).label) for one in self.inputs.split()]
