"""Writes into the trail what happens in people, who stand below the desk and do not know it."""

from __future__ import annotations

from django.dispatch import receiver

from commonweal.offices.desk import trail, warned
from commonweal.offices.house.policy import Actor
from commonweal.offices.people.signals import happened


@receiver(happened)
def written(sender: object, actor: Actor, action: str, object_id: str, **_: object) -> None:
    """Write one entry, in the transaction of the act, and tell whose sign-in it is about."""
    trail.write(actor, action, object_id)
    warned.hear(action, object_id)
