"""Forms for who may see a finding: wider by two people, narrower by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.forms import ReasonForm
from commonweal.offices.scorecard.models import Label


class LabelForm(ReasonForm):
    """Choose the readers, and say why."""

    def __init__(self, *args: Any, labels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"] = forms.ChoiceField(
            label=_("Who may see it"),
            widget=forms.RadioSelect,
            choices=[(one, Label(one).label) for one in labels],
            initial=labels[0] if len(labels) == 1 else None,
        )
        self.order_fields(("label", "reason"))

    def chosen(self) -> str:
        """Give the label that was chosen."""
        return str(self.cleaned_data["label"])


def wider(label: str) -> list[str]:
    """Give the labels that let more people see a finding than this one."""
    return [one for one in Label.values if one > label]


def stricter(label: str) -> list[str]:
    """Give the labels that let fewer people see a finding than this one."""
    return [one for one in Label.values if one < label]
