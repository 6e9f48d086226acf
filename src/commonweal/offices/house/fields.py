"""What fields share: what one says that can not be taken as it is, and the control of a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_ONE, _SOME = _("Choose one."), _("Choose at least one.")
SAYS: Mapping[type[forms.Field], Mapping[str, Any]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.ChoiceField: {"required": _ONE},
    forms.MultipleChoiceField: {"required": _SOME},
    forms.ModelChoiceField: {"required": _ONE},
    forms.ModelMultipleChoiceField: {"required": _SOME},
    forms.DateField: {
        "required": _("Choose a day."),
        "invalid": _("Write the day with year, month and day, such as 2027-01-31."),
    },
    forms.FileField: {"required": _("Choose a file.")},
}


def day_field() -> forms.DateInput:
    """Give the control of a day, in the form that every browser understands."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def speak() -> None:
    """Put our words into the fields of every form, those of the sign-in too."""
    for kind, words in SAYS.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}
    MinLengthValidator.message = ngettext_lazy(
        "Write at least %(limit_value)d character. You wrote %(show_value)d.",
        "Write at least %(limit_value)d characters. You wrote %(show_value)d.",
        "limit_value",
    )
    MaxLengthValidator.message = ngettext_lazy(
        "Write at most %(limit_value)d character. You wrote %(show_value)d.",
        "Write at most %(limit_value)d characters. You wrote %(show_value)d.",
        "limit_value",
    )
