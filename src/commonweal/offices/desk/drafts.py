"""What was typed and not sent: kept as it is typed, and there again from another device.

Only what differs from what stood in the form is kept: a draft of a change does not bring back,
days later, what somebody else has changed since. Each form that is shown has a number of its own;
once it was sent, what still comes in of that form is late, and is not kept.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import QueryDict

from commonweal.offices.desk import rounds
from commonweal.offices.desk.models import Draft
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor

LONGEST = 50_000  # characters of all fields together
# What must not lie about: secrets, and what belongs to the form and not to the person.
NEVER = ("csrf", "password", "secret", "token", "code")
WAS = "was:"  # before the name of a field: a mark of what stood in it at first
NUMBER = "form_token"  # the field that tells one form that was shown from another; never kept
SENT = 20  # numbers of sent forms that are remembered for one person and one form
LATE = timedelta(days=1)  # nothing that was typed comes in later than this


class Drafted(forms.Form):
    """Begin a form with what its person typed before; a mixin for the forms of every office.

    A view gives `actor`, and `draft`: a name for this form and the thing it is about. The template
    writes {% drafted form %} into the form's tag. After sending, the view calls `forget`. Without
    a name nothing is kept.
    """

    def __init__(
        self, *args: Any, actor: Actor | None = None, draft: str = "", **kwargs: Any
    ) -> None:
        self.by, self.draft, self._number = actor, draft, secrets.token_hex(8)
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

    @property
    def number(self) -> str:
        """Give the number of this form; it stays when the form comes back with errors."""
        return str(self._numbered().value() or "")

    def hidden_fields(self) -> list[BoundField]:
        """Give the fields that nobody sees; the number of the form is one, but none of its data."""
        return [*super().hidden_fields(), *([self._numbered()] if self.draft else [])]

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
            drop(self.by, self.draft, self.number)

    def _numbered(self) -> BoundField:
        field = forms.CharField(initial=self._number, widget=forms.HiddenInput, required=False)
        return BoundField(self, field, NUMBER)


def keep(actor: Actor, form: str, fields: QueryDict) -> bool:
    """Keep what was typed so far; say whether it was short enough to be kept.

    fields: what the form holds now, and beside it the marks of what stood there at first
    What comes in of a form that was sent is late: it is let go.
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
    with transaction.atomic():
        held = _held(actor, form)
        if fields.get(NUMBER, "") in held.sent:
            return True
        if said or held.sent:
            held.fields, held.at = said, clock.now()
            held.save()
        else:
            held.delete()
    return True


def kept(actor: Actor, form: str) -> Mapping[str, list[str]]:
    """Give what was typed before, by field."""
    found = Draft.objects.filter(person_id=actor.id, form=form).first()
    return found.fields if found else {}


def drop(actor: Actor, form: str, number: str) -> None:
    """Forget what was typed.

    number: of the form that was sent: whatever is still on its way from it is not kept
    """
    with transaction.atomic():
        held = _held(actor, form)
        held.fields, held.at = {}, clock.now()
        held.sent = [*held.sent, number[:40]][-SENT:]
        held.save()


def sweep() -> None:
    """Take away what is left of forms that were sent, once nothing can come in late any more."""
    Draft.objects.filter(fields={}, at__lt=clock.now() - LATE).delete()


def begin() -> None:
    """Let the worker take away what is left of sent forms."""
    rounds.register(sweep)


def _held(actor: Actor, form: str) -> Draft:
    """Wait for one's turn with a draft: no two requests change it at the same time."""
    held, _ = Draft.objects.select_for_update().get_or_create(
        person_id=actor.id, form=form, defaults={"at": clock.now()}
    )
    return held


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
