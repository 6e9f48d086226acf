"""What the trail holds, in words for those who read it; the code stands beside them.

A person reads of their own record in the words of `acts`, which speak to that person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonweal.offices.desk import acts
from commonweal.offices.desk.models import Job
from commonweal.offices.desk.steps import FLOWS

Named = Callable[[str], Any]
WORDS: dict[str, Any] = {
    "read the list of people": _("read the list of people"),
    "read the account": _("read the account"),
    "read own answers": _("read their own answers"),
    "own name corrected": _("corrected their own name"),
    "role and purpose chosen": _("chose a role and a purpose"),
    "calendar address renewed": _("asked for a new address of the calendar"),
    "affiliation begun": _("noted that somebody belongs to a place"),
    "affiliation ended": _("noted that somebody left a place"),
    "affiliation begun by the directory": _("noted from the directory: belongs to a place"),
    "affiliation ended by the directory": _("noted from the directory: left a place"),
    "offices of a director chosen": _("chose the offices of a director"),
    "access ended": _("ended somebody's access"),
    "access given back": _("gave somebody's access back"),
    "signed out by the directory": _("signed somebody out for the directory"),
    "roles ended by the directory": _("noted from the directory: roles ended"),
    "left by the directory": _("noted from the directory: no longer listed"),
    "back by the directory": _("noted from the directory: listed again"),
    "emergency access used": _("began to look by an emergency access"),
    "signed out": _("signed out"),
    "own sessions ended": _("ended other sessions of their own"),
    "refused": _("was refused"),
    "a wrong password was typed": _("a wrong password was typed"),
    "a wrong password for an address that is not known": _(
        "a wrong password was typed for an address that is not known"
    ),
    "a wrong code was typed": _("a wrong code was typed"),
    "what protects the account changed": _("changed their password or second step"),
    "history: create": _("made the record"),
    "history: change": _("changed the record"),
    "history: delete": _("deleted the record"),
    "history: read": _("read the history of the record"),
    "begin work": _("began work in the queue"),
    "cancel work": _("cancelled work in the queue"),
    "export the trail": _("exported the trail"),
    "file put": _("added a file"),
    "file fetched": _("fetched a file"),
    "file deleted": _("deleted a file"),
    "comment written": _("wrote a comment"),
    "comment withdrawn": _("withdrew a comment"),
    "task taken": _("took a task"),
    "task handed over": _("handed a task over"),
    "task waits": _("noted what a task waits for"),
    "task waits no more": _("noted that a task waits no more"),
    "task done": _("said that a task is done"),
    "task reopened": _("opened a task again"),
}


def _nothing(_between: str) -> str:
    return ""


def _state(key: str) -> Any:
    return dict(Job.State.choices).get(key, key)


# How an act begins, what it says, and who names what follows.
OPEN: list[tuple[str, Any, Named]] = [
    ("answered: ", _("answered a question about themselves"), _nothing),
    ("withdrew: ", _("withdrew an answer about themselves"), _nothing),
    ("role granted: ", _("gave a role: %(about)s"), acts.role),
    ("role ended: ", _("ended a role: %(about)s"), acts.role),
    ("role put back: ", _("took back a change of a role: %(about)s"), acts.role),
    ("emergency look: ", _("looked by an emergency access: %(about)s"), str),
    ("message of the directory refused: ", _("refused a message of the directory: %(about)s"), str),
    ("signed in by ", _("signed in: %(about)s"), acts.way),
    ("role ", _("noted from the directory: a role given"), _nothing),
    ("account with a password made, ", _("made an account with a password"), _nothing),
    ("file scanned: ", _("looked for viruses in a file"), _nothing),
    ("receipt: ", _("worked on several tasks at once"), _nothing),
    ("work ", _("ended work in the queue: %(about)s"), _state),
]
STEP, UNDO = "", "undo "
TAKEN: Mapping[str, Any] = {
    STEP: _("took a step: %(about)s"),
    UNDO: _("took a step back: %(about)s"),
}


def register(words: Mapping[str, Any], more: list[tuple[str, Any, Named]]) -> None:
    """Let a room say its own acts in words.

    words: by the code of the act
    more:  of acts with something that varies: how they begin, what they say, and who names the rest
    """
    WORDS.update(words)
    OPEN.extend(one for one in more if one not in OPEN)


def told(act: str, thing: str) -> str:
    """Say an act in words, or give "" where there are none for it.

    thing: what it was done with, as the trail holds it: a step is named by the flow of its kind
    """
    if act in WORDS:
        return str(WORDS[act])
    begins = UNDO if act.startswith(UNDO) else STEP
    name = act.removeprefix(begins).partition(":")[0]
    for step in FLOWS.get(thing.partition(":")[0], ()):
        if step.name == name:
            return str(TAKEN[begins]) % {"about": step.label}
    for start, says, named in OPEN:
        if act.startswith(start):
            return str(says) % {"about": named(act.removeprefix(start))}
    return ""
