"""The form of any step: a written reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk.drafts import Drafted
from commonweal.offices.desk.steps import REASON


class ReasonForm(Drafted):
    """Give the reason for a step, where it needs one."""

    def __init__(self, *args: Any, needed: bool = True, draft: str = "", **kwargs: Any) -> None:
        super().__init__(*args, draft=draft if needed else "", **kwargs)
        if needed:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                min_length=REASON,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("At least 20 characters. Everybody who may see this page can read it."),
            )

    def text(self) -> str:
        """Give the reason, or "" where none was asked for."""
        return str(self.cleaned_data.get("reason", ""))
