"""Walks every state, role and step of a flow: what may be is done, all else is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from commonweal.kinds import Problem
from commonweal.offices.desk import steps
from commonweal.offices.desk.models import Decision, Entry
from commonweal.offices.desk.steps import Flow, Step
from commonweal.offices.house.policy import Actor, Role

Made = Callable[[str], Any]
ActorOf = Callable[[Role], Actor]
REASON = "A reason of more than twenty characters."


def triples(flow: Flow, states: list[str]) -> Iterator[tuple[str, Role, Step]]:
    """Give every state, role and step there is."""
    yield from product(states, Role, flow)


def walk(flow: Flow, states: list[str], made: Made, actor_of: ActorOf) -> int:
    """Try every triple; say how many steps were taken.

    flow:     its needs are left out here: each has tests of its own
    states:   every state of the thing
    made:     makes a thing in a state
    actor_of: gives somebody who acts in a role
    """
    taken = 0
    for state, role, step in triples(flow, states):
        if role is Role.PUBLIC:
            continue
        bare = replace(step, needs=(), others=False)
        thing, actor = made(state), actor_of(role)
        before = Entry.objects.count(), Decision.objects.count()
        if role in step.by and state in step.start:
            ended = steps.apply(bare, thing, actor, REASON)
            assert ended.state == step.end, (state, role, step.name)
            assert step in steps.steps_for(flow, thing, actor)
            assert Decision.objects.count() == before[1] + 1
            taken += 1
            continue
        try:
            steps.apply(bare, thing, actor, REASON)
        except Problem as refused:
            assert refused.code == ("step-not-yours" if role not in step.by else "step-too-late")
            thing.refresh_from_db()
            assert thing.state == state
            assert (Entry.objects.count(), Decision.objects.count()) == before
        else:
            raise AssertionError(f"{role} took {step.name} from {state}")
    return taken
