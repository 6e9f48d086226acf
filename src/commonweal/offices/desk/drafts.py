"""What was typed and not sent: kept as it is typed, and there again from another device.

Only what differs from what stood in the form is kept. So a draft of a change does not bring back,
days later, what somebody else has changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from commonweal.offices.desk.models import Draft
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor

LONGEST = 50_000  # characters of all fields together
# What must not lie about: secrets, and what belongs to the form and not to the person.
NEVER = ("csrf", "password", "secret", "token", "code")
WAS = "was:"  # before the name of a field: a mark of what stood in it at first


class Drafted(forms.Form):
    """Begin a form with what its person typed before; a mixin for the forms of every office.

    A view gives `actor`, and `draft`: a name for this form and the thing it is about. The template
    writes {% drafted form %} into the form's tag. After sending, the view calls `forget`. Without
    a name nothing is kept.
    """

    def __init__(
        self, *args: Any, actor: Actor | None = None, draft: str = "", **kwargs: Any
    ) -> None:
        self.by, self.draft = actor, draft
        self.typed: Mapping[str, list[str]] = {}
        super().__init__(*args, **kwargs)
        if actor and draft and not self.is_bound:
            self.typed = kept(actor, draft)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Give what was typed into a field, or else what it begins with."""
        if field_name not in self.typed or not _is_typed(field):
            return super().get_initial_for_field(field, field_name)
        values = self.typed[field_name]
        if getattr(field.widget, "allow_multiple_selected", False):
            return values
        return values[-1] if values else ""

    @property
    def resumed(self) -> bool:
        """Say whether it shows anything that was typed before."""
        return any(_is_typed(field) for name, field in self.fields.items() if name in self.typed)

    def marks(self) -> dict[str, str]:
        """Give a mark of what stands in each field before anything is typed."""
        found = {}
        for name, field in self.fields.items():
            first = field.prepare_value(super().get_initial_for_field(field, name))
            texts = _shown(field.widget, first) if _is_typed(field) else []
            if texts:
                found[f"{WAS}{name}"] = mark(texts)
        return found

    def forget(self) -> None:
        """Drop the draft: the form was sent."""
        if self.by and self.draft:
            drop(self.by, self.draft)


def keep(actor: Actor, form: str, fields: QueryDict) -> bool:
    """Keep what was typed so far; say whether it was short enough to be kept.

    fields: what the form holds now, and beside it the marks of what stood there at first
    """
    was = {one.removeprefix(WAS): fields[one] for one in fields if one.startswith(WAS)}
    names = [one for one in {**dict.fromkeys(fields), **was} if not one.startswith(WAS)]
    now = {  # PostgreSQL takes no zeros
        name: [text.replace("\0", "") for text in fields.getlist(name)]
        for name in names
        if not _never(name)
    }
    said = {name: texts for name, texts in now.items() if mark(texts) != was.get(name, NOTHING)}
    if len(json.dumps(said)) > LONGEST:
        return False
    if not said:
        drop(actor, form)
        return True
    Draft.objects.update_or_create(
        person_id=actor.id, form=form, defaults={"fields": said, "at": clock.now()}
    )
    return True


def kept(actor: Actor, form: str) -> Mapping[str, list[str]]:
    """Give what was typed before, by field."""
    found = Draft.objects.filter(person_id=actor.id, form=form).first()
    return found.fields if found else {}


def drop(actor: Actor, form: str) -> None:
    """Forget what was typed."""
    Draft.objects.filter(person_id=actor.id, form=form).delete()


def mark(texts: Iterable[str]) -> str:
    """Give a short mark of what stands in a field, however its lines end; nothing has one too."""
    plain = sorted(" ".join(one.splitlines()).strip() for one in texts)
    return hashlib.sha256("\0".join(one for one in plain if one).encode()).hexdigest()[:12]


NOTHING = mark(())


def _shown(widget: forms.Widget, value: Any) -> list[str]:
    """Give what a browser would send of a field that nobody touched."""
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown: Any = widget.format_value(value)
    several = shown if isinstance(shown, list | tuple) else [shown]
    return [str(one) for one in several if one not in {None, ""}]


def _is_typed(field: forms.Field) -> bool:
    return not field.disabled and not isinstance(field, forms.FileField)


def _never(name: str) -> bool:
    return any(word in name.lower() for word in NEVER)
