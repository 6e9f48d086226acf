"""What was typed and not sent: kept as it is typed, and there again from another device."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from commonweal.offices.desk.models import Draft
from commonweal.offices.house import clock
from commonweal.offices.house.policy import Actor

LONGEST = 50_000  # characters of all fields together
# What must not lie about: secrets, and what belongs to the form and not to the person.
NEVER = ("csrf", "password", "secret", "token", "code")


class Drafted(forms.Form):
    """Begin a form with what its person typed before; a mixin for the forms of every office.

    A view gives `actor`, and `draft`: a name for this form and the thing it is about. The template
    writes {% drafted form %} into the form's tag. After sending, the view calls `forget`.
    """

    def __init__(self, *args: Any, actor: Actor, draft: str, **kwargs: Any) -> None:
        self.actor, self.draft = actor, draft
        super().__init__(*args, **kwargs)
        for name, values in kept(actor, draft).items():
            field = self.fields.get(name)
            if field is not None and not isinstance(field, forms.FileField) and values:
                several = isinstance(field, forms.MultipleChoiceField)
                self.initial[name] = values if several else values[-1]

    def forget(self) -> None:
        """Drop the draft: the form was sent."""
        drop(self.actor, self.draft)


def keep(actor: Actor, form: str, fields: QueryDict) -> bool:
    """Keep what was typed so far; say whether it was short enough to be kept."""
    said = {
        name: [text.replace("\0", "") for text in fields.getlist(name)]  # PostgreSQL takes none
        for name in fields
        if not _never(name)
    }
    if len(json.dumps(said)) > LONGEST:
        return False
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


def _never(name: str) -> bool:
    return any(word in name.lower() for word in NEVER)
