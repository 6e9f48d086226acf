"""What happens to persons is told to the rooms above: the desk writes it into the trail.

A receiver that fails stops the act: no log, no act.
"""

from __future__ import annotations

from django.dispatch import Signal

from commonweal.offices.house.policy import Actor
from commonweal.offices.people.models import Person

happened = Signal()


def tell(actor: Actor, action: str, person: Person) -> None:
    """Tell what an actor did to a person; stands in the transaction of the act itself."""
    happened.send(Person, actor=actor, action=action, object_id=f"people.person:{person.pk}")


def tell_of_directory(actor: Actor, action: str, named: str) -> None:
    """Tell what was done with a message of the directory that is about nobody we know.

    named: short name of the directory
    """
    happened.send(Person, actor=actor, action=action, object_id=f"people.directory:{named}")


def tell_look(actor: Actor, action: str) -> None:
    """Tell that an actor looked at something by an emergency access, before they see it."""
    happened.send(
        Person, actor=actor, action=action[:200], object_id=f"people.emergency:{actor.emergency}"
    )


def tell_of_nobody(actor: Actor, action: str) -> None:
    """Tell what was tried about nobody who is known; stands in a transaction."""
    happened.send(Person, actor=actor, action=action, object_id="people.person:unknown")


def tell_refusal(actor: Actor, address: str) -> None:
    """Tell that somebody was refused at an address; stands in a transaction.

    address: the name of the URL, never what was typed
    """
    happened.send(Person, actor=actor, action="refused", object_id=f"address:{address}")


def tell_of_all(actor: Actor, action: str) -> None:
    """Tell what an actor did to all persons together; stands in the transaction of the act."""
    happened.send(Person, actor=actor, action=action, object_id="people.person:all")
