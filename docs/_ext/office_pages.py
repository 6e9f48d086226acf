"""Make the pages of the web house: who may come to which address, and how things move on.

They are made from the rules and the steps themselves. No database is opened.
"""

from __future__ import annotations

import os
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from marked import bullets, code, page, plain, table

ROOMS = {
    "house": "The house itself",
    "people": "People",
    "desk": "Desk",
    "scorecard": "Scorecard",
    "sign-in": "Signing in",
}
SETTINGS = "commonweal.offices.house.settings"


def pages(checkout: Path) -> dict[str, str]:
    """Give both pages. They are made from the package, so the checkout is not read."""
    del checkout
    _ready()
    translation = import_module("django.utils.translation")
    with translation.override("en"):
        return {"roles.md": _roles(), "steps.md": _steps()}


def _ready() -> None:
    """Start Django in a folder that is thrown away, where nobody started it yet."""
    if import_module("django.apps").apps.ready:
        return
    with TemporaryDirectory() as state:
        os.environ |= {"COMMONWEAL_STATE": state, "DJANGO_SETTINGS_MODULE": SETTINGS}
        import_module("django").setup()


def addresses() -> Iterator[tuple[str, str]]:
    """Give (name, address) of every URL of the site."""
    yield from _walked(import_module("django.urls").get_resolver(), "", "")


def _walked(resolver: Any, space: str, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        route = before + _route(str(one.pattern))
        if hasattr(one, "url_patterns"):
            yield from _walked(one, f"{space}{one.namespace}:" if one.namespace else space, route)
        else:
            yield f"{space}{one.name}", f"/{route}"


def _route(pattern: str) -> str:
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern)
    return re.sub(r"<\w+:(\w+)>", r"<\1>", re.sub(r"^\^|\$$|\\Z$", "", named))


def _roles() -> str:
    policy = import_module("commonweal.offices.house.policy")
    kept = import_module("commonweal.offices.people.access")
    rows = (
        (plain(policy.ROLE_NAMES[role]), code(role.value), _purposes(policy, policy.PURPOSES[role]),
         "yes" if role in kept.PRIVILEGED else "")
        for role in policy.Role
    )  # fmt: skip
    room = {name: name.partition(":")[0] if ":" in name else "sign-in" for name, _ in addresses()}
    listed = sorted(addresses(), key=lambda one: (_place(room[one[0]]), one[1], one[0]))
    rooms = [
        _room(policy, kept.rules(), key, list(own))
        for key, own in groupby(listed, key=lambda one: room[one[0]])
    ]
    return page(
        "Roles, purposes and addresses",
        "A person may hold several roles and acts in one, for one purpose. A session begins with "
        "the first purpose of the role. One function decides at every address, and it denies "
        "unless a rule says yes. What somebody sees of a finding, its label decides besides.",
        table(("Role", "Written", "Purposes", "Second step of signing in"), rows),
        *rooms,
    )


def _place(room: str) -> int:
    return list(ROOMS).index(room) if room in ROOMS else len(ROOMS)


def _how(rule: Any) -> str:
    how = "read and write" if "POST" in rule.methods else "read"
    return f"{how}; asks again who it is" if rule.fresh else how


def _room(policy: Any, rules: Any, key: str, own: list[tuple[str, str]]) -> str:
    rows = (
        (code(address), _who(policy, rules[name].roles), _for(policy, rules[name].purposes),
         _how(rules[name]), plain(rules[name].says))
        for name, address in own
        if rules[name].roles
    )  # fmt: skip
    closed = [code(address) for name, address in own if not rules[name].roles]
    shut = f"Nobody may come to these:\n\n{bullets(closed)}" if closed else ""
    head = ("Address", "Who may come", "For", "May", "Why")
    parts = (f"## {plain(ROOMS.get(key, key))}", table(head, rows), shut)
    return "\n\n".join(part for part in parts if part)


def _who(policy: Any, roles: Any) -> str:
    if roles == policy.EVERYBODY:
        return "everybody"
    if roles == policy.SIGNED_IN:
        return "whoever is signed in"
    return plain(", ".join(str(policy.ROLE_NAMES[one]) for one in policy.Role if one in roles))


def _for(policy: Any, purposes: Any) -> str:
    every = [one for one in policy.PURPOSE_NAMES if one in purposes]
    return "any purpose" if len(every) == len(policy.PURPOSE_NAMES) else _purposes(policy, every)


def _purposes(policy: Any, purposes: Any) -> str:
    return plain(", ".join(str(policy.PURPOSE_NAMES[one]) for one in purposes))


def flows() -> Iterator[tuple[str, Any]]:
    """Give (what it is about, steps) of every table of steps of every office."""
    offices = import_module("commonweal.offices")
    step = import_module("commonweal.offices.desk.steps").Step
    for found in pkgutil.walk_packages(offices.__path__, f"{offices.__name__}."):
        if ".flow" not in found.name:
            continue
        module = import_module(found.name)
        for held in vars(module).values():
            if isinstance(held, tuple) and held and all(isinstance(one, step) for one in held):
                yield (module.__doc__ or "").split("\n")[0], held


def _steps() -> str:
    policy = import_module("commonweal.offices.house.policy")
    return page(
        "How things move on",
        "A state changes only by one of these steps. Each step is one line of data. One function "
        "applies all of them: it asks who may and what is needed, writes the history and the "
        "trail, and opens and closes tasks, all or nothing.",
        *(_flow(policy, says, steps) for says, steps in flows()),
    )


def _flow(policy: Any, says: str, steps: Any) -> str:
    states = type(steps[0].end)
    drawn = [
        f"{states(start).label} -> {states(one.end).label}: {one.label}"
        for one in steps
        for start in one.start
    ]
    rows = (
        (plain(one.label), _who(policy, one.by), _asked(one),
         plain(" ".join(str(need.says) for need in one.needs)), plain(_follows(policy, one)))
        for one in steps
    )  # fmt: skip
    head = ("Step", "Who may", "Asks for", "Refused with these words", "What follows")
    title, _, rest = says.partition(": ")
    parts = (f"## {plain(title)}", plain(rest[:1].upper() + rest[1:]),
             "```text\n" + "\n".join(drawn) + "\n```", table(head, rows))  # fmt: skip
    return "\n\n".join(parts)


def _asked(step: Any) -> str:
    said = ["a written reason"] if step.reason else []
    said += ["another person than the one before"] if step.others else []
    return ", ".join(said)


def _follows(policy: Any, step: Any) -> str:
    said = [
        f"A task for {policy.ROLE_NAMES[one.role]}, due in {one.days} days: "
        f"“{str(one.says).format('(its name)')}”."
        for one in step.opens
    ]
    told = ", ".join(str(policy.ROLE_NAMES[one]) for one in step.tells)
    said += [f"Told: {told}."] if told else []
    said += [f"It can be undone for {step.undo.seconds} seconds."] if step.undo else []
    return " ".join(said)
