"""Who may come to the pages of the desk."""

from __future__ import annotations

from dataclasses import replace

from commonweal.offices.house import wall
from commonweal.offices.house.policy import (
    EVERYBODY,
    P6,
    SIGNED_IN,
    WRITE,
    Access,
    Actor,
    Role,
    Rule,
)

POST = frozenset({"POST"})
_GRANTS = Rule(
    frozenset({Role.ADMINISTRATOR}), frozenset({P6}), WRITE,
    says="Who runs the accounts grants and ends the roles of others; strong ones take two.",
)  # fmt: skip
_TASK = Rule(SIGNED_IN, methods=POST, says="Whoever has a task may act on it.")
_FORM = Rule(SIGNED_IN, methods=WRITE, says="Whoever has a task may act on it.")
_OWN = Rule(SIGNED_IN, says="Everybody sees what is theirs.")
_OWN_ACT = Rule(SIGNED_IN, methods=POST, says="Everybody decides on what is theirs.")
_KEEPERS = frozenset({Role.PRIVACY, Role.ADMINISTRATOR})
_AUDIT = Rule(_KEEPERS, frozenset({P6}), says="The trail is read to operate the system.")

ACCESS: Access = {
    "desk:my_work": Rule(SIGNED_IN, says="Everybody has a list of what waits for them."),
    "desk:our_office": Rule(frozenset({Role.DIRECTOR}), says="Directors see their own offices."),
    "desk:several": _FORM,
    "desk:search": Rule(SIGNED_IN, says="A search finds only what the searcher may open."),
    "desk:task": Rule(SIGNED_IN, says="A task opens for those who have it, or lead its office."),
    "desk:done": _FORM,
    "desk:reopen": _TASK,
    "desk:take": _TASK,
    "desk:hand_over": _FORM,
    "desk:wait": _TASK,
    "desk:comment": _FORM,
    "desk:withdraw": _OWN_ACT,
    "desk:put_file": _FORM,
    "desk:download": Rule(SIGNED_IN, says="A file opens for those who have its task, if clean."),
    "desk:delete_file": _FORM,
    "desk:undo": Rule(SIGNED_IN, methods=POST, says="Whoever took a step may take it back."),
    "desk:notices": Rule(SIGNED_IN, methods=WRITE, says="Everybody sees what was said to them."),
    "desk:notice": _OWN,
    "desk:mail": Rule(SIGNED_IN, methods=WRITE, says="Everybody chooses how much mail they get."),
    "desk:stop": Rule(EVERYBODY, methods=WRITE, says="The address in a mail is signed."),
    "desk:renew_feed": _OWN_ACT,
    "desk:feed": Rule(EVERYBODY, says="Whoever knows the secret address reads one calendar."),
    "desk:draft": _OWN_ACT,
    "desk:job": _OWN,
    "desk:cancel_job": _OWN_ACT,
    "desk:emergency": Rule(SIGNED_IN, says="Everybody sees their own; a second person sees all."),
    "desk:emergency_ask": Rule(
        SIGNED_IN, methods=WRITE, says="Anybody may ask; nothing opens until a second agrees."
    ),
    "desk:emergency_use": Rule(SIGNED_IN, methods=POST, says="Who was lent a role may act in it."),
    "desk:emergency_page": Rule(
        SIGNED_IN, methods=WRITE, says="A second person agrees, a third reviews; the flow says who."
    ),
    "desk:emergency_end": Rule(
        SIGNED_IN, methods=POST, says="Who looks ends it, and so may a second person."
    ),
    "desk:grant_role": _GRANTS,
    "desk:end_role": _GRANTS,
    "desk:role_change": Rule(
        _KEEPERS, methods=WRITE, says="A second person agrees to a strong role, or refuses it."
    ),
    "desk:trail": _AUDIT,
    "desk:trail_csv": replace(_AUDIT, fresh=True),
    "desk:verify_trail": Rule(
        _KEEPERS, frozenset({P6}), methods=POST, says="The trail is walked by those who read it."
    ),
    "desk:who_looked": Rule(SIGNED_IN, says="Everybody sees who looked at their record."),
}


def reads_trail(actor: Actor) -> bool:
    """Say whether an actor may read the whole trail."""
    return actor.role in _AUDIT.roles and actor.purpose in _AUDIT.purposes


def begin() -> None:
    """Have the database told whether whoever asks reads the whole trail."""
    wall.tells("trail", lambda actor: ["whole"] if reads_trail(actor) else [])
