"""Tags that give our markup its accessible shape in one place: forms, queues, numbers, dates."""

from __future__ import annotations

from datetime import date

from django import template
from django.forms import BoundField, ModelChoiceField
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commonweal.offices.house import languages

register = template.Library()


@register.filter(expects_localtime=True)
def long_day(day: date | None) -> str:
    """Write a day long and unambiguous: 3 January 2027."""
    return formats.date_format(day, "j F Y") if day else ""


@register.filter
def told(text: str) -> str:
    """Say a text of a finding in the language of the reader."""
    return languages.told(text)


@register.filter
def apart(text: object) -> SafeString:
    """Set a number, a range or a name apart, so that its direction holds in any page."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def described(field: BoundField) -> BoundField:
    """Tie a field to its hint and its error, for readers who can not see them beside it."""
    ids = [f"{field.auto_id}-hint"] if field.help_text else []
    ids += [f"{field.auto_id}-error"] if field.errors else []
    if ids:
        field.field.widget.attrs["aria-describedby"] = " ".join(ids)
    if field.errors:
        field.field.widget.attrs["aria-invalid"] = "true"
    if isinstance(field.field, ModelChoiceField):  # names as people wrote them, in any script
        field.field.widget.attrs["dir"] = "auto"
    return field


@register.filter
def control(field: BoundField) -> str:
    """Give the id of the control of a field; of several, such as radio buttons, of the first."""
    ids = [field.id_for_label, *(one.id_for_label for one in field.subwidgets), field.auto_id]
    return next(str(one) for one in ids if one)


@register.inclusion_tag("house/fields.html")
def fields_of(form: object) -> dict[str, object]:
    """Set the fields of a form: label, hint, error, control, in that order."""
    return {"form": form}


@register.inclusion_tag("house/problems.html")
def problems_of(form: object) -> dict[str, object]:
    """Set the summary of errors that takes the focus, each leading to its field."""
    return {"form": form}
