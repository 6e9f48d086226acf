"""The form of a work list: over which period."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.kinds import Period, Problem
from commonweal.offices.house import clock, wall
from commonweal.offices.scorecard.models import Initiative, Origin


class WorkListForm(forms.Form):
    """Say over which period the measure is looked at."""

    period = forms.CharField(
        label=_("Period"),
        max_length=30,
        help_text=_("A year, or two months with a slash between: 2025, or 2025-07/2026-06."),
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["period"] = period_of(initiative)

    def clean_period(self) -> Period:
        """Read the period: in digits that everybody reads, and not one to come."""
        text, today = self.cleaned_data["period"], clock.today()
        if not text.isascii():
            raise forms.ValidationError(_("Write the period with the digits 0 to 9."))
        try:
            period = Period.parse(text)
        except Problem:
            raise forms.ValidationError(
                _("This is not a period. Write a year, or two months with a slash between.")
            ) from None
        if period.first > today or period.last.year > today.year:
            raise forms.ValidationError(_("This period is still to come. Choose an earlier one."))
        return period


def period_of(initiative: Initiative) -> str:
    """Give the period of the gap that an initiative began from, or else the year before this."""
    with wall.house():  # the period alone is read of it
        origin = Origin.objects.filter(record=initiative.record_id).first()
    if origin is None:
        return str(clock.today().year - 1)
    return str(json.loads(origin.content)["period"])
